import type { Method, Validation } from "../api.ts";
import { MappingError } from "../mapping/parameters.ts";
import { stableId } from "../request/ids.ts";
import { mediaType } from "../request/media-types.ts";
import type { BodyValidator } from "../validation/validator.ts";
import { DocumentError } from "./document-error.ts";
import { loadIntegration } from "./integration.ts";
import type { Json } from "./json.ts";
import type { MethodLoader, MethodPlace } from "./method-loader.ts";
import { declaredParameters, requiredParameters } from "./parameters.ts";
import { refuse } from "./refusals.ts";
import { warnOfUnexpected } from "./warnings.ts";

const METHOD_FIELDS = new Set([
  "tags",
  "summary",
  "description",
  "externalDocs",
  "operationId",
  "parameters",
  "requestBody",
  "responses",
  "callbacks",
  "deprecated",
  "security",
  "servers",
  "x-amazon-apigateway-auth",
  "x-amazon-apigateway-integration",
  "x-amazon-apigateway-request-validator",
]);

/**
 * Loads one operation of a path item.
 *
 * @param key the operation's key in `item`
 * @throws DocumentError
 */
export function loadMethod(
  loader: MethodLoader,
  item: Json,
  place: string,
  httpMethod: string,
  resourcePath: string,
  key: string,
): Method {
  const { read } = loader;
  const operation = read.object(item[key], place);
  warnOfUnexpected(operation, place, METHOD_FIELDS, read.warn);
  const integration = operation["x-amazon-apigateway-integration"];
  if (integration === undefined) {
    refuse(place, "noIntegration", "No integration defined for method: it has no x-amazon-apigateway-integration");
  }
  const declared = declaredParameters(read, item, operation, { httpMethod, resourcePath, place });
  const method: MethodPlace = {
    httpMethod,
    resourcePath,
    place,
    // The path itself declares its variables.
    declares: (parameter) => declared.has(parameter) || isPathVariable(resourcePath, parameter),
    declaresHeader: (status, name) => hasHeader(loader, operation, place, status, name),
  };
  try {
    return {
      httpMethod,
      resourcePath,
      route: `${httpMethod} ${resourcePath}`,
      resourceId: stableId(`resource ${resourcePath}`, 6),
      throttleKey: `${resourcePath === "/" ? "" : resourcePath}/${httpMethod}`,
      ...loader.securityOf(operation, place),
      validation: loadValidation(loader, operation, place, requiredParameters(declared)),
      integration: loadIntegration(loader, method, integration),
    };
  } catch (error) {
    if (error instanceof MappingError) throw new DocumentError(place, error.message);
    throw error;
  }
}

function isPathVariable(resourcePath: string, parameter: string): boolean {
  const [, name] = /^path\.(.+)$/.exec(parameter) ?? [];
  return name !== undefined && (resourcePath.includes(`{${name}}`) || resourcePath.includes(`{${name}+}`));
}

function hasHeader({ read }: MethodLoader, operation: Json, place: string, status: number, name: string): boolean {
  const responses = read.object(operation.responses, `${place}.responses`);
  const { headers } = read.object(responses[status], `${place}.responses.${status}`);
  return Object.hasOwn(read.object(headers, `${place}.responses.${status}.headers`), name);
}

function loadValidation(
  loader: MethodLoader,
  operation: Json,
  place: string,
  required: Validation["parameters"],
): Validation | undefined {
  const { read, validators, defaultValidator } = loader;
  const key = "x-amazon-apigateway-request-validator";
  const name = read.optionalString(operation[key], `${place}.${key}`) ?? defaultValidator;
  if (name === undefined) return undefined;
  if (!Object.hasOwn(validators, name)) {
    read.warn(`Reference to request validator '${name}' not found. Ignoring.`);
    return undefined;
  }
  const validatorPlace = `x-amazon-apigateway-request-validators.${name}`;
  const { validateRequestParameters, validateRequestBody } = read.object(validators[name], validatorPlace);
  const checksParameters = read.boolean(validateRequestParameters, `${validatorPlace}.validateRequestParameters`);
  const checksBody = read.boolean(validateRequestBody, `${validatorPlace}.validateRequestBody`);
  if (!checksParameters && !checksBody) return undefined;
  return {
    validator: name,
    parameters: checksParameters ? required : [],
    models: checksBody ? loadModels(loader, operation, place) : undefined,
  };
}

/** Media types of forms, whose bodies are not JSON and are not validated against their models. */
const FORM_TYPES = new Set(["application/x-www-form-urlencoded", "multipart/form-data"]);

function loadModels({ read, compileModel }: MethodLoader, operation: Json, place: string): Validation["models"] {
  const { content } = read.object(operation.requestBody, `${place}.requestBody`);
  const models = new Map<string, BodyValidator>();
  for (const [contentType, value] of Object.entries(read.object(content, `${place}.requestBody.content`))) {
    if (FORM_TYPES.has(mediaType(contentType))) continue;
    const mediaPlace = `${place}.requestBody.content.${contentType}`;
    const { schema } = read.object(value, mediaPlace);
    // The reference itself goes to the compiler: a model may refer to itself.
    const model = compileModel(schema ?? {}, `${mediaPlace}.schema`);
    if (model) models.set(contentType.toLowerCase(), model);
  }
  return models;
}
