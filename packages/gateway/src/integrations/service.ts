import type { Integration, Target } from "../api.ts";
import type { MappedParameters } from "../mapping/mapped-parameters.ts";
import type { Context } from "../request/context.ts";
import { headerValue, setHeader } from "../request/headers.ts";
import type { EndpointRequest, EndpointResponse } from "../request/messages.ts";
import { configurationError, GatewayError } from "../steps/gateway-error.ts";
import { noEndpoint, serviceModel } from "./endpoints.ts";
import { hasBody, requestHeaders } from "./request-headers.ts";
import { type Credentials, signedHeaders } from "./sigv4.ts";
import { answerInProcess, callEndpoint } from "./upstream.ts";
import { appendQuery, parseAddress, withPathParameters } from "./uri.ts";

type ServiceTarget = Extract<Target, { kind: "service" }>;

/**
 * A call of an AWS service's own API, in one of two forms: `action/SendMessage` names the action, which goes to X-Amz-Target for a
 * service with a JSON protocol and to the parameter `Action` for the others; `path/{queue}` names the path of a request that the
 * mappings make in full.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-request-basic-setup.html
 */
export function serviceRequest(
  context: Context,
  integration: Integration,
  target: ServiceTarget,
  { header, path, querystring }: MappedParameters,
  body: Buffer | string,
): EndpointRequest {
  const method = integration.httpMethod ?? context.httpMethod;
  const headers = requestHeaders(context, "aws", header);
  const { target: prefix, jsonVersion } = serviceModel(target.service);
  let query = {};
  if (target.action !== undefined) {
    const [action, ...parameters] = withPathParameters(target.action, path).split("&");
    query = Object.fromEntries(parameters.map((parameter) => parameter.split(/=(.*)/s, 2)));
    if (prefix !== undefined) {
      if (headerValue(headers, "x-amz-target") === undefined) headers.push("X-Amz-Target", `${prefix}.${action}`);
      const isMapped = Object.keys(header).some((name) => name.toLowerCase() === "content-type");
      if (!isMapped) setHeader(headers, "Content-Type", `application/x-amz-json-${jsonVersion}`);
    } else query = { Action: action, ...query };
  }
  if (target.host !== undefined) setHeader(headers, "Host", target.host);
  const uri = appendQuery(`${target.endpoint}${withPathParameters(target.path, path)}`, query, querystring);
  return { method, uri, headers, body: hasBody(method) ? body : "" };
}

/**
 * Signs the request with the role's credentials and sends it.
 *
 * @throws GatewayError 500 when the role cannot be assumed, 504 when the service has no endpoint on this machine
 */
export function sendToService(
  context: Context,
  { roleArn, timeoutInMillis }: Integration,
  target: ServiceTarget,
): Promise<EndpointResponse> {
  if (target.missing !== undefined) {
    throw new GatewayError("INTEGRATION_FAILURE", noEndpoint(target.service, target.missing));
  }
  const request = context.endpointRequest as EndpointRequest;
  const address = parseAddress(request.uri);
  const { method, headers, body } = request;
  const signature = signedHeaders({
    service: signingName(target.service),
    region: target.region,
    method,
    address,
    headers,
    body,
    credentials: assumed(context, roleArn),
  });
  const signed = { method, uri: request.uri, headers: headers.concat(signature), body };
  return (
    answerInProcess(context, address, signed, timeoutInMillis) ??
    callEndpoint(context, address, signed, timeoutInMillis)
  );
}

function assumed({ api }: Context, roleArn: string | undefined): Credentials {
  if (roleArn === undefined || api.assumeRole === undefined) return api.credentials;
  const credentials = api.assumeRole(roleArn);
  if (credentials === undefined) {
    throw configurationError(`API Gateway does not have permission to assume the provided role ${roleArn}`);
  }
  return credentials;
}

/** `abc.appsync-api` signs as `appsync`. */
function signingName(service: string): string {
  return serviceModel(service).signingName ?? (service === "execute-api" ? service : service.replace(/-api$/, ""));
}
