import type { Integration, Target } from "../api.ts";
import { endpointVariable, invokeUrl, noEndpoint, serviceEndpoint } from "../integrations/endpoints.ts";
import { DocumentError } from "./document-error.ts";
import type { Json } from "./json.ts";
import { importFailure, type MethodLoader, type MethodPlace } from "./method-loader.ts";
import { refuse } from "./refusals.ts";

/** A target, or the name of a backend that has no address on this machine. */
type Found = Exclude<Target, { kind: "mock" }> | { readonly kind: "missing"; readonly name: string };

/**
 * Finds out where an integration's `uri` leads on this machine.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-request-basic-setup.html
 *
 * @throws DocumentError for an address that API Gateway does not take
 */
export function loadTarget(
  loader: MethodLoader,
  type: Integration["type"],
  json: Json,
  method: MethodPlace,
  place: string,
): Found {
  const { stageVariables, notice } = loader;
  const written = typeof json.uri === "string" ? json.uri : "";
  const uri = withStageVariables(written, stageVariables);
  const unable = (reason: string) => new DocumentError(`${place}.uri`, importFailure("integration", method, reason));
  if (type === "http" || type === "http_proxy") {
    // With stage variables in it, a wrong address shows when the method is called, as on AWS.
    if (written === uri && !/^https?:\/\/./i.test(uri)) throw unable("Invalid HTTP endpoint specified for URI");
    return httpTarget(loader, json, uri, place);
  }
  const [, region, subdomain, service = "", kind, rest = ""] =
    /^arn:[\w-]+:apigateway:([\w-]+):(?:([^:]+)\.)?([\w-]+):(action|path)\/(.*)$/s.exec(uri) ?? [];
  if (region === undefined || service === undefined || rest === undefined) {
    const isArn = /^arn:[\w-]+:apigateway:/.test(uri);
    throw unable(
      isArn ? "AWS ARN for integration must contain path or action" : "Invalid ARN specified in the request",
    );
  }
  const [, functionArn, streaming] =
    /^\/*20(?:15-03-31|21-11-15)\/functions\/(.+)\/(response-streaming-)?invocations$/.exec(rest) ?? [];
  if (service === "lambda" && kind === "path" && functionArn !== undefined) {
    if (streaming) notice(`${method.httpMethod} ${method.resourcePath}: the function's response is not streamed`);
    const endpoint = loader.options.invoke ? undefined : endpointOf(loader, "lambda", place);
    if (endpoint === undefined && !loader.options.invoke) return { kind: "missing", name: `function ${functionArn}` };
    return { kind: "lambda", functionArn, uri: invokeUrl(functionArn, region, endpoint), region };
  }
  if (type === "aws_proxy" && service !== "firehose") {
    const rule =
      "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.";
    refuse(`${place}.uri`, "proxyService", importFailure("integration", method, rule));
  }
  const known = serviceEndpoint(service, loader.options.endpoints ?? {});
  const missing = known === undefined && loader.options.failMissingServices ? endpointVariable(service) : undefined;
  const awsEndpoint = `https://${service}.${region}.amazonaws.com`;
  const endpoint = missing === undefined ? endpointOf(loader, service, place) : awsEndpoint;
  if (endpoint === undefined) return { kind: "missing", name: service };
  if (missing !== undefined) {
    notice(`${method.httpMethod} ${method.resourcePath} answers 504: ${noEndpoint(service, missing)}`);
  }
  const host = subdomain === undefined ? undefined : `${subdomain}.${service}.${region}.amazonaws.com`;
  const common = { kind: "service" as const, service, region, endpoint, host, missing };
  return kind === "action"
    ? { ...common, action: rest, path: "/" }
    : { ...common, path: `/${rest.replace(/^\/+/, "")}` };
}

function httpTarget(
  { read, options, stageVariables, missing, notice }: MethodLoader,
  json: Json,
  uri: string,
  place: string,
): Found {
  const connection = read.word(json.connectionType, `${place}.connectionType`, ["INTERNET", "VPC_LINK"], "INTERNET");
  const tls = read.object(json.tlsConfig, `${place}.tlsConfig`);
  if (tls.serverNameToVerify !== undefined) {
    notice(`${place}.tlsConfig.serverNameToVerify: the certificate is checked for the name in the URL`);
  }
  const insecure = read.boolean(tls.insecureSkipVerification, `${place}.tlsConfig.insecureSkipVerification`);
  if (connection === "INTERNET") return { kind: "http", uri, insecure };
  const id = withStageVariables(read.string(json.connectionId, `${place}.connectionId`), stageVariables);
  const baseUrl = options.vpcLinks && Object.hasOwn(options.vpcLinks, id) ? options.vpcLinks[id] : undefined;
  if (baseUrl !== undefined) {
    // Only VPC links V2 name the load balancer.
    const sent = json.integrationTarget === undefined ? uri : withStage(uri, options.stage);
    return { kind: "http", uri: sent, vpcLink: { id, baseUrl }, insecure };
  }
  const name = `VPC link "${id}"`;
  missing({ name, fix: `--vpc-link ${id}=URL, or the option vpcLinks` });
  return { kind: "missing", name };
}

/** The endpoint of a service; a missing one is noted, for one message about all of them. */
function endpointOf({ options, missing }: MethodLoader, service: string, place: string): string | undefined {
  const endpoint = serviceEndpoint(service, options.endpoints ?? {});
  if (endpoint === undefined) missing({ name: service, fix: endpointVariable(service) });
  else if (!URL.canParse(endpoint)) {
    throw new DocumentError(`${place}.uri`, `the endpoint for ${service}, "${endpoint}", is not a URL`);
  }
  return endpoint;
}

/**
 * API Gateway puts the stage's name before the path of a private integration's request: `/test/path` for the stage `test`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/private-integration.html
 */
function withStage(uri: string, stage: string): string {
  return uri.replace(/^(https?:\/\/[^/?#]*)/i, (origin) => `${origin}/${stage}`);
}

/** Replaces `${stageVariables.name}`; an unknown stage variable leaves nothing. */
export function withStageVariables(text: string, stageVariables: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{stageVariables\.([^}]*)\}/g, (_, name) =>
    Object.hasOwn(stageVariables, name) ? (stageVariables[name] ?? "") : "",
  );
}
