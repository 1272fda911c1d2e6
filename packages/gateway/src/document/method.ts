import type { Method, Validation } from "../api.ts";
import { MappingError } from "../mapping/parameters.ts";
import { stableId } from "../request/ids.ts";
import { DocumentError } from "./document-error.ts";
import { loadIntegration } from "./integration.ts";
import type { Json } from "./json.ts";
import type { MethodLoader } from "./method-loader.ts";
import type { Reader } from "./reader.ts";
import { refuseUnknownExtensions } from "./refusals.ts";

const methodExtensions = new Set([
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
  refuseUnknownExtensions(operation, place, methodExtensions);
  const integration = operation["x-amazon-apigateway-integration"];
  if (integration === undefined) {
    throw new DocumentError(place, "No integration defined for method: it has no x-amazon-apigateway-integration");
  }
  try {
    return {
      httpMethod,
      resourcePath,
      resourceId: stableId(`resource ${resourcePath}`, 6),
      throttleKey: `${resourcePath === "/" ? "" : resourcePath}/${httpMethod}`,
      ...loader.securityOf(operation, place),
      validation: loadValidation(loader, item, operation, place),
      integration: loadIntegration(loader, integration, `${place}.x-amazon-apigateway-integration`),
    };
  } catch (error) {
    if (error instanceof MappingError) throw new DocumentError(place, error.message);
    throw error;
  }
}

function loadValidation(loader: MethodLoader, item: Json, operation: Json, place: string): Validation | undefined {
  const { read, validators, defaultValidator } = loader;
  const key = "x-amazon-apigateway-request-validator";
  const name = read.optionalString(operation[key], `${place}.${key}`) ?? defaultValidator;
  if (name === undefined) return undefined;
  if (validators[name] === undefined) {
    throw new DocumentError(`${place}.${key}`, `x-amazon-apigateway-request-validators has no "${name}"`);
  }
  const validatorPlace = `x-amazon-apigateway-request-validators.${name}`;
  const { validateRequestParameters, validateRequestBody } = read.object(validators[name], validatorPlace);
  const checksParameters = read.boolean(validateRequestParameters, `${validatorPlace}.validateRequestParameters`);
  const checksBody = read.boolean(validateRequestBody, `${validatorPlace}.validateRequestBody`);
  if (!checksParameters && !checksBody) return undefined;
  return {
    validator: name,
    parameters: checksParameters ? requiredParameters(read, item, operation, place) : [],
    models: checksBody ? loadModels(loader, operation, place) : undefined,
  };
}

const locations = { header: "header", path: "path", query: "querystring" } as const;

/** Required parameters of the path item and the operation: headers first, then the path, then the query string. */
function requiredParameters(read: Reader, item: Json, operation: Json, place: string): Validation["parameters"] {
  const declared = new Map<string, { in: "header" | "path" | "querystring"; name: string; required: boolean }>();
  const lists = [item.parameters, operation.parameters];
  for (const parameter of lists.flatMap((list) => read.list(list, `${place}.parameters`))) {
    const { name, in: location, required } = read.object(parameter, `${place}.parameters`);
    if (typeof location !== "string" || !(location in locations)) continue;
    const where = locations[location as keyof typeof locations];
    const text = read.string(name, `${place}.parameters.name`);
    declared.set(`${where}.${text}`, {
      in: where,
      name: text,
      required: read.boolean(required, `${place}.parameters.${text}.required`),
    });
  }
  return [...declared]
    .filter(([, { required }]) => required)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { in: where, name }]) => ({ in: where, name }));
}

function loadModels({ read, compileModel }: MethodLoader, operation: Json, place: string): Validation["models"] {
  const { content } = read.object(operation.requestBody, `${place}.requestBody`);
  const entries = Object.entries(read.object(content, `${place}.requestBody.content`)).map(([contentType, value]) => {
    const mediaPlace = `${place}.requestBody.content.${contentType}`;
    const { schema } = read.object(value, mediaPlace);
    // The reference itself goes to the compiler: a model may refer to itself.
    const model = compileModel((schema ?? {}) as Json, `${mediaPlace}.schema`);
    return [contentType.toLowerCase(), model] as const;
  });
  return new Map(entries);
}
