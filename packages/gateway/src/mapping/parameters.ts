import type { Context } from "../request/context.ts";
import type { RawHeaders } from "../request/headers.ts";
import { GatewayError, internalError } from "../steps/gateway-error.ts";
import { type JsonPath, jsonPath } from "./json-path.ts";

/** One entry of `requestParameters` or `responseParameters`, compiled. */
export interface ParameterMapping {
  readonly in: "header" | "path" | "querystring";
  /** Name of the parameter that is set. */
  readonly name: string;
  /** Right-hand side as the document has it, for the trace. */
  readonly source: string;
  /** The value for a request; undefined where there is nothing to map, and the parameter is then left out. */
  readonly value: (context: Context) => string | string[] | undefined;
}

/** A right-hand side that is no mapping expression. */
export class MappingError extends Error {}

/**
 * Compiles the right-hand side of a parameter mapping.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-parameter-mapping.html
 *
 * @throws MappingError when it is not one of the expressions that API Gateway knows
 */
export function compileMapping(
  source: string,
  stageVariables: Readonly<Record<string, string>>,
): ParameterMapping["value"] {
  if (source.length > 1 && source.startsWith("'") && source.endsWith("'")) {
    const text = source.slice(1, -1);
    return () => text;
  }
  const [, root, rest] = /^(method\.request|integration\.response|stageVariables|context)\.(.+)$/s.exec(source) ?? [];
  if (root === "stageVariables") {
    const text = stageVariables[rest];
    return () => text;
  }
  if (root === "context") {
    const path = jsonPath(`$.${rest}`);
    return (context) => asText(path(context.variables));
  }
  if (root === "method.request") return methodRequest(rest);
  if (root === "integration.response") return integrationResponse(rest);
  throw new MappingError(`'${source}' is not a mapping expression: a constant is written in single quotes`);
}

function methodRequest(expression: string): ParameterMapping["value"] {
  if (expression === "body") {
    return (context) => {
      requestJson(context);
      return requestText(context);
    };
  }
  if (expression.startsWith("body.")) {
    const path = jsonPath(`$.${expression.slice(5)}`);
    return (context) => asText(path(requestJson(context)));
  }
  const [, location, name] = /^(\w+)\.(.+)$/s.exec(expression) ?? [];
  switch (location) {
    case "path":
      return (context) => context.pathParameters[name];
    case "querystring":
      return (context) => context.query[name]?.at(-1);
    case "multivaluequerystring":
      return (context) => context.query[name];
    case "header":
      return (context) => context.headers[name]?.at(-1);
    case "multivalueheader":
      return (context) => context.headers[name]?.join(",");
  }
  throw new MappingError(`'method.request.${expression}' names no part of a request`);
}

function integrationResponse(expression: string): ParameterMapping["value"] {
  if (expression === "body") {
    return (context) => {
      responseJson(context);
      return responseText(context);
    };
  }
  if (expression.startsWith("body.")) {
    const path = jsonPath(`$.${expression.slice(5)}`);
    return (context) => asText(path(responseJson(context)));
  }
  const [, location, name] = /^(\w+)\.(.+)$/s.exec(expression) ?? [];
  switch (location) {
    case "header":
      return (context) => named(context.endpointResponse?.headers, name)?.at(-1);
    case "multivalueheader":
      return (context) => named(context.endpointResponse?.headers, name)?.join(",");
  }
  throw new MappingError(`'integration.response.${expression}' names no part of a response`);
}

/** Values of a header by its exact name: mappings tell upper from lower case. */
function named(headers: RawHeaders = [], name: string): string[] | undefined {
  const values: string[] = [];
  for (let i = 0; i < headers.length; i += 2) if (headers[i] === name) values.push(headers[i + 1]);
  return values.length > 0 ? values : undefined;
}

const requestText = (context: Context) => context.body.toString().trim() || "{}";
const responseText = (context: Context) => context.endpointResponse?.body.toString().trim() || "{}";
const requestJson = (context: Context) => {
  return parse(requestText(context), () => new GatewayError("DEFAULT_4XX", "Invalid JSON in request body"));
};
const responseJson = (context: Context) => {
  return parse(responseText(context), () => internalError("Invalid JSON in endpoint response body"));
};

/** A body is taken for JSON only when it begins like an object, a list or a string. */
function parse(text: string, failure: () => GatewayError): unknown {
  if (!/^[{["']/.test(text)) return {};
  try {
    return JSON.parse(text);
  } catch {
    throw failure();
  }
}

/** Text of a mapped value; undefined for what is missing or empty. */
function asText(value: ReturnType<JsonPath>): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
