import type { Resource, ResourceRule, StackRule, Violation } from "./rule.ts";
import { type TemplateUse, unescapedExpressions } from "./template-taint.ts";

const REST_API = "aws:apigateway/restApi:RestApi";
const STAGE = "aws:apigateway/stage:Stage";
const METHOD_SETTINGS = "aws:apigateway/methodSettings:MethodSettings";
const ANY = "x-amazon-apigateway-any-method";

// biome-ignore lint/suspicious/noExplicitAny: parts of an OpenAPI document
type Json = Readonly<Record<string, any>>;

interface Route {
  /** `METHOD /path`. */
  readonly key: string;
  readonly method: string;
  readonly operation: Json;
  readonly integration: Json;
  readonly document: Json;
}

/** A rule about each route of each API of the stack. */
function routeRule(name: string, description: string, faults: (route: Route) => readonly string[]): ResourceRule {
  return {
    name,
    description,
    check({ type, inputs }): Violation[] {
      if (type !== REST_API || inputs.body === undefined) return [];
      return routesOf(JSON.parse(inputs.body)).flatMap((route) =>
        faults(route).map((message) => ({ subject: route.key, message })),
      );
    },
  };
}

function routesOf(document: Json): Route[] {
  return Object.entries<Json>(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries<Json>(item)
      .filter(([key]) => key !== "parameters" && !(key.startsWith("x-") && key !== ANY))
      .map(([key, operation]) => {
        const method = key === ANY ? "ANY" : key.toUpperCase();
        const integration: Json = operation["x-amazon-apigateway-integration"] ?? {};
        return { key: `${method} ${path}`, method, operation, integration, document };
      }),
  );
}

const WRITES = ["POST", "PUT", "PATCH", "ANY"];

export const validatedWrites = routeRule(
  "validated-writes",
  "A route that takes a body checks it by a model before anything else sees it.",
  ({ method, operation, integration, document }) => {
    if (!WRITES.includes(method) || integration.type === "mock") return [];
    const validator =
      operation["x-amazon-apigateway-request-validator"] ?? document["x-amazon-apigateway-request-validator"];
    if (document["x-amazon-apigateway-request-validators"]?.[validator]?.validateRequestBody !== true) {
      return ["has no request validator for bodies"];
    }
    const media = Object.values<Json>(operation.requestBody?.content ?? {});
    if (media.length === 0 || media.some(({ schema }) => schema === undefined))
      return ["takes a body that no model describes"];
    // A content type without a model passes unchecked, unless the integration takes only those with a template.
    return String(integration.passthroughBehavior).toLowerCase() === "never" || integration.type.endsWith("_proxy")
      ? []
      : ["lets content types pass that have no model: set passthroughBehavior to never"];
  },
);

export const escapedTemplates = routeRule(
  "escaped-templates",
  "A mapping template escapes what a client sends for where it puts it.",
  ({ integration }) => [
    ...faultsOf(integration.requestTemplates, "request"),
    ...Object.values<Json>(integration.responses ?? {}).flatMap(({ responseTemplates }) =>
      faultsOf(responseTemplates, readsStoredData(integration) ? "stored" : "response"),
    ),
  ],
);

function faultsOf(templates: Readonly<Record<string, string>> | undefined, use: TemplateUse): string[] {
  return Object.values(templates ?? {}).flatMap((template) =>
    unescapedExpressions(template, use).map((expression) => `prints ${expression} unescaped`),
  );
}

/** Actions of AWS services that return what was stored. */
const READING =
  /:(dynamodb:action\/(GetItem|BatchGetItem|Query|Scan|ExecuteStatement|TransactGetItems)|s3:path\/|kinesis:action\/GetRecords|sqs:action\/ReceiveMessage)/;

function readsStoredData({ type, uri, httpMethod }: Json): boolean {
  return type === "aws" && READING.test(uri) && !(uri.includes(":s3:path/") && httpMethod !== "GET");
}

/** Actions of AWS services that overwrite or delete what a client names. */
const CHANGING =
  /:(dynamodb:action\/(PutItem|UpdateItem|DeleteItem|BatchWriteItem|TransactWriteItems|ExecuteStatement)|s3:path\/)/;

function changesStoredData({ type, uri, httpMethod }: Json): boolean {
  return type === "aws" && CHANGING.test(uri) && !(uri.includes(":s3:path/") && httpMethod === "GET");
}

export const noOpenStoredData = routeRule(
  "no-open-stored-data",
  "A route that returns or changes stored data asks who is calling. An API key does not: AWS calls it no authorization.",
  ({ operation, integration, document }) => {
    const effects = [
      ...(readsStoredData(integration) ? ["returns stored data to"] : []),
      ...(changesStoredData(integration) ? ["changes stored data for"] : []),
    ];
    if (isAuthorized(operation, document)) return [];
    // Two messages, so that an exception for a key is none for a route that lost it.
    const caller = hasKey(operation, document) ? "whoever has an API key" : "anybody";
    return effects.map((effect) => `${effect} ${caller}: set an authorization`);
  },
);

function hasKey(operation: Json, document: Json): boolean {
  return securityOf(operation, document).some((name) => {
    const scheme = document.components?.securitySchemes?.[name];
    return scheme?.type === "apiKey" && String(scheme.name).toLowerCase() === "x-api-key";
  });
}

/** Names of the security schemes that a route asks for: API Gateway asks for all of the list. */
function securityOf(operation: Json, document: Json): string[] {
  const alternatives: Json[] = operation.security ?? document.security ?? [];
  return alternatives.flatMap((alternative) => Object.keys(alternative));
}

/** Whether an authorizer, or IAM, is among the route's security. */
function isAuthorized(operation: Json, document: Json): boolean {
  if (operation["x-amazon-apigateway-auth"]?.type === "AWS_IAM") return true;
  return securityOf(operation, document).some((name) => {
    const scheme = document.components?.securitySchemes?.[name];
    return (
      scheme?.["x-amazon-apigateway-authtype"] !== undefined || scheme?.["x-amazon-apigateway-authorizer"] !== undefined
    );
  });
}

/** A stage's method settings name it; the names of two APIs' stages may be the same, so the API must be too. */
export const throttledRoutes: StackRule = {
  name: "throttled-routes",
  description: "Every route has a limit of requests.",
  checkStack(resources) {
    const settings = resources.filter(({ type }) => type === METHOD_SETTINGS);
    const stages = resources.filter(({ type }) => type === STAGE);
    return [
      ...stages
        .filter(
          (stage) => !settings.some((each) => each.inputs.methodPath === "*/*" && isOf(each, stage) && isLimited(each)),
        )
        .map(({ name }) => ({
          subject: name,
          message: "has no limit of requests: make method settings for */* with throttling",
        })),
      ...settings
        .filter((each) => lifts(each))
        .map(({ name }) => ({
          subject: name,
          message: "lifts the limit of requests: set throttlingRateLimit and throttlingBurstLimit",
        })),
    ];
  },
};

function isOf(settings: Resource, stage: Resource): boolean {
  return settings.inputs.restApi === stage.inputs.restApi && settings.inputs.stageName === stage.inputs.stageName;
}

function isLimited({ inputs: { settings } }: Resource): boolean {
  return settings?.throttlingRateLimit >= 0 && settings?.throttlingBurstLimit >= 0;
}

/** AWS writes "no limit" as -1; a limit that is not set is not changed, but for the whole stage it is the account's. */
function lifts({ inputs: { settings } }: Resource): boolean {
  return settings?.throttlingRateLimit < 0 || settings?.throttlingBurstLimit < 0;
}
