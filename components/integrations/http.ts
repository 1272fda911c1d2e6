import * as pulumi from "@pulumi/pulumi";
import { checkArguments, refuse } from "../arguments.ts";
import type { IntegrationResponse, MethodResponse, Operation, Parameter } from "../openapi.ts";
import { typeToken, withFormerType } from "../tokens.ts";
import { Integration, type IntegrationArgs } from "./integration.ts";
import { errorResponse } from "./responses.ts";
import { checkUpstream, forward, pathVariables, type UpstreamArgs } from "./upstream.ts";

/** Arguments of `HttpIntegration`. */
export interface HttpIntegrationArgs extends IntegrationArgs, UpstreamArgs {
  /** Base URL of the upstream, without a slash at its end. */
  readonly url: string;
  /** Query parameters to forward; no other reaches the upstream. */
  readonly queryParameters?: readonly string[];
  /** Request headers to forward; no other reaches the upstream. */
  readonly headers?: readonly string[];
  /** Upstream statuses that the client gets as they are, with their body; any other becomes 502. */
  readonly statuses: readonly string[];
}

/**
 * API Gateway to a `GET` of another HTTP service.
 *
 * The integration's type is `http`, not `http_proxy`. `http_proxy` would need no responses, but it forwards every header
 * and query parameter that the client sends, credentials for this API included, and a parameter mapping can only add to
 * them. With `http` the mapping is the whole list. The upstream's body still passes through unchanged.
 */
export class HttpIntegration extends Integration {
  readonly kind = "http";
  readonly operation: pulumi.Output<Operation>;
  override readonly pathParameters: readonly string[];

  constructor(name: string, args: HttpIntegrationArgs, opts?: pulumi.ComponentResourceOptions) {
    checkArguments(`HttpIntegration "${name}"`, () => checkArgs(args));
    super(typeToken("HttpIntegration"), name, {}, withFormerType(opts, "contact-us:integrations:HttpIntegration"));
    this.pathParameters = pathVariables(args.path);
    this.operation = pulumi.output(httpOperation(args, this.pathParameters));
    this.registerOutputs({ operation: this.operation });
  }
}

function httpOperation(args: HttpIntegrationArgs, pathParameters: readonly string[]): Operation {
  const { queryParameters = [], headers = [] } = args;
  return {
    summary: args.summary,
    parameters: [
      ...queryParameters.map((name) => optional("query", name)),
      ...headers.map((n) => optional("header", n)),
    ],
    responses: Object.fromEntries([
      ...args.statuses.map((status): [string, MethodResponse] => [status, { description: "The upstream's answer" }]),
      ["502", { description: "The upstream failed" }],
    ]),
    "x-amazon-apigateway-integration": {
      type: "http",
      httpMethod: "GET",
      uri: `${args.url}${args.path}`,
      passthroughBehavior: "when_no_match",
      timeoutInMillis: args.timeoutInMillis,
      requestParameters: Object.fromEntries([
        ...forward("path", pathParameters),
        ...forward("querystring", queryParameters),
        ...forward("header", headers),
      ]),
      responses: Object.fromEntries([
        ...args.statuses.map((status): [string, IntegrationResponse] => [status, { statusCode: status }]),
        ["default", errorResponse("502", "Bad gateway")],
      ]),
    },
  };
}

function optional(location: "query" | "header", name: string): Parameter {
  return { name, in: location, required: false, schema: { type: "string" } };
}

function checkArgs(args: HttpIntegrationArgs): void {
  if (!/^https?:\/\/[^/?#]+(\/[^?#]*)?$/.test(args.url) || args.url.endsWith("/")) {
    refuse("url", `expected an http or https URL with no slash at its end, got "${args.url}"`);
  }
  checkUpstream(args);
  const badStatus = args.statuses.find((status) => !/^[1-5]\d\d$/.test(status));
  if (badStatus !== undefined || args.statuses.length === 0) {
    refuse("statuses", `expected status codes, got "${badStatus ?? "none"}"`);
  }
}
