import * as pulumi from "@pulumi/pulumi";
import { checkArguments, refuse } from "../arguments.ts";
import type { IntegrationResponse, MethodResponse, Operation, Parameter } from "../openapi.ts";
import { checkTemplates, readTemplate, type TemplateSource } from "../templates/templates.ts";
import { typeToken, withFormerType } from "../tokens.ts";
import { Integration, type IntegrationArgs } from "./integration.ts";
import { errorResponse, jsonBody } from "./responses.ts";
import { checkUpstream, checkUrl, forward, pathVariables, type UpstreamArgs } from "./upstream.ts";

/** Arguments of `HttpIntegration`. */
export interface HttpIntegrationArgs extends IntegrationArgs, UpstreamArgs {
  /** Base URL of the upstream, without a slash at its end. */
  readonly url: pulumi.Input<string>;
  /** Method of the call, whatever the route's own is. Default `GET`. */
  readonly method?: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  /**
   * Name of the model that the JSON body must match; a body of another type then gets 415. Default: the upstream gets any body
   * as it is, or none with `GET` and `HEAD`.
   */
  readonly model?: string;
  /** Makes the upstream's body of the client's JSON; a body of another type then gets 415. Default: it gets the client's. */
  readonly requestTemplate?: TemplateSource;
  /** Makes the client's body of the upstream's, for each of `statuses`. Default: the client gets the upstream's. */
  readonly responseTemplate?: TemplateSource;
  /** Query parameters to forward; no other reaches the upstream. */
  readonly queryParameters?: readonly string[];
  /** Request headers to forward; no other reaches the upstream, except `Content-Type` with a body. */
  readonly headers?: readonly string[];
  /** Upstream statuses that the client gets as they are, with their body; any other becomes 502. */
  readonly statuses: readonly string[];
}

/**
 * API Gateway to another HTTP service.
 *
 * The integration's type is `http`, not `http_proxy`. `http_proxy` would need no responses, but it forwards every header
 * and query parameter that the client sends, credentials for this API included, and a parameter mapping can only add to
 * them. With `http` the mapping is the whole list. The upstream's body still passes through unchanged.
 */
export class HttpIntegration extends Integration {
  readonly kind = "http";
  readonly operation: pulumi.Output<Operation>;
  override readonly model?: string;
  override readonly pathParameters: readonly string[];

  /** @throws ArgumentError that names the invalid argument; the operation fails for a URL that is known later. */
  constructor(name: string, args: HttpIntegrationArgs, opts?: pulumi.ComponentResourceOptions) {
    const component = `HttpIntegration "${name}"`;
    checkArguments(component, () => checkArgs(args));
    super(typeToken("HttpIntegration"), name, {}, withFormerType(opts, "contact-us:integrations:HttpIntegration"));
    this.model = args.model;
    this.pathParameters = pathVariables(args.path);
    this.operation = pulumi.output(args.url).apply((url) => {
      checkArguments(component, () => checkUrl(url));
      return httpOperation(args, url, this.pathParameters);
    });
    this.registerOutputs();
  }
}

function httpOperation(args: HttpIntegrationArgs, url: string, pathParameters: readonly string[]): Operation {
  const { method = "GET", model, queryParameters = [], headers = [], statuses } = args;
  return {
    summary: args.summary,
    parameters: [
      ...queryParameters.map((name) => optional("query", name)),
      ...headers.map((n) => optional("header", n)),
    ],
    requestBody: model === undefined ? undefined : jsonBody(model),
    responses: Object.fromEntries([
      ...statuses.map((status): [string, MethodResponse] => [status, { description: "The upstream's answer" }]),
      ["502", { description: "The upstream failed" }],
    ]),
    "x-amazon-apigateway-integration": {
      type: "http",
      httpMethod: method,
      uri: `${url}${args.path}`,
      ...bodyMapping(args),
      timeoutInMillis: args.timeoutInMillis,
      requestParameters: Object.fromEntries([
        ...forward("path", pathParameters),
        ...forward("querystring", queryParameters),
        ...forward("header", headers),
      ]),
      responses: Object.fromEntries([
        ...statuses.map((status): [string, IntegrationResponse] => [status, passedResponse(status, args)]),
        ["default", errorResponse("502", "Bad gateway")],
      ]),
    },
  };
}

/** Without a template for JSON alone, a body of another type would reach the upstream unvalidated and unmapped. */
function bodyMapping({ model, requestTemplate }: HttpIntegrationArgs) {
  if (model === undefined && requestTemplate === undefined) return { passthroughBehavior: "when_no_match" } as const;
  const template = requestTemplate === undefined ? "$input.body" : readTemplate(requestTemplate);
  return { passthroughBehavior: "never", requestTemplates: { "application/json": template } } as const;
}

function passedResponse(statusCode: string, { responseTemplate }: HttpIntegrationArgs): IntegrationResponse {
  if (responseTemplate === undefined) return { statusCode };
  return { statusCode, responseTemplates: { "application/json": readTemplate(responseTemplate) } };
}

function optional(location: "query" | "header", name: string): Parameter {
  return { name, in: location, required: false, schema: { type: "string" } };
}

function checkArgs(args: HttpIntegrationArgs): void {
  const { method = "GET", model, requestTemplate, responseTemplate, statuses } = args;
  if (typeof args.url === "string") checkUrl(args.url);
  checkUpstream(args);
  checkTemplates({ requestTemplate, responseTemplate });
  if ((method === "GET" || method === "HEAD") && (model !== undefined || requestTemplate !== undefined)) {
    const [argument, got] = model === undefined ? ["requestTemplate", "a template"] : ["model", `"${model}"`];
    refuse(`${argument}`, `expected undefined for ${method}, which has no body, got ${got}`);
  }
  const badStatus = statuses.find((status) => !/^[1-5]\d\d$/.test(status));
  if (badStatus !== undefined || statuses.length === 0) {
    refuse("statuses", `expected status codes, got "${badStatus ?? "none"}"`);
  }
}
