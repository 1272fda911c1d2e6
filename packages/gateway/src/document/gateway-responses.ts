import type { GatewayResponse, Substitution } from "../api.ts";
import { compileMapping, MappingError } from "../mapping/parameters.ts";
import { type GatewayResponseType, gatewayResponseTypes } from "../steps/gateway-error.ts";
import { DocumentError } from "./document-error.ts";
import type { Reader } from "./reader.ts";

/**
 * Loads `x-amazon-apigateway-gateway-responses`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
 *
 * @throws DocumentError
 */
export function loadGatewayResponses(
  value: unknown,
  read: Reader,
  stageVariables: Readonly<Record<string, string>>,
): Map<GatewayResponseType, GatewayResponse> {
  const root = "x-amazon-apigateway-gateway-responses";
  const loaded = new Map<GatewayResponseType, GatewayResponse>();
  for (const [type, definition] of Object.entries(read.object(value, root))) {
    const place = `${root}.${type}`;
    if (!Object.hasOwn(gatewayResponseTypes, type)) throw new DocumentError(place, "is not a type of gateway response");
    const { statusCode, responseParameters, responseTemplates } = read.object(definition, place);
    const templates = Object.entries(read.strings(responseTemplates, `${place}.responseTemplates`));
    loaded.set(type as GatewayResponseType, {
      status: statusCode === undefined || statusCode === null ? undefined : status(statusCode, `${place}.statusCode`),
      headers: loadHeaders(read.strings(responseParameters, `${place}.responseParameters`), place, stageVariables),
      templates: new Map(templates.map(([contentType, text]) => [contentType, compileSubstitution(contentType, text)])),
    });
  }
  return loaded;
}

/** A status code, which documents have as a number or as text. */
export function status(value: unknown, place: string): number {
  const code = Number(value);
  if (!Number.isInteger(code) || code < 100 || code > 599) {
    throw new DocumentError(place, `must be a status code from 100 to 599, is ${JSON.stringify(value)}`);
  }
  return code;
}

function loadHeaders(
  parameters: Record<string, string>,
  place: string,
  stageVariables: Readonly<Record<string, string>>,
) {
  return Object.entries(parameters).map(([key, source]) => {
    const [, name] = /^gatewayresponse\.header\.(.+)$/.exec(key) ?? [];
    if (name === undefined)
      throw new DocumentError(`${place}.responseParameters`, `"${key}" is not gatewayresponse.header.{name}`);
    try {
      return { in: "header" as const, name, source, value: compileMapping(source, stageVariables) };
    } catch (error) {
      if (error instanceof MappingError) throw new DocumentError(`${place}.responseParameters.${key}`, error.message);
      throw error;
    }
  });
}

const name = String.raw`((?:context|stageVariables|method\.request)(?:\.[\w-]+)+)`;
// `$context.x` or `${context.x}`: a brace after a name without one of its own is JSON's.
const variable = new RegExp(String.raw`\$(?:\{${name}\}|${name})`);

/** Compiles a gateway response's template, which has variables and nothing else of Velocity. */
function compileSubstitution(contentType: string, template: string): Substitution {
  // Text, name in braces, name without: again and again.
  const parts = template.split(variable);
  const render: Substitution["render"] = (value) =>
    parts.map((part, i) => (i % 3 === 0 ? part : part === undefined ? "" : value(part))).join("");
  return { contentType, render };
}
