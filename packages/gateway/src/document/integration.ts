import type { Integration, IntegrationResponse, ParameterMapping, Target, Template } from "../api.ts";
import { compileMapping, MappingError } from "../mapping/parameters.ts";
import { createTemplate } from "../mapping/template.ts";
import { matches } from "../vtl/java-regex.ts";
import { DocumentError } from "./document-error.ts";
import { status } from "./gateway-responses.ts";
import type { Json } from "./json.ts";
import type { MethodLoader } from "./method-loader.ts";
import { refuse } from "./refusals.ts";
import { loadTarget } from "./target.ts";

const fields = new Set([
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

/** Bytes that a mapping template may have. */
const MAX_TEMPLATE_BYTES = 300 * 1024;

/**
 * Loads `x-amazon-apigateway-integration`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
 *
 * @throws DocumentError
 */
export function loadIntegration(loader: MethodLoader, value: unknown, place: string): Integration {
  const { read } = loader;
  const json = read.object(value, place);
  checkFields(loader, json, place);
  const type = read.word(json.type, `${place}.type`, ["aws", "aws_proxy", "http", "http_proxy", "mock"] as const);
  const httpMethod = read.optionalString(json.httpMethod, `${place}.httpMethod`)?.toUpperCase();
  if (type !== "mock" && httpMethod === undefined) throw new DocumentError(`${place}.httpMethod`, "is missing");
  const responses = Object.entries(read.object(json.responses, `${place}.responses`));
  return {
    type,
    target: type === "mock" ? ({ kind: "mock" } satisfies Target) : loadTarget(loader, type, json, place),
    httpMethod: httpMethod === "ANY" ? undefined : httpMethod,
    timeoutInMillis: timeout(json.timeoutInMillis, `${place}.timeoutInMillis`),
    requestParameters: loadParameters(loader, json.requestParameters, `${place}.requestParameters`, requestTarget),
    requestTemplates: loadTemplates(loader, json.requestTemplates, `${place}.requestTemplates`),
    passthroughBehavior: read.word(
      json.passthroughBehavior,
      `${place}.passthroughBehavior`,
      ["when_no_match", "when_no_templates", "never"] as const,
      "when_no_match",
    ),
    contentHandling: contentHandling(loader, json.contentHandling, `${place}.contentHandling`),
    responses: responses.map(([pattern, response]) =>
      loadResponse(loader, pattern, response, `${place}.responses.${pattern}`),
    ),
  };
}

function checkFields({ read }: MethodLoader, json: Json, place: string): void {
  const unknown = Object.keys(json).find((key) => !fields.has(key));
  if (unknown !== undefined) refuse(`${place}.${unknown}`, "unknownField", unknown);
  // The console sets it on each proxy resource. It does nothing by itself: a cache is a setting of the stage.
  read.list(json.cacheKeyParameters, `${place}.cacheKeyParameters`);
  if (json.payloadFormatVersion !== undefined && String(json.payloadFormatVersion) !== "1.0") {
    refuse(`${place}.payloadFormatVersion`, "httpApi");
  }
  if (
    read.word(json.responseTransferMode, `${place}.responseTransferMode`, ["BUFFERED", "STREAM"], "BUFFERED") ===
    "STREAM"
  ) {
    refuse(`${place}.responseTransferMode`, "streaming");
  }
}

function timeout(value: unknown, place: string): number {
  if (value === undefined) return 29_000;
  const ms = Number(value);
  if (!Number.isInteger(ms) || ms < 50) throw new DocumentError(place, "must be a number of milliseconds, at least 50");
  return ms;
}

function loadResponse(loader: MethodLoader, key: string, value: unknown, place: string): IntegrationResponse {
  const { read } = loader;
  const json = read.object(value, place);
  return {
    pattern: selectionPattern(key, place),
    status: status(json.statusCode, `${place}.statusCode`),
    responseParameters: loadParameters(loader, json.responseParameters, `${place}.responseParameters`, responseTarget),
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
    throw new DocumentError(place, `is no regular expression: ${(error as Error).message}`);
  }
  return { source, matches: (text) => matches(text, source) };
}

function contentHandling({ read }: MethodLoader, value: unknown, place: string) {
  const words = ["CONVERT_TO_BINARY", "CONVERT_TO_TEXT"] as const;
  return value === undefined ? undefined : read.word(value, place, words);
}

type Where = { in: ParameterMapping["in"]; name: string } | undefined;

function requestTarget(key: string): Where {
  const [, where, name] = /^integration\.request\.(header|path|querystring)\.(.+)$/.exec(key) ?? [];
  return name === undefined ? undefined : { in: where as ParameterMapping["in"], name };
}

function responseTarget(key: string): Where {
  const [, name] = /^method\.response\.header\.(.+)$/.exec(key) ?? [];
  return name === undefined ? undefined : { in: "header", name };
}

function loadParameters(
  { read, stageVariables }: MethodLoader,
  value: unknown,
  place: string,
  target: (key: string) => Where,
): ParameterMapping[] {
  return Object.entries(read.strings(value, place)).map(([key, source]) => {
    const where = target(key);
    if (!where) throw new DocumentError(`${place}.${key}`, "is no parameter that can be mapped");
    try {
      return { ...where, source, value: compileMapping(source, stageVariables) };
    } catch (error) {
      if (error instanceof MappingError) throw new DocumentError(`${place}.${key}`, error.message);
      throw error;
    }
  });
}

function loadTemplates({ read, originOf }: MethodLoader, value: unknown, place: string): Map<string, Template> {
  const templates = Object.entries(read.strings(value, place)).map(([contentType, source]) => {
    if (Buffer.byteLength(source) > MAX_TEMPLATE_BYTES) {
      throw new DocumentError(
        `${place}.${contentType}`,
        "is larger than 300 KB, the most that a mapping template may have",
      );
    }
    return [contentType, createTemplate(contentType, source, originOf(source))] as const;
  });
  return new Map(templates);
}
