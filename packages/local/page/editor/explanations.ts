/** What a construct or a function of mapping templates does, in a line, with AWS's page about it. */
export interface Explanation {
  /** As it is written: `$util.urlEncode()`, `#foreach`. */
  readonly name: string;
  readonly text: string;
  readonly link: string;
}

const REFERENCE =
  "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html";
const CONTEXT =
  "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html";
const OVERRIDE =
  "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-override-request-response-parameters.html";
const STAGE_VARIABLES = "https://docs.aws.amazon.com/apigateway/latest/developerguide/stage-variables.html";
const VELOCITY = "https://velocity.apache.org/engine/1.7/user-guide.html";

const INPUT = `${REFERENCE}#input-variable-reference`;
const UTIL = `${REFERENCE}#util-template-reference`;
const CONTEXT_REFERENCE = `${REFERENCE}#context-variable-reference`;

const of = (link: string, entries: Record<string, string>): Explanation[] =>
  Object.entries(entries).map(([name, text]) => ({ name, text, link }));

/** Everything that is completed and explained in the editor. */
export const EXPLANATIONS: readonly Explanation[] = [
  ...of(INPUT, {
    $input: "The payload and the parameters of the request, or the payload of the integration's response.",
    "$input.body": "The payload as it came, as text.",
    "$input.json()":
      "What a JSONPath finds in the payload, as JSON text; an empty string in quotes where it finds nothing.",
    "$input.path()":
      "What a JSONPath finds in the payload, as a value with properties, methods and items to loop over.",
    "$input.params()":
      "A parameter by its name, looked up in path, query string and headers; without a name, all of them.",
  }),
  ...of(UTIL, {
    $util: "Functions that escape, encode and parse text.",
    "$util.escapeJavaScript()": "Escapes text for a JavaScript string; in JSON, replace \\' by ' afterwards.",
    "$util.parseJson()": "Reads JSON text as a value with properties and items.",
    "$util.urlEncode()": "Encodes text for a form body or a query string.",
    "$util.urlDecode()": "Decodes text of a form body or a query string.",
    "$util.base64Encode()": "Encodes text as base64.",
    "$util.base64Decode()": "Decodes base64 to text.",
  }),
  ...of(STAGE_VARIABLES, { $stageVariables: "The variables of the stage, by name." }),
  ...of(CONTEXT_REFERENCE, {
    $context: "Facts about the request, its caller and the API.",
    "$context.accountId": "The AWS account of the API's owner.",
    "$context.apiId": "The id that API Gateway gives the API.",
    "$context.authorizer.principalId": "Who the caller is, as a Lambda authorizer says.",
    "$context.authorizer.claims": "The claims of the caller's token, from an Amazon Cognito authorizer.",
    "$context.domainName": "The full domain name that the request was sent to.",
    "$context.domainPrefix": "The first label of the domain name.",
    "$context.extendedRequestId": "The extended id of the request, which API Gateway generates.",
    "$context.httpMethod": "The HTTP method of the request.",
    "$context.identity.apiKey": "The API key of the request, for methods that need one.",
    "$context.identity.caller": "The principal that signed the request.",
    "$context.identity.sourceIp": "The IP address of the connection that the request came on.",
    "$context.identity.userAgent": "The User-Agent header of the caller.",
    "$context.identity.userArn": "The ARN of the user that authentication found.",
    "$context.path": "The path of the request, with the stage.",
    "$context.protocol": "The protocol of the request, such as HTTP/1.1.",
    "$context.requestId": "The id of the request, which the response has as x-amzn-RequestId.",
    "$context.requestTime": "When the request came, in the format of the common log.",
    "$context.requestTimeEpoch": "When the request came, in milliseconds since 1970.",
    "$context.resourceId": "The id of the resource of the API.",
    "$context.resourcePath": "The path of the resource, such as /pets/{id}.",
    "$context.stage": "The name of the stage.",
  }),
  ...of(OVERRIDE, {
    "$context.requestOverride.header": "Sets a header of the request to the integration.",
    "$context.requestOverride.path": "Sets a path parameter of the request to the integration.",
    "$context.requestOverride.querystring": "Sets a query parameter of the request to the integration.",
    "$context.responseOverride.header": "Sets a header of the response to the client.",
    "$context.responseOverride.status": "Sets the status of the response to the client.",
  }),
  ...of(CONTEXT, { "$context.error.message": "The message of an API Gateway error; for gateway responses." }),
  ...of(`${VELOCITY}#set`, { "#set": "Assigns a value to a variable." }),
  ...of(`${VELOCITY}#conditionals`, {
    "#if": "Renders what follows when the condition is true.",
    "#elseif": "Renders what follows when no condition before it was true and this one is.",
    "#else": "Renders what follows when no condition before it was true.",
  }),
  ...of(`${VELOCITY}#loops`, {
    "#foreach": "Renders what follows for each item of a list, 1,000 at most in API Gateway.",
    $foreach: "The loop under way: index, count, hasNext, first, last.",
    "$foreach.hasNext": "Whether another item follows; for commas between items.",
    "$foreach.index": "The number of the round, from 0.",
    "$foreach.count": "The number of the round, from 1.",
  }),
  ...of(`${VELOCITY}#break`, { "#break": "Ends the loop." }),
  ...of(`${VELOCITY}#stop`, { "#stop": "Ends the template." }),
  ...of(`${VELOCITY}#define`, {
    "#define": "Gives a block of the template a name, to be rendered where the name is printed.",
  }),
  ...of(`${VELOCITY}#comments`, { "##": "A comment to the end of the line: it is not rendered." }),
];

// The longest name first: `$context.identity.sourceIp` before `$context`.
const BY_LENGTH = EXPLANATIONS.toSorted((a, b) => b.name.length - a.name.length);

/** The explanation of what stands at a column (from 1) of a line. */
export function explanationAt(line: string, column: number): Explanation | undefined {
  for (const [match] of matchesAround(line, column)) {
    const name = match.replace(/^\$!?\{?/, "$").replace(/^#\{?(\w+)\}?/, "#$1");
    const found = BY_LENGTH.find((each) => isNamed(name, each.name.replace("()", "")));
    if (found) return found;
  }
  return undefined;
}

function isNamed(written: string, name: string): boolean {
  return written === name || (written.startsWith(name) && !/^\w/.test(written.slice(name.length)));
}

function matchesAround(line: string, column: number): RegExpExecArray[] {
  const pieces = line.matchAll(/##.*|#\{?[a-z]+\}?|\$!?\{?[A-Za-z_][\w-]*(?:\.[A-Za-z_]\w*)*/g);
  // After the parenthesis that opens, one still types the function's arguments.
  return [...pieces].filter(({ index, 0: text }) => {
    const end = index + text.length + (line[index + text.length] === "(" ? 1 : 0);
    return index < column && column <= end + 1;
  });
}
