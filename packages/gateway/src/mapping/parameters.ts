import type { MappingExpression } from "../api.ts";
import { headerText, type RawHeaders } from "../request/headers.ts";
import type { MappingSource } from "../request/messages.ts";
import { GatewayError, internalError } from "../steps/gateway-error.ts";
import { TemplateError } from "../vtl/errors.ts";
import { parseJson } from "../vtl/json-parse.ts";
import { jsonText } from "../vtl/json-text.ts";
import { compilePath } from "../vtl/jsonpath/compile.ts";
import { readPath } from "../vtl/jsonpath/evaluate.ts";

/** A right-hand side that is not a mapping expression. */
export class MappingError extends Error {}

/**
 * Compiles the right-hand side of a parameter mapping.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-parameter-mapping.html
 *
 * @throws MappingError when it is not one of the expressions that API Gateway knows
 */
export function compileMapping(
  expression: string,
  stageVariables: Readonly<Record<string, string>>,
): MappingExpression {
  if (expression.length > 1 && expression.startsWith("'") && expression.endsWith("'")) {
    const text = expression.slice(1, -1);
    return () => text;
  }
  const [, root, rest = ""] =
    /^(method\.request|integration\.response|stageVariables|context)\.(.+)$/s.exec(expression) ?? [];
  switch (root) {
    case "stageVariables": {
      const text = Object.hasOwn(stageVariables, rest) ? stageVariables[rest] : undefined;
      return () => text;
    }
    case "context": {
      const path = jsonPath(`$.${rest}`);
      return (source) => asText(path(source.variables));
    }
    case "method.request":
      return methodRequest(rest);
    case "integration.response":
      return integrationResponse(rest);
  }
  throw new MappingError(`'${expression}' is not a mapping expression: a constant is written in single quotes`);
}

function methodRequest(expression: string): MappingExpression {
  if (expression === "body") {
    return (source) => {
      requestJson(source);
      return requestText(source);
    };
  }
  if (expression.startsWith("body.")) {
    return bodyPath(`$.${expression.slice(5)}`, requestText, requestJson);
  }
  const [, location, name = ""] = /^(\w+)\.(.+)$/s.exec(expression) ?? [];
  switch (location) {
    case "path":
      return (source) => source.pathParameters[name];
    case "querystring":
      return (source) => source.query[name]?.at(-1);
    case "multivaluequerystring":
      return (source) => source.query[name];
    case "header":
      return (source) => source.headers[name]?.at(-1);
    case "multivalueheader":
      return (source) => source.headers[name]?.join(",");
  }
  throw new MappingError(`'method.request.${expression}' names no part of a request`);
}

function integrationResponse(expression: string): MappingExpression {
  if (expression === "body") {
    return (source) => {
      responseJson(source);
      return responseText(source);
    };
  }
  if (expression.startsWith("body.")) {
    return bodyPath(`$.${expression.slice(5)}`, responseText, responseJson);
  }
  const [, location, name = ""] = /^(\w+)\.(.+)$/s.exec(expression) ?? [];
  switch (location) {
    case "header":
      return (source) => named(source.endpointResponse?.headers, name)?.at(-1);
    case "multivalueheader":
      return (source) => named(source.endpointResponse?.headers, name)?.join(",");
  }
  throw new MappingError(`'integration.response.${expression}' names no part of a response`);
}

/** Values of a header by its exact name: mappings tell upper from lower case. */
function named(headers: RawHeaders = [], name: string): string[] | undefined {
  const values = headers.filter((_, i) => i % 2 === 1 && headers[i - 1] === name);
  return values.length > 0 ? values.map(headerText) : undefined;
}

const requestText = (source: MappingSource) => source.body.toString().trim() || "{}";
const responseText = (source: MappingSource) => source.endpointResponse?.body.toString().trim() || "{}";
const requestJson = (source: MappingSource) =>
  parse(requestText(source), () => new GatewayError("DEFAULT_4XX", "Invalid JSON in request body"));
const responseJson = (source: MappingSource) =>
  parse(responseText(source), () => internalError("Invalid JSON in endpoint response body"));

/** A body is taken for JSON only when it begins like an object, a list or a string. */
function parse(text: string, failure: () => GatewayError): unknown {
  if (!/^[{["']/.test(text)) return {};
  try {
    return JSON.parse(text);
  } catch {
    throw failure();
  }
}

const simplePath = /^\$(\.[^.[\]()*?@,:'"\s]+|\[-?\d+\]|\['[^']*'\]|\["[^"]*"\])*$/;

/** What a JSONPath finds in a body. All but the simplest paths are read as a template's `$input.path` reads them. */
function bodyPath(
  path: string,
  text: (source: MappingSource) => string,
  json: (source: MappingSource) => unknown,
): MappingExpression {
  if (simplePath.test(path)) {
    const find = jsonPath(path);
    return (source) => asText(find(json(source)));
  }
  let compiled: ReturnType<typeof compilePath>;
  try {
    compiled = compilePath(path);
  } catch (error) {
    throw new MappingError(`'${path}' is not a JSONPath: ${(error as Error).message}`);
  }
  return (source) => {
    json(source);
    const body = parseJson(text(source));
    try {
      const found = readPath(compiled, body, body);
      if (found === undefined || found === null || found === "") return undefined;
      return typeof found === "string" ? found : jsonText(found);
    } catch (error) {
      if (error instanceof TemplateError) return undefined;
      throw error;
    }
  };
}

/** Text of a mapped value; undefined for what is missing or empty. */
function asText(value: unknown): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/**
 * Compiles the JSONPath of a parameter mapping: names, `['names']` and `[0]` from `$`. The function finds one value in a JSON
 * document; undefined where the document has none there.
 *
 * @throws MappingError for anything else
 */
export function jsonPath(path: string): (document: unknown) => unknown {
  const steps: (string | number)[] = [];
  const pattern = /\.([^.[\]]+)|\[(-?\d+)\]|\[(?:'([^']*)'|"([^"]*)")\]/y;
  pattern.lastIndex = 1;
  while (pattern.lastIndex < path.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(path);
    if (!match)
      throw new MappingError(`'${path}' is not a JSONPath that a parameter mapping may have (at "${path.slice(at)}")`);
    const [, name, index, single, double] = match;
    steps.push(index === undefined ? (name ?? single ?? double ?? "") : Number(index));
  }
  return (document) => {
    let value = document;
    for (const step of steps) {
      if (Array.isArray(value)) value = typeof step === "number" ? value.at(step) : undefined;
      else if (typeof value === "object" && value !== null && Object.hasOwn(value, step)) {
        value = (value as Record<string, unknown>)[step];
      } else return undefined;
    }
    return value;
  };
}
