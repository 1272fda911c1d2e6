import type { Route } from "../api/wire.ts";
import { type Json, ofType, type Program } from "./resources.ts";

const METHODS = ["get", "post", "put", "patch", "delete", "head", "x-amazon-apigateway-any-method"];

/** The document's routes in its order, without the CORS preflights. */
export function routesOf(document: Program["document"]): Route[] {
  return operationsOf(document).map(({ method, path, operation }) => ({
    method,
    path,
    integration: integrationType(operation["x-amazon-apigateway-integration"] ?? {}),
    ...guardsOf(operation, document),
    summary: operation.summary ?? "",
  }));
}

/**
 * What a caller needs. An API key at the document's root has no effect in API Gateway.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html
 */
function guardsOf(operation: Json, document: Program["document"]): Pick<Route, "apiKeyRequired" | "authorization"> {
  const schemesOf = (security: readonly Json[] = []) =>
    security
      .flatMap((each) => Object.keys(each))
      .map((name): Json => document.components?.securitySchemes?.[name] ?? {});
  const schemes = schemesOf(operation.security);
  const types = (operation.security ? schemes : schemesOf(document.security)).map(authorizationType);
  return {
    apiKeyRequired: schemes.some((scheme) => String(scheme.name).toLowerCase() === "x-api-key"),
    authorization: types.find((type) => type !== "none") ?? "none",
  };
}

function authorizationType(scheme: Json): Route["authorization"] {
  const type = scheme["x-amazon-apigateway-authorizer"]?.type?.toLowerCase();
  if (type !== undefined) return type === "cognito_user_pools" ? "cognito" : "lambda";
  return scheme["x-amazon-apigateway-authtype"]?.toLowerCase() === "awssigv4" ? "iam" : "none";
}

/** `mock`, `lambda-proxy`, `http`, `private`, or the AWS service in the integration's URI, for example `sqs`. */
export function integrationType({ type, uri = "", connectionType }: Json): string {
  switch (type) {
    case "mock":
      return "mock";
    case "aws_proxy":
      return "lambda-proxy";
    case "aws":
      return uri.split(":")[4];
    default:
      return connectionType === "VPC_LINK" ? "private" : "http";
  }
}

/**
 * The origins whose pages may call the API, as the preflights of the document say: a constant header, or a list in the template
 * that chooses one of it. Those of proxy integrations are their backend's affair.
 */
export function originsOf(document: Program["document"]): string[] {
  const origins = Object.values<Json>(document.paths ?? {}).flatMap((item) => {
    const integration: Json = item.options?.["x-amazon-apigateway-integration"] ?? {};
    return Object.values<Json>(integration.responses ?? {}).flatMap((response) => {
      const parameters = Object.entries<string>(response.responseParameters ?? {});
      const constants = parameters
        .filter(([name]) => name.toLowerCase() === "method.response.header.access-control-allow-origin")
        .flatMap(([, value]) => /^'(.+)'$/.exec(value)?.[1] ?? []);
      const templates = Object.values<string>(response.responseTemplates ?? {}).map(String);
      const lists = templates.flatMap((template) => /^#set\(\$allowedOrigins = \[(.*)\]\)$/m.exec(template)?.[1] ?? []);
      return [...constants, ...lists.flatMap((list) => list.split(", ").map((origin) => origin.slice(1, -1)))];
    });
  });
  return [...new Set(origins)];
}

/** Scheme and host of each service that the document passes requests on to over the internet. */
export function upstreamOrigins(document: Program["document"]): string[] {
  return [...new Set(operationsOf(document).flatMap(({ operation }) => upstreamOrigin(operation) ?? []))];
}

/** Every operation of the document, in its order. */
export function operationsOf(document: Program["document"]): { method: string; path: string; operation: Json }[] {
  return Object.entries<Json>(document.paths ?? {}).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => ({
      method: method.startsWith("x-") ? "ANY" : method.toUpperCase(),
      path,
      operation: item[method] as Json,
    })),
  );
}

/** The mapping templates of an operation, by content type: those of its request, and of each of its integration responses. */
export function templateMaps(operation: Json): Record<string, string>[] {
  const { requestTemplates = {}, responses = {} } = operation["x-amazon-apigateway-integration"] ?? {};
  return [requestTemplates, ...Object.values<Json>(responses).map(({ responseTemplates = {} }) => responseTemplates)];
}

/** The variables of the program's stage. */
export function stageVariables(program: Pick<Program, "resources">): Readonly<Record<string, string>> {
  return ofType(program, "aws:apigateway/stage:Stage")[0]?.inputs.variables ?? {};
}

function upstreamOrigin(operation: Json): string | undefined {
  const integration = operation["x-amazon-apigateway-integration"] ?? {};
  // A stage variable in the host is only known to the gateway.
  const isKnown = integrationType(integration) === "http" && URL.canParse(integration.uri);
  return isKnown ? new URL(integration.uri).origin : undefined;
}
