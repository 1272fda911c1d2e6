import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Integration } from "../integrations/integration.ts";
import type { JsonSchema } from "../openapi.ts";
import { ApiKey } from "./api-key.ts";
import { composeDocument } from "./document.ts";
import { type ParsedRoute, parseRoutes, requireVariables } from "./routes.ts";
import { createStage, type StageArgs } from "./stage.ts";

/** A route that needs an API key. */
export interface KeyedRoute {
  readonly integration: Integration;
  readonly apiKeyRequired: true;
}

/** One row of the table of routes that a deployed API has. */
export interface RouteRow {
  readonly method: string;
  readonly path: string;
  /** What the route leads to, for example `sqs` or `lambda-proxy`. */
  readonly integration: string;
  readonly apiKeyRequired: boolean;
}

/** Arguments of `RestApi`. */
export interface RestApiArgs extends StageArgs {
  /** One sentence about the API, shown in the console and in its document. */
  readonly description: string;
  /** `METHOD /path` to the integration that answers it. */
  readonly routes: Readonly<Record<string, Integration | KeyedRoute>>;
  /** Name (letters and digits) to JSON Schema, draft 4, of the models that integrations name. */
  readonly models: Readonly<Record<string, JsonSchema>>;
  /** Origins, such as `https://www.example.com`, whose pages may call the API. */
  readonly allowedOrigins: readonly string[];
}

/**
 * A REST API made of a table of routes. The whole API is one OpenAPI document, so one import replaces it: a route that is
 * no longer in the table is gone, and every change of the document is deployed.
 */
export class RestApi extends pulumi.ComponentResource {
  readonly api: aws.apigateway.RestApi;
  readonly stage: aws.apigateway.Stage;
  /** The table of routes. */
  readonly routes: readonly RouteRow[];
  /** The stage's URL. */
  readonly url: pulumi.Output<string>;
  /** The API key, if a route needs one. */
  readonly apiKey?: aws.apigateway.ApiKey;

  /** @throws Error that names an invalid route or argument, before any resource is created. */
  constructor(name: string, args: RestApiArgs, opts?: pulumi.ComponentResourceOptions) {
    const routes = checkRoutes(args.routes);
    checkOrigins(args.allowedOrigins);
    checkStageName(args.stageName);
    super("contact-us:index:RestApi", name, {}, opts);
    const body = composeBody(name, args, routes);
    this.api = createApi(this, name, args, body);
    const deployment = createDeployment(this, name, this.api, body);
    this.stage = createStage(this, name, args, this.api, deployment);
    if (routes.some((route) => route.apiKeyRequired)) {
      this.apiKey = new ApiKey(name, { stage: this.stage }, { parent: this }).key;
    }
    for (const { integration, method, path } of routes) {
      integration.connect?.({ method, path }, { name, executionArn: this.api.executionArn });
    }
    this.routes = routes.map(({ method, path, integration, apiKeyRequired }) => ({
      method,
      path,
      integration: integration.kind,
      apiKeyRequired,
    }));
    this.url = this.stage.invokeUrl;
    this.registerOutputs({ api: this.api, stage: this.stage, url: this.url, apiKey: this.apiKey });
  }
}

interface ApiRoute extends ParsedRoute {
  readonly integration: Integration;
  readonly apiKeyRequired: boolean;
}

function checkRoutes(table: RestApiArgs["routes"]): ApiRoute[] {
  return parseRoutes(Object.keys(table)).map((route) => {
    const target = table[route.key] as Integration | KeyedRoute;
    const { integration, apiKeyRequired } =
      "integration" in target ? target : { integration: target, apiKeyRequired: false };
    requireVariables(route, integration.pathParameters);
    return { ...route, integration, apiKeyRequired };
  });
}

function checkOrigins(origins: readonly string[]): void {
  if (origins.length === 0) throw new Error("allowedOrigins: expected at least one origin");
}

// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
function checkStageName(stageName: string): void {
  if (!/^[A-Za-z0-9_-]{1,128}$/.test(stageName)) {
    throw new Error(`stageName: expected at most 128 letters, digits, hyphens and underscores, got "${stageName}"`);
  }
}

function composeBody(name: string, args: RestApiArgs, routes: readonly ApiRoute[]): pulumi.Output<string> {
  const { description, models, allowedOrigins } = args;
  const withOperations = routes.map(({ integration, ...route }) =>
    integration.operation.apply((operation) => ({ ...route, operation })),
  );
  return pulumi
    .all(withOperations)
    .apply((known) =>
      JSON.stringify(composeDocument({ title: name, description, routes: known, models, allowedOrigins })),
    );
}

function createApi(parent: RestApi, name: string, args: RestApiArgs, body: pulumi.Output<string>) {
  return new aws.apigateway.RestApi(
    name,
    {
      description: args.description,
      body,
      // `merge`, the default, would keep routes that the document no longer has.
      putRestApiMode: "overwrite",
      failOnWarnings: true,
      endpointConfiguration: { types: "REGIONAL" },
    },
    { parent },
  );
}

function createDeployment(parent: RestApi, name: string, api: aws.apigateway.RestApi, body: pulumi.Output<string>) {
  const redeployment = body.apply((text) => createHash("sha256").update(text).digest("hex"));
  return new aws.apigateway.Deployment(
    `${name}-deployment`,
    { restApi: api.id, triggers: { redeployment } },
    { parent },
  );
}
