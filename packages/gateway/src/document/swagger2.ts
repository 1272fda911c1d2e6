import type { Json } from "./json.ts";

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "x-amazon-apigateway-any-method"];

/** Keys of a Swagger 2.0 parameter or header that say what it is, as opposed to what type its value has. */
const PARAMETER_FIELDS = new Set(["name", "in", "description", "required", "allowEmptyValue", "collectionFormat"]);

/**
 * The OpenAPI 3.0 document that says the same as a Swagger 2.0 one, as far as API Gateway reads either: paths,
 * parameters, models, responses, security, and every `x-amazon-apigateway-*` extension as it stands.
 *
 * `host` and `schemes` are left out, and so is `basePath`, which an export sets to the stage and an import ignores:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api-basePath.html
 * What a REST API lacks, such as a `formData` parameter, and a reference that leads nowhere stay as they are: loading the document
 * warns of them.
 */
export function fromSwagger2(swagger: Json): Json {
  const { definitions, parameters, responses, securityDefinitions, paths, ...rest } = swagger;
  const { swagger: _, host, basePath, schemes, consumes, produces, ...kept } = rest;
  const context: Context = {
    parameters: record(parameters),
    responses: record(responses),
    consumes: list(consumes),
    produces: list(produces),
  };
  const components = defined({
    schemas: definitions === undefined ? undefined : mapValues(record(definitions), schema),
    securitySchemes: securityDefinitions,
  });
  return {
    openapi: "3.0.1",
    ...kept,
    paths: mapValues(record(paths), (item) => pathItem(record(item), context)),
    ...(Object.keys(components).length > 0 ? { components } : {}),
  };
}

/** What the document says once for all operations. */
interface Context {
  readonly parameters: Json;
  readonly responses: Json;
  readonly consumes: readonly string[];
  readonly produces: readonly string[];
}

function pathItem(item: Json, context: Context): Json {
  const { parameters, ...rest } = item;
  const shared = list<Json>(parameters);
  return mapValues(rest, (value, key) => (METHODS.includes(key) ? operation(record(value), shared, context) : value));
}

function operation(source: Json, shared: readonly Json[], context: Context): Json {
  const { consumes, produces, parameters, responses, schemes, ...rest } = source;
  const resolve = (item: Json) => dereference(record(item), "#/parameters/", context.parameters);
  const own = list<Json>(parameters).map(resolve);
  // An operation's parameter replaces its path's of the same name and place.
  const same = (a: Json, b: Json) => a.name === b.name && a.in === b.in;
  const all = [...shared.map(resolve).filter((item) => !own.some((mine) => same(item, mine))), ...own];
  const body = all.find((item) => item.in === "body");
  const declared = all.filter((item) => item.in !== "body").map(parameter);
  const types = consumes === undefined ? context.consumes : list<string>(consumes);
  return defined({
    ...rest,
    parameters: declared.length > 0 ? declared : undefined,
    requestBody: body && requestBody(body, types),
    responses: mapValues(record(responses), (response, status) => {
      if (status.startsWith("x-")) return response;
      const found = dereference(record(response), "#/responses/", context.responses);
      return methodResponse(found, produces === undefined ? context.produces : list<string>(produces));
    }),
  });
}

/** The body's model holds for each content type that the operation consumes, or for JSON where it does not say. */
function requestBody(body: Json, types: readonly string[]): Json {
  return defined({ description: body.description, required: body.required, content: content(body.schema, types) });
}

function methodResponse(response: Json, types: readonly string[]): Json {
  const { schema: model, headers, examples, ...rest } = response;
  return defined({
    description: "",
    ...rest,
    headers: headers === undefined ? undefined : mapValues(record(headers), (header) => parameter(record(header))),
    content: model === undefined ? undefined : content(model, types),
  });
}

function content(model: unknown, types: readonly string[]): Json {
  const used = types.length > 0 ? types : ["application/json"];
  return Object.fromEntries(used.map((type) => [type, { schema: schema(model) }]));
}

/** A parameter or header: OpenAPI 3 keeps its type in a schema, Swagger 2 beside its name. */
function parameter(source: Json): Json {
  if (typeof source.$ref === "string") return source;
  const entries = Object.entries(source);
  const isField = ([key]: [string, unknown]) => PARAMETER_FIELDS.has(key) || key.startsWith("x-");
  const fields = Object.fromEntries(entries.filter((entry) => isField(entry) && entry[0] !== "collectionFormat"));
  const type = Object.fromEntries(entries.filter((entry) => !isField(entry)));
  return { ...fields, schema: Object.keys(type).length > 0 ? schema(type) : { type: "string" } };
}

/** A schema with its references to `#/definitions/` turned to where OpenAPI 3 keeps models. */
function schema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(schema);
  if (typeof node !== "object" || node === null) return node;
  return mapValues(node as Json, (value, key) =>
    key === "$ref" && typeof value === "string"
      ? value.replace(/^#\/definitions\//, "#/components/schemas/")
      : schema(value),
  );
}

function dereference(item: Json, prefix: string, shared: Json): Json {
  const { $ref } = item;
  if (typeof $ref !== "string" || !$ref.startsWith(prefix)) return item;
  const name = $ref.slice(prefix.length);
  return Object.hasOwn(shared, name) ? record(shared[name]) : item;
}

const record = (value: unknown): Json => (typeof value === "object" && value !== null ? (value as Json) : {});

const list = <T = string>(value: unknown): readonly T[] => (Array.isArray(value) ? (value as T[]) : []);

const defined = (fields: Json): Json =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const mapValues = (source: Json, change: (value: unknown, key: string) => unknown): Json =>
  Object.fromEntries(Object.entries(source).map(([key, value]) => [key, change(value, key)]));
