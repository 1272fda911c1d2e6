import type { ParameterMapping, Template } from "../api.ts";
import { compileMapping, MappingError } from "../mapping/parameters.ts";
import { createTemplate } from "../mapping/template.ts";
import { DocumentError } from "./document-error.ts";
import { importFailure, invalidMapping, type MethodLoader, type MethodPlace } from "./method-loader.ts";
import { refuse } from "./refusals.ts";

/** Bytes that a mapping template may have. */
const MAX_TEMPLATE_BYTES = 300 * 1024;

type Where = { in: ParameterMapping["in"]; name: string } | undefined;

function requestTarget(key: string): Where {
  const [, where, name] = /^integration\.request\.(header|path|querystring)\.(.+)$/.exec(key) ?? [];
  return name === undefined ? undefined : { in: where as ParameterMapping["in"], name };
}

function responseTarget(key: string): Where {
  const [, name] = /^method\.response\.header\.(.+)$/.exec(key) ?? [];
  return name === undefined ? undefined : { in: "header", name };
}

/**
 * Loads `requestParameters`. The method must declare the request parameters that they read: an import without them fails, see
 * https://github.com/Testlio/lambda-tools/issues/56.
 *
 * @throws DocumentError
 */
export function loadRequestParameters(
  loader: MethodLoader,
  value: unknown,
  method: MethodPlace,
  place: string,
): ParameterMapping[] {
  const mappings = loadParameters(loader, value, place, requestTarget);
  for (const { in: where, name, source } of mappings) {
    const [, location, parameter] =
      /^method\.request\.(?:multivalue)?(path|querystring|header)\.(.+)$/.exec(source) ?? [];
    if (location === undefined || method.declares(`${location}.${parameter}`)) continue;
    const reason = invalidMapping(`Invalid mapping expression parameter specified: ${source}`);
    refuse(
      `${place}.integration.request.${where}.${name}`,
      "undeclaredParameter",
      importFailure("integration", method, reason),
    );
  }
  return mappings;
}

/**
 * Loads `responseParameters`. Imports are on record that refuse a header which the method response does not declare
 * (https://github.com/amazon-archives/aws-apigateway-importer/issues/209), and so are deployed documents with one: a warning.
 *
 * @throws DocumentError
 */
export function loadResponseParameters(
  loader: MethodLoader,
  value: unknown,
  response: { readonly method: MethodPlace; readonly status: number } | undefined,
  place: string,
): ParameterMapping[] {
  const mappings = loadParameters(loader, value, place, responseTarget);
  for (const { name } of mappings) {
    if (!response || response.method.declaresHeader(response.status, name)) continue;
    const reason = invalidMapping(`Invalid mapping expression parameter specified: method.response.header.${name}`);
    loader.read.warn(importFailure("integration response", response.method, reason));
  }
  return mappings;
}

function loadParameters(
  { read, stageVariables }: MethodLoader,
  value: unknown,
  place: string,
  target: (key: string) => Where,
): ParameterMapping[] {
  return Object.entries(read.strings(value, place)).map(([key, source]) => {
    const where = target(key);
    if (!where) throw new DocumentError(`${place}.${key}`, "is not a parameter that can be mapped");
    try {
      return { ...where, source, value: compileMapping(source, stageVariables) };
    } catch (error) {
      if (error instanceof MappingError) throw new DocumentError(`${place}.${key}`, error.message);
      throw error;
    }
  });
}

/**
 * Loads mapping templates by content type.
 *
 * @throws DocumentError for one that is too large
 */
export function loadTemplates({ read, originOf }: MethodLoader, value: unknown, place: string): Map<string, Template> {
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
