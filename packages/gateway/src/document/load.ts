import type { Api, Resource } from "../api.ts";
import { createAccessControl } from "../authorization/access-control.ts";
import { type Policy, PolicyError, unknownConditionKeys } from "../authorization/policy.ts";
import { type PolicyOwner, readResourcePolicy } from "../authorization/resource-policy.ts";
import { Connections } from "../integrations/connections.ts";
import { readUpstreams } from "../integrations/http.ts";
import { readCredentials } from "../integrations/sigv4.ts";
import { templateOrigins } from "../mapping/template.ts";
import type { GatewayOptions } from "../options.ts";
import { stableId } from "../request/ids.ts";
import { binaryMediaTypes } from "../request/media-types.ts";
import { createResource } from "../request/router.ts";
import { createUsagePlans } from "../steps/usage-plan.ts";
import { createSecurityReader } from "./authorizer.ts";
import { withAwsVariables } from "./aws-variables.ts";
import { brokenTemplates } from "./broken-templates.ts";
import { DocumentError } from "./document-error.ts";
import { loadGatewayResponses } from "./gateway-responses.ts";
import { describe, isObject, type Json } from "./json.ts";
import { loadMethod } from "./method.ts";
import { importFailure, type MethodLoader, type MissingBackend } from "./method-loader.ts";
import { loadModels } from "./models.ts";
import { createReader, type Reader } from "./reader.ts";
import { refuse } from "./refusals.ts";
import { resourceAt } from "./resources.ts";
import { fromSwagger2 } from "./swagger2.ts";
import { type ImportReport, parseIssue, warnOfUnexpected } from "./warnings.ts";

const ROOT_FIELDS = new Set([
  "openapi",
  "info",
  "servers",
  "paths",
  "components",
  "security",
  "tags",
  "externalDocs",
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

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch"];
const ANY_METHOD = "x-amazon-apigateway-any-method";
const PATH_FIELDS = new Set([...METHODS, ANY_METHOD, "$ref", "summary", "description", "servers", "parameters"]);

/** A document's API, and what loading it says. */
export interface LoadedDocument extends ImportReport {
  readonly api: Api;
}

/**
 * Makes an OpenAPI 3.0 or Swagger 2.0 document ready to serve, as API Gateway imports it: what is only of a wrong type or not known
 * is left out with a warning.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api.html
 *
 * @throws DocumentError for a document that API Gateway refuses, or whose backends lead nowhere on this machine
 */
export function loadDocument(given: unknown, options: GatewayOptions): LoadedDocument {
  if (!isObject(given)) throw new DocumentError("document", `must be an object, is ${describe(given)}`);
  const accountId = options.accountId ?? "000000000000";
  const region = options.region ?? "us-east-1";
  const resolved = withAwsVariables(given, accountId, region);
  const document = resolved.swagger === undefined ? resolved : fromSwagger2(resolved);
  const warnings = new Set<string>();
  const notices = new Set<string>();
  const missing: MissingBackend[] = [];
  const read = createReader(document, (message) => warnings.add(message));
  checkRoot(document, read);
  const loader = createLoader(document, read, options, {
    notice: (message) => notices.add(message),
    missing: (backend) => missing.push(backend),
  });
  const { title } = read.object(document.info, "info");
  const id = stableId(String(title ?? ""));
  const types = read.list(document["x-amazon-apigateway-binary-media-types"], "x-amazon-apigateway-binary-media-types");
  const api: Api = {
    id,
    accountId,
    region,
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
    ...loadPolicy(document["x-amazon-apigateway-policy"], { id, accountId, region }, read, notices),
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
    connections: new Connections(),
    invoke: options.invoke,
    callInProcess: options.callInProcess,
    assumeRole: options.assumeRole,
    credentials: readCredentials(),
  };
  noticeOfDisabledEndpoint(document, read, notices);
  if (api.policy) {
    const known = ["aws:sourceip", ...Object.keys(api.access.networkValues)];
    for (const key of unknownConditionKeys(api.policy, known)) {
      notices.add(`resource policy: conditions on ${key} are taken so that the request goes on`);
    }
  }
  if (missing.length > 0 && !options.stub) throw new DocumentError("paths", missingMessage(missing));
  return { api, warnings: [...warnings], notices: [...notices], brokenTemplates: brokenTemplates(api.root) };
}

function createLoader(
  document: Json,
  read: Reader,
  options: GatewayOptions,
  found: Pick<MethodLoader, "notice" | "missing">,
): MethodLoader {
  const components = read.object(document.components, "components");
  const integrations = "x-amazon-apigateway-integrations";
  if (components[integrations] !== undefined) {
    refuse(`components.${integrations}`, "httpApi", "is a part of HTTP APIs' documents");
  }
  // Without a prototype: a stage variable may have any name, and an unknown one has no value.
  const stageVariables = Object.assign(Object.create(null), options.stageVariables) as Readonly<Record<string, string>>;
  const securitySchemes = read.object(components.securitySchemes, "components.securitySchemes");
  const validator = "x-amazon-apigateway-request-validator";
  return {
    read,
    options,
    stageVariables,
    securitySchemes,
    securityOf: createSecurityReader(
      { read, options, stageVariables, securitySchemes, missing: found.missing, notice: found.notice },
      document.security,
    ),
    validators: read.object(document[`${validator}s`], `${validator}s`),
    defaultValidator: read.optionalString(document[validator], validator),
    originOf: templateOrigins(options.templateFiles),
    compileModel: loadModels(read.object(components.schemas, "components.schemas"), read.warn),
    ...found,
  };
}

function checkRoot(document: Json, read: Reader): void {
  const { openapi } = document;
  if (openapi === undefined) throw new DocumentError("openapi", "is missing: this is not an OpenAPI document");
  // YAML reads an unquoted 3.0 as the number 3.
  if (openapi !== 3 && !/^3\.0(\.|$)/.test(String(openapi))) {
    refuse("openapi", "openApiVersion", `API Gateway imports OpenAPI 3.0 and Swagger 2.0, not ${describe(openapi)}`);
  }
  if (!isObject(document.paths)) throw new DocumentError("paths", `must be an object, is ${describe(document.paths)}`);
  warnOfUnexpected(document, "", ROOT_FIELDS, read.warn);
}

/** OpenAPI 3.0 has the extension at a server, Swagger 2.0 at the root. */
function noticeOfDisabledEndpoint(document: Json, read: Reader, notices: Set<string>): void {
  const key = "x-amazon-apigateway-endpoint-configuration";
  for (const holder of [document, ...read.list(document.servers ?? [], "servers")]) {
    const { disableExecuteApiEndpoint } = isObject(holder) ? read.object(holder[key], key) : {};
    if (read.boolean(disableExecuteApiEndpoint, `${key}.disableExecuteApiEndpoint`)) {
      notices.add(`${key}: the API is served, though its default endpoint is disabled on AWS`);
    }
  }
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-openapi-minimum-compression-size.html */
function compressionSize(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  const size = Number(value);
  if (Number.isInteger(size) && size >= 0 && size <= 10 * 1024 * 1024) return size;
  const place = "x-amazon-apigateway-minimum-compression-size";
  throw new DocumentError(place, `must be a number of bytes from 0 to 10485760, is ${describe(value)}`);
}

/** A policy that cannot be read allows nobody in: better no API than an open one. */
function loadPolicy(document: unknown, owner: PolicyOwner, read: Reader, notices: Set<string>): { policy?: Policy } {
  if (document === undefined || document === null) return {};
  try {
    const { policy, otherApiIds } = readResourcePolicy(document, owner);
    for (const id of otherApiIds) notices.add(`resource policy: ARNs of the API ${id} are taken for ARNs of this API`);
    return { policy };
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    read.warn(
      `Invalid policy document. Please check the policy syntax and ensure that Principals are valid. (${error.message})`,
    );
    return { policy: { statements: [] } };
  }
}

function loadPaths(document: Json, loader: MethodLoader): Resource {
  const { read } = loader;
  const root = createResource();
  for (const [path, value] of Object.entries(document.paths as Json)) {
    if (path.startsWith("x-")) continue;
    const place = `paths.${path}`;
    if (path.startsWith("$")) refuse(place, "httpApi", "is a route of HTTP APIs and WebSocket APIs");
    if (!path.startsWith("/")) {
      read.warn(`Parse issue: attribute paths. Resource ${path} should start with /`);
      continue;
    }
    const item = read.object(value, place);
    warnOfUnexpected(item, place, PATH_FIELDS, read.warn);
    const resource = resourceAt(root, path, place);
    for (const name of [...METHODS, ANY_METHOD]) {
      if (item[name] === undefined) continue;
      if (!isObject(item[name])) {
        read.warn(parseIssue(`${place}.${name}`, "is not of type `object`"));
        continue;
      }
      const httpMethod = name === ANY_METHOD ? "ANY" : name.toUpperCase();
      // `/pets` and `/pets/` are one resource. The later method would replace the earlier, and its guard.
      if (resource.methods.has(httpMethod)) {
        const reason = "Method already exists for this resource";
        throw new DocumentError(
          `${place}.${name}`,
          importFailure("method", { httpMethod, resourcePath: path }, reason),
        );
      }
      resource.methods.set(httpMethod, loadMethod(loader, item, `${place}.${name}`, httpMethod, path, name));
    }
  }
  return root;
}

function missingMessage(missing: readonly MissingBackend[]): string {
  const fixes = new Map(missing.map(({ name, fix }) => [name, fix]));
  const list = [...fixes].map(([name, fix]) => `${name} (${fix})`).join(", ");
  return `these backends have no address on this machine: ${list}`;
}
