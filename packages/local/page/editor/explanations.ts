/** What a construct or a function of mapping templates does, in a line, with the page that documents it. */
export interface Explanation {
  /** As it is written: `$util.urlEncode()`, `#foreach`. */
  readonly name: string;
  readonly text: string;
  readonly link: string;
  /** The title of the linked page or of its section. */
  readonly page: string;
}

const AWS = "https://docs.aws.amazon.com/apigateway/latest/developerguide/";
const VARIABLES = `${AWS}api-gateway-mapping-template-reference.html`;
const VELOCITY = "https://velocity.apache.org/engine/1.7/user-guide.html";

const of = (page: string, link: string, entries: Record<string, string>): Explanation[] =>
  Object.entries(entries).map(([name, text]) => ({ name, text, link, page }));

/** Explanations from a section of AWS's page on the variables of mapping templates. */
const aws = (variable: string, anchor: string, entries: Record<string, string>) =>
  of(`AWS: ${variable} variables`, `${VARIABLES}#${anchor}`, entries);

/** Explanations from a section of the user guide of Velocity 1.7, whose anchors are its headings. */
const velocity = (section: string, entries: Record<string, string>) => {
  const anchor = section.toLowerCase().replaceAll(/[^a-z]+/g, "-");
  return of(`Velocity 1.7: ${section}`, `${VELOCITY}#${anchor}`, entries);
};

/** Everything that is completed and explained in the editor. */
export const EXPLANATIONS: readonly Explanation[] = [
  ...aws("$input", "input-variable-reference", {
    $input: "The payload and the parameters of the request, or the payload of the integration's response.",
    "$input.body": "The payload as text, unchanged.",
    "$input.json()": 'The result of a JSONPath expression on the payload, as JSON text; "" where nothing matches.',
    "$input.path()":
      "The result of a JSONPath expression on the payload, as a value with properties, methods and items to loop over.",
    "$input.params()":
      "A parameter by its name, from the path, else the query string, else the headers; all of them without a name.",
  }),
  ...aws("$util", "util-template-reference", {
    $util: "Functions that escape, encode and parse text.",
    "$util.escapeJavaScript()":
      "Escapes text for a JavaScript string. JSON does not allow \\', so replace it with ' afterwards.",
    "$util.parseJson()": "Parses JSON text into a value with properties and items.",
    "$util.urlEncode()": "Encodes text for a form body or a query string.",
    "$util.urlDecode()": "Decodes text of a form body or a query string.",
    "$util.base64Encode()": "Encodes text as base64.",
    "$util.base64Decode()": "Decodes base64 to text.",
  }),
  ...of(
    "AWS: Stage variables reference",
    `${AWS}aws-api-gateway-stage-variables-reference.html#stage-variables-in-mapping-templates`,
    {
      $stageVariables: "The variables of the stage, by name.",
    },
  ),
  ...aws("$context", "context-variable-reference", {
    $context: "Facts about the request, its caller and the API.",
    "$context.accountId": "The AWS account ID of the API's owner.",
    "$context.apiId": "The ID of the API, which API Gateway assigns.",
    "$context.authorizer": "A value of the context map that a Lambda authorizer returned, by its name, as text.",
    "$context.authorizer.principalId": "The caller's ID, which a Lambda authorizer returned.",
    "$context.authorizer.claims": "A claim of the caller's token by its name, from an Amazon Cognito user pool.",
    "$context.awsEndpointRequestId": "The request ID of the AWS endpoint.",
    "$context.deploymentId": "The ID of the API's deployment.",
    "$context.domainName": "The full domain name that the request was sent to.",
    "$context.domainPrefix": "The first label of the domain name.",
    "$context.error.message": "The message of an API Gateway error. Only a gateway response has it.",
    "$context.extendedRequestId": "The request's extended ID, which API Gateway generates. A client cannot choose it.",
    "$context.httpMethod": "The HTTP method of the request.",
    "$context.identity": "What is known of the caller.",
    "$context.identity.accountId": "The AWS account ID of the caller, for a signed request.",
    "$context.identity.apiKey": "The API key of the request, for methods that require one.",
    "$context.identity.apiKeyId": "The ID of the API key, for methods that require one.",
    "$context.identity.caller": "The principal that signed the request.",
    "$context.identity.sourceIp": "The IP address of the connection that made the request.",
    "$context.identity.userAgent": "The User-Agent header of the caller.",
    "$context.identity.userArn": "The ARN of the authenticated user.",
    "$context.path": "The path of the request, which begins with the stage.",
    "$context.protocol": "The protocol of the request, such as HTTP/1.1.",
    "$context.requestId": "The request's ID, which the response has as x-amzn-RequestId.",
    "$context.requestTime": "When the request arrived, as in an access log: dd/MMM/yyyy:HH:mm:ss +hhmm.",
    "$context.requestTimeEpoch": "When the request arrived, in milliseconds since 1970.",
    "$context.resourceId": "The ID of the API's resource.",
    "$context.resourcePath": "The path of the resource, such as /pets/{id}.",
    "$context.stage": "The name of the stage.",
  }),
  ...of("AWS: Override parameters and status codes", `${AWS}apigateway-override-request-response-parameters.html`, {
    "$context.requestOverride.header": "Sets a header of the request to the integration.",
    "$context.requestOverride.path": "Sets a path parameter of the request to the integration.",
    "$context.requestOverride.querystring": "Sets a query parameter of the request to the integration.",
    "$context.responseOverride.header": "Sets a header of the response to the client.",
    "$context.responseOverride.status": "Sets the status of the response to the client.",
  }),
  ...velocity("Set", { "#set": "Assigns a value to a variable." }),
  ...velocity("If / ElseIf / Else", {
    "#if": "Renders the text up to the next #elseif, #else or #end if the condition is true.",
    "#elseif": "Renders its text if this condition is true and none before it was.",
    "#else": "Renders its text if no condition before it was true.",
    "#end": "Ends an #if, #foreach or #define.",
  }),
  ...velocity("Foreach Loop", {
    "#foreach": "Renders the text up to #end for each item of a list. API Gateway allows 1,000 rounds.",
    $foreach: "The current loop: index, count, hasNext, first, last.",
    "$foreach.hasNext": "Whether another item follows, for example for a comma.",
    "$foreach.index": "The number of the round, from 0.",
    "$foreach.count": "The number of the round, from 1.",
  }),
  ...velocity("Break", { "#break": "Ends the loop." }),
  ...velocity("Stop", { "#stop": "Ends the template." }),
  ...velocity("Define", {
    "#define": "Names a block of the template. It is rendered where the name is printed.",
  }),
  ...velocity("Comments", { "##": "A comment up to the end of the line. It is not rendered." }),
];

// The longest name first: `$context.identity.sourceIp` before `$context`.
const BY_LENGTH = EXPLANATIONS.toSorted((a, b) => b.name.length - a.name.length);

/** The explanation of what stands at a column (from 1) of a line. */
export function explanationAt(line: string, column: number): Explanation | undefined {
  for (const [match] of matchesAround(line, column)) {
    const found = explanationOf(match);
    if (found) return found;
  }
  return undefined;
}

/** The explanation of a reference, directive or comment as it is written. */
export function explanationOf(written: string): Explanation | undefined {
  const name = written.replace(/^\$!?\{?/, "$").replace(/^#\{?(\w+)\}?/, "#$1");
  return BY_LENGTH.find((each) => isNamed(name, each.name.replace("()", "")));
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
