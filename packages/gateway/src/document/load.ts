import type { Api, Resource } from "../api.ts";
import { createAccessControl } from "../authorization/access-control.ts";
import { type Policy, PolicyError, readPolicy } from "../authorization/policy.ts";
import { readUpstreams } from "../integrations/http.ts";
import { createConnections } from "../integrations/upstream.ts";
import { templateOrigins } from "../mapping/template.ts";
import type { GatewayOptions } from "../options.ts";
import { stableId } from "../request/ids.ts";
import { binaryMediaTypes } from "../request/media-types.ts";
import { createResource } from "../request/router.ts";
import { createUsagePlans } from "../steps/usage-plan.ts";
import { bodyValidators } from "../validation/validator.ts";
import { createSecurityReader } from "./authorizer.ts";
import { DocumentError } from "./document-error.ts";
import { loadGatewayResponses } from "./gateway-responses.ts";
import { describe, isObject, type Json } from "./json.ts";
import { loadMethod } from "./method.ts";
import type { MethodLoader } from "./method-loader.ts";
import { newReader } from "./reader.ts";
import { refuse, refuseUnknownExtensions } from "./refusals.ts";

/** Keys of the document's root that the loader reads, or that say nothing about how requests are answered. */
const rootExtensions = new Set([
  "x-amazon-apigateway-api-key-source",
  "x-amazon-apigateway-binary-media-types",
  "x-amazon-apigateway-documentation",
  "x-amazon-apigateway-endpoint-access-mode",
  "x-amazon-apigateway-endpoint-configuration",
  "x-amazon-apigateway-gateway-responses",
  "x-amazon-apigateway-importexport-version",
  "x-amazon-apigateway-minimum-compression-size",
  "x-amazon-apigateway-policy",
  "x-amazon-apigateway-request-validator",
  "x-amazon-apigateway-request-validators",
  "x-amazon-apigateway-security-policy",
]);

const methods = ["get", "put", "post", "delete", "options", "head", "patch"];
const anyMethod = "x-amazon-apigateway-any-method";

/**
 * Makes an OpenAPI 3.0 document ready to serve.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
 *
 * @throws DocumentError for a document that is not valid, or that uses something which this gateway does not have
 */
export function loadDocument(document: unknown, options: GatewayOptions): Api {
  if (!isObject(document)) throw new DocumentError("document", `must be an object, is ${describe(document)}`);
  checkRoot(document);
  const read = newReader(document);
  const { title } = read.object(document.info, "info");
  const components = read.object(document.components, "components");
  const integrations = "x-amazon-apigateway-integrations";
  if (components[integrations] !== undefined) refuse(`components.${integrations}`, "httpApi");
  refuseUnknownExtensions(components, "components", new Set());
  const schemas = read.object(components.schemas, "components.schemas");
  const stageVariables = options.stageVariables ?? {};
  const securitySchemes = read.object(components.securitySchemes, "components.securitySchemes");
  const loader: MethodLoader = {
    read,
    options,
    stageVariables,
    securitySchemes,
    securityOf: createSecurityReader(
      { read, options, stageVariables, securitySchemes },
      document.security,
      () => undefined,
    ),
    validators: read.object(
      document["x-amazon-apigateway-request-validators"],
      "x-amazon-apigateway-request-validators",
    ),
    defaultValidator: read.optionalString(
      document["x-amazon-apigateway-request-validator"],
      "x-amazon-apigateway-request-validator",
    ),
    originOf: templateOrigins(options.templateFiles),
    compileModel: modelCompiler(schemas),
  };
  const policy = document["x-amazon-apigateway-policy"];
  const id = stableId(String(title ?? ""));
  const types = read.list(document["x-amazon-apigateway-binary-media-types"], "x-amazon-apigateway-binary-media-types");
  return {
    id,
    accountId: options.accountId ?? "000000000000",
    region: options.region ?? "us-east-1",
    stage: options.stage,
    basePath: options.basePath ?? options.stage,
    deploymentId: stableId(`deployment of ${id}`, 6),
    stageVariables: loader.stageVariables,
    root: loadPaths(document, loader),
    binaryMediaTypes: binaryMediaTypes(
      types.map((type, i) => read.string(type, `x-amazon-apigateway-binary-media-types.${i}`)),
    ),
    gatewayResponses: loadGatewayResponses(
      document["x-amazon-apigateway-gateway-responses"],
      read,
      loader.stageVariables,
    ),
    ...(policy !== undefined && { policy: loadPolicy(policy) }),
    apiKeySource: read.word(
      document["x-amazon-apigateway-api-key-source"],
      "x-amazon-apigateway-api-key-source",
      ["HEADER", "AUTHORIZER"],
      "HEADER",
    ),
    access: createAccessControl(options.accessControl ?? {}),
    minimumCompressionSize: compressionSize(document["x-amazon-apigateway-minimum-compression-size"]),
    usagePlans: createUsagePlans({
      usagePlans: [{ name: "usage plan", apiKeys: options.apiKeys ?? [] }, ...(options.usagePlans ?? [])],
      throttle: options.throttle,
      methodThrottles: options.methodThrottles,
    }),
    upstreams: readUpstreams(options.upstreams),
    connections: createConnections(),
    invoke: options.invoke,
  };
}

function checkRoot(document: Json): void {
  if (document.swagger !== undefined) refuse("swagger", "otherOpenApiVersion", describe(document.swagger));
  if (typeof document.openapi !== "string")
    throw new DocumentError("openapi", "is missing: this is not an OpenAPI document");
  if (!/^3\.0\.\d/.test(document.openapi)) refuse("openapi", "otherOpenApiVersion", document.openapi);
  if (!isObject(document.paths)) throw new DocumentError("paths", `must be an object, is ${describe(document.paths)}`);
  if (document["x-amazon-apigateway-cors"]) refuse("x-amazon-apigateway-cors", "httpApi");
  refuseUnknownExtensions(document, "", rootExtensions);
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-openapi-minimum-compression-size.html */
function compressionSize(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  const size = Number(value);
  if (Number.isInteger(size) && size >= 0 && size <= 10 * 1024 * 1024) return size;
  const place = "x-amazon-apigateway-minimum-compression-size";
  throw new DocumentError(place, `must be a number of bytes from 0 to 10485760, is ${describe(value)}`);
}

function loadPolicy(policy: unknown): Policy {
  try {
    return readPolicy(policy);
  } catch (error) {
    if (error instanceof PolicyError) throw new DocumentError("x-amazon-apigateway-policy", error.message);
    throw error;
  }
}

function modelCompiler(schemas: Json): MethodLoader["compileModel"] {
  let compile: ReturnType<typeof bodyValidators> | undefined;
  return (schema, place) => {
    try {
      compile ??= bodyValidators(schemas);
      return compile(schema);
    } catch (error) {
      throw new DocumentError(place, `is not a JSON Schema (draft 4): ${(error as Error).message}`);
    }
  };
}

function loadPaths(document: Json, loader: MethodLoader): Resource {
  const root = createResource();
  for (const [path, value] of Object.entries(document.paths as Json)) {
    if (path.startsWith("x-")) continue;
    const place = `paths.${path}`;
    if (!path.startsWith("/")) {
      if (path.startsWith("$")) refuse(place, "httpApi");
      throw new DocumentError(place, "a path begins with /");
    }
    const item = loader.read.object(value, place);
    const resource = resourceAt(root, path, place);
    for (const name of [...methods, anyMethod]) {
      if (item[name] === undefined) continue;
      const httpMethod = name === anyMethod ? "ANY" : name.toUpperCase();
      resource.methods.set(httpMethod, loadMethod(loader, item, `${place}.${name}`, httpMethod, path, name));
    }
    if (item.trace !== undefined) throw new DocumentError(`${place}.trace`, "API Gateway has no method TRACE");
    refuseUnknownExtensions(item, place, new Set([anyMethod]));
  }
  return root;
}

/** The resource of a path, made with its parents when it is new. */
function resourceAt(root: Resource, path: string, place: string): Resource {
  let at = root;
  const segments = path
    .slice(1)
    .split("/")
    .filter((segment) => segment !== "");
  for (const [i, segment] of segments.entries()) {
    const [, name, plus] = /^\{([\w.:-]+)(\+?)\}$/.exec(segment) ?? [];
    if (name === undefined) {
      if (/[{}]/.test(segment))
        throw new DocumentError(place, `a path variable is a whole segment, unlike "${segment}"`);
      const child = at.literals.get(segment) ?? createResource();
      at.literals.set(segment, child);
      at = child;
      continue;
    }
    if (plus && i < segments.length - 1) throw new DocumentError(place, `{${name}+} must be the last segment`);
    const kind = plus ? "greedy" : "variable";
    const sibling = at[kind];
    if (sibling && sibling.name !== name) {
      throw new DocumentError(place, `{${name}${plus}} has a sibling {${sibling.name}${plus}}: one of them only`);
    }
    at[kind] ??= { name, resource: createResource() };
    at = at[kind].resource;
  }
  return at;
}
