import type { Integration, Target } from "../api.ts";
import { endpointVariable, serviceEndpoint } from "../integrations/endpoints.ts";
import { DocumentError } from "./document-error.ts";
import type { Json } from "./json.ts";
import type { MethodLoader } from "./method-loader.ts";
import { refuse } from "./refusals.ts";

/**
 * Finds out where an integration's `uri` leads on this machine.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-request-basic-setup.html
 *
 * @throws DocumentError when it leads nowhere
 */
export function loadTarget(loader: MethodLoader, type: Integration["type"], json: Json, place: string): Target {
  const { read, stageVariables } = loader;
  const written = read.string(json.uri, `${place}.uri`);
  const uri = withStageVariables(written, stageVariables);
  if (type === "http" || type === "http_proxy") return httpTarget(loader, json, uri, place, written !== uri);
  const [, region, subdomain, service, kind, rest] =
    /^arn:[\w-]+:apigateway:([\w-]+):(?:([^:]+)\.)?([\w-]+):(action|path)\/(.*)$/s.exec(uri) ?? [];
  if (region === undefined) {
    throw new DocumentError(
      `${place}.uri`,
      `must be arn:aws:apigateway:{region}:{service}:path|action/…, is "${written}"`,
    );
  }
  const [, functionArn] = /^\/*2015-03-31\/functions\/(.+)\/invocations$/.exec(rest) ?? [];
  if (service === "lambda" && kind === "path" && functionArn !== undefined) {
    const endpoint = loader.options.invoke ? undefined : endpointOf(loader, "lambda", place);
    return { kind: "lambda", functionArn, endpoint, region };
  }
  if (rest.endsWith("/response-streaming-invocations")) refuse(`${place}.uri`, "streaming");
  if (type === "aws_proxy") refuse(`${place}.uri`, "firehoseProxy", service);
  const host = subdomain === undefined ? undefined : `${subdomain}.${service}.${region}.amazonaws.com`;
  const endpoint = endpointOf(loader, service, place);
  const common = { kind: "service" as const, service, region, endpoint, host };
  return kind === "action"
    ? { ...common, action: rest, path: "/" }
    : { ...common, path: `/${rest.replace(/^\/+/, "")}` };
}

function httpTarget(loader: MethodLoader, json: Json, uri: string, place: string, hasStageVariables: boolean): Target {
  const { read, options, stageVariables } = loader;
  // With stage variables in it, a wrong address shows when the method is called, as on AWS.
  if (!hasStageVariables && !/^https?:\/\/./i.test(uri)) {
    throw new DocumentError(`${place}.uri`, `must begin with http:// or https://, is "${uri}"`);
  }
  const connection = read.word(json.connectionType, `${place}.connectionType`, ["INTERNET", "VPC_LINK"], "INTERNET");
  const tls = read.object(json.tlsConfig, `${place}.tlsConfig`);
  if (tls.serverNameToVerify !== undefined) refuse(`${place}.tlsConfig.serverNameToVerify`, "serverName");
  const insecure = read.boolean(tls.insecureSkipVerification, `${place}.tlsConfig.insecureSkipVerification`);
  if (connection === "INTERNET") return { kind: "http", uri, insecure };
  const id = withStageVariables(read.string(json.connectionId, `${place}.connectionId`), stageVariables);
  const baseUrl = options.vpcLinks?.[id];
  if (baseUrl === undefined) {
    throw new DocumentError(
      `${place}.connectionId`,
      `the VPC link "${id}" leads nowhere on this machine: give its URL (npm run gateway: --vpc-link; otherwise vpcLinks)`,
    );
  }
  return { kind: "http", uri, vpcLink: { id, baseUrl }, insecure };
}

function endpointOf({ options }: MethodLoader, service: string, place: string): string {
  const endpoint = serviceEndpoint(service, options.endpoints ?? {});
  if (endpoint === undefined) {
    throw new DocumentError(`${place}.uri`, `no endpoint for ${service}: set ${endpointVariable(service)}`);
  }
  if (!URL.canParse(endpoint))
    throw new DocumentError(`${place}.uri`, `the endpoint for ${service}, "${endpoint}", is no URL`);
  return endpoint;
}

/** Replaces `${stageVariables.name}`; a stage variable that there is not leaves nothing. */
function withStageVariables(text: string, stageVariables: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{stageVariables\.([^}]*)\}/g, (_, name) => stageVariables[name] ?? "");
}
