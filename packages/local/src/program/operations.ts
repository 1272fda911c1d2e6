import type { Route } from "../api/wire.ts";
import { type Json, ofType, type Program } from "./resources.ts";

const METHODS = ["get", "post", "put", "patch", "delete", "head", "x-amazon-apigateway-any-method"];

/** The document's routes in its order, without the CORS preflights. */
export function routesOf(document: Program["document"]): Route[] {
  return operationsOf(document).map(({ method, path, operation }) => ({
    method,
    path,
    integration: integrationType(operation["x-amazon-apigateway-integration"] ?? {}),
    apiKeyRequired: (operation.security ?? document.security ?? []).length > 0,
    summary: operation.summary ?? "",
  }));
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
