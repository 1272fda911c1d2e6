import type { Integration, IntegrationResponse } from "../api.ts";
import { matches } from "../vtl/java-regex.ts";
import { DocumentError } from "./document-error.ts";
import { status } from "./gateway-responses.ts";
import { isObject, type Json } from "./json.ts";
import { loadRequestParameters, loadResponseParameters, loadTemplates } from "./mappings.ts";
import { importFailure, type MethodLoader, type MethodPlace } from "./method-loader.ts";
import { refuse } from "./refusals.ts";
import { stubIntegration } from "./stub.ts";
import { loadTarget } from "./target.ts";
import { parseIssue, warnOfUnexpected } from "./warnings.ts";

/** The integration response of a proxy integration with a service. */
const PASSED_BACK: IntegrationResponse = { status: 200, responseParameters: [], responseTemplates: new Map() };

const FIELDS = new Set([
  "cacheKeyParameters",
  "cacheNamespace",
  "connectionId",
  "connectionType",
  "contentHandling",
  "credentials",
  "httpMethod",
  "integrationTarget",
  "passthroughBehavior",
  "payloadFormatVersion",
  "requestParameters",
  "requestTemplates",
  "responseTransferMode",
  "responses",
  "timeoutInMillis",
  "tlsConfig",
  "type",
  "uri",
]);

/**
 * Loads `x-amazon-apigateway-integration`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
 *
 * @throws DocumentError
 */
export function loadIntegration(loader: MethodLoader, method: MethodPlace, value: unknown): Integration {
  const { read } = loader;
  const place = `${method.place}.x-amazon-apigateway-integration`;
  if (!isObject(value)) malformed(method, place);
  const json = withoutNulls(read.object(value, place));
  checkFields(loader, json, method, place);
  const type = read.word(json.type, `${place}.type`, ["aws", "aws_proxy", "http", "http_proxy", "mock"] as const);
  const httpMethod = textField(json, "httpMethod", method, place)?.toUpperCase();
  if (type !== "mock" && httpMethod === undefined) {
    const reason = "Enumeration value for HttpMethod must be non-empty";
    throw new DocumentError(`${place}.httpMethod`, importFailure("integration", method, reason));
  }
  const integration: Omit<Integration, "type" | "target"> = {
    httpMethod: httpMethod === "ANY" ? undefined : httpMethod,
    roleArn: roleOf(textField(json, "credentials", method, place)),
    timeoutInMillis: timeout(json.timeoutInMillis, method, `${place}.timeoutInMillis`),
    requestParameters: loadRequestParameters(loader, json.requestParameters, method, `${place}.requestParameters`),
    requestTemplates: loadTemplates(loader, json.requestTemplates, `${place}.requestTemplates`),
    passthroughBehavior: read.word(
      json.passthroughBehavior,
      `${place}.passthroughBehavior`,
      ["when_no_match", "when_no_templates", "never"] as const,
      "when_no_match",
    ),
    contentHandling: contentHandling(loader, json.contentHandling, `${place}.contentHandling`),
    responses: Object.entries(read.object(json.responses, `${place}.responses`)).flatMap(
      ([pattern, response]) =>
        loadResponse(loader, pattern, response, method, type, `${place}.responses.${pattern}`) ?? [],
    ),
  };
  if (type === "mock") return { type, target: { kind: "mock" }, ...integration };
  const target = loadTarget(loader, type, json, method, place);
  if (target.kind === "missing") return stubIntegration(target.name, integration.timeoutInMillis);
  if (type !== "aws_proxy" || target.kind !== "service") return { type, target, ...integration };
  // Firehose takes the body as it is, and its response is not a function's result.
  const responses = integration.responses.length > 0 ? integration.responses : [PASSED_BACK];
  return { target, ...integration, type: "aws", responses };
}

/** API Gateway takes a field that is null for one that is not there. */
const withoutNulls = (json: Json): Json =>
  Object.fromEntries(Object.entries(json).filter(([, value]) => value !== null));

function malformed({ resourcePath }: MethodPlace, place: string): never {
  const reason = `Unable to parse API definition because of a malformed integration at path ${resourcePath}`;
  refuse(place, "malformedIntegration", reason);
}

function textField(json: Json, field: string, method: MethodPlace, place: string): string | undefined {
  const value = json[field];
  if (value !== undefined && typeof value !== "string") malformed(method, `${place}.${field}`);
  return value;
}

/** `arn:aws:iam::*:user/*` stands for the client's own credentials. */
const roleOf = (credentials: string | undefined) => (credentials?.includes("*") ? undefined : credentials);

function checkFields({ read, notice }: MethodLoader, json: Json, method: MethodPlace, place: string): void {
  warnOfUnexpected(json, place, FIELDS, read.warn);
  for (const field of ["type", "uri"]) textField(json, field, method, place);
  // The console sets it on each proxy resource. It does nothing by itself: a cache is a setting of the stage.
  if (read.list(json.cacheKeyParameters, `${place}.cacheKeyParameters`).length > 0) {
    notice("cacheKeyParameters have no effect: the stage has no response cache");
  }
  if (json.payloadFormatVersion !== undefined && Number(json.payloadFormatVersion) !== 1) {
    refuse(`${place}.payloadFormatVersion`, "httpApi", "A REST API has payload format version 1.0 only");
  }
  const mode = read.word(
    json.responseTransferMode,
    `${place}.responseTransferMode`,
    ["BUFFERED", "STREAM"],
    "BUFFERED",
  );
  if (mode === "STREAM") {
    notice(`${method.httpMethod} ${method.resourcePath}: the response is sent when it is complete, not streamed`);
  }
}

function timeout(value: unknown, method: MethodPlace, place: string): number {
  if (value === undefined) return 29_000;
  const ms = Number(value);
  // The upper limit is a quota of the account, which AWS raises on request.
  if (!Number.isInteger(ms) || ms < 50) {
    const reason = "Timeout should be between 50 ms and 29000 ms";
    throw new DocumentError(place, importFailure("integration", method, reason));
  }
  return ms;
}

function loadResponse(
  loader: MethodLoader,
  key: string,
  value: unknown,
  method: MethodPlace,
  type: Integration["type"],
  place: string,
): IntegrationResponse | undefined {
  const { read } = loader;
  const json = withoutNulls(read.object(value, place));
  // A proxy integration's responses are not used.
  const isProxy = type.endsWith("_proxy");
  if (isProxy && json.statusCode === undefined) {
    read.warn(parseIssue(`${place}.statusCode`, "is missing"));
    return undefined;
  }
  const code = status(json.statusCode, `${place}.statusCode`);
  return {
    pattern: selectionPattern(key, place),
    status: code,
    responseParameters: loadResponseParameters(
      loader,
      json.responseParameters,
      isProxy ? undefined : { method, status: code },
      `${place}.responseParameters`,
    ),
    responseTemplates: loadTemplates(loader, json.responseTemplates, `${place}.responseTemplates`),
    contentHandling: contentHandling(loader, json.contentHandling, `${place}.contentHandling`),
  };
}

function selectionPattern(source: string, place: string): IntegrationResponse["pattern"] {
  return source === "default" || source === "" ? undefined : compileWholeMatch(source, place);
}

/**
 * Compiles a Java regular expression that has to match the whole text.
 *
 * @throws DocumentError when it is not one
 */
export function compileWholeMatch(
  source: string,
  place: string,
): { source: string; matches: (text: string) => boolean } {
  try {
    matches("", source);
  } catch (error) {
    throw new DocumentError(place, `is not a regular expression: ${(error as Error).message}`);
  }
  // Most selection patterns are a status code. A pattern of letters and digits matches itself.
  return { source, matches: /^\w+$/.test(source) ? (text) => text === source : (text) => matches(text, source) };
}

function contentHandling({ read }: MethodLoader, value: unknown, place: string) {
  const words = ["CONVERT_TO_BINARY", "CONVERT_TO_TEXT"] as const;
  return value === undefined ? undefined : read.word(value, place, words);
}
