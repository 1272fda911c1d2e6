import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkArguments, refuse } from "../arguments.ts";
import type { Integration } from "../integrations/integration.ts";
import type { JsonSchema } from "../openapi.ts";
import { typeToken, withFormerType } from "../tokens.ts";
import { type Transform, transformed } from "../transform.ts";
import { ApiKey, type ApiKeyTransform } from "./api-key.ts";
import { composeDocument } from "./document.ts";
import { checkNeeds, type ParsedRoute, parseRoutes } from "./routes.ts";
import { createStage, type StageArgs, type StageTransform } from "./stage.ts";

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
  /** Changes of the resources inside. */
  readonly transform?: StageTransform &
    ApiKeyTransform & {
      readonly api?: Transform<aws.apigateway.RestApiArgs>;
      readonly deployment?: Transform<aws.apigateway.DeploymentArgs>;
    };
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

  /** @throws ArgumentError that names an invalid route or argument, before any resource is created. */
  constructor(name: string, args: RestApiArgs, opts?: pulumi.ComponentResourceOptions) {
    const routes = checkArguments(`RestApi "${name}"`, () => checkArgs(args));
    super(typeToken("RestApi"), name, {}, withFormerType(opts, "contact-us:index:RestApi"));
    const body = composeBody(name, args, routes);
    const [apiName, apiArgs, apiOpts] = transformedApi(this, name, args, body);
    this.api = new aws.apigateway.RestApi(apiName, apiArgs, apiOpts);
    const deployment = createDeployment(this, name, args, this.api, apiArgs);
    this.stage = createStage(this, name, args, this.api, deployment, stageVariables(routes));
    if (routes.some((route) => route.apiKeyRequired)) {
      this.apiKey = new ApiKey(name, { stage: this.stage, transform: args.transform }, { parent: this }).key;
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

function stageVariables(routes: readonly ApiRoute[]): Record<string, pulumi.Input<string>> {
  return Object.assign({}, ...routes.map(({ integration }) => integration.stageVariables));
}

interface ApiRoute extends ParsedRoute {
  readonly integration: Integration;
  readonly apiKeyRequired: boolean;
}

function checkArgs(args: RestApiArgs): ApiRoute[] {
  if (args.allowedOrigins.length === 0) refuse("allowedOrigins", "expected at least one origin, got none");
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
  if (!/^[A-Za-z0-9_-]{1,128}$/.test(args.stageName)) {
    refuse("stageName", `expected at most 128 letters, digits, hyphens and underscores, got "${args.stageName}"`);
  }
  return parseRoutes(Object.keys(args.routes)).flatMap((route) => {
    const target = args.routes[route.key];
    if (target === undefined) return [];
    const { integration, apiKeyRequired } =
      "integration" in target ? target : { integration: target, apiKeyRequired: false };
    checkNeeds(route, integration, Object.keys(args.models));
    return [{ ...route, integration, apiKeyRequired }];
  });
}

function composeBody(name: string, args: RestApiArgs, routes: readonly ApiRoute[]): pulumi.Output<string> {
  const { description, models, allowedOrigins } = args;
  const withOperations = routes.map(({ integration, ...route }) =>
    integration.operation.apply((operation) => ({ ...route, operation })),
  );
  const binaryMediaTypes = [...new Set(routes.flatMap(({ integration }) => integration.binaryMediaTypes))].sort();
  return pulumi
    .all(withOperations)
    .apply((known) =>
      JSON.stringify(
        composeDocument({ title: name, description, routes: known, models, allowedOrigins, binaryMediaTypes }),
      ),
    );
}

function transformedApi(parent: RestApi, name: string, args: RestApiArgs, body: pulumi.Output<string>) {
  return transformed<aws.apigateway.RestApiArgs>(
    args.transform?.api,
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

/** A stage serves what a deployment took from the API, so every change of the API needs a new one: its policy, too. */
function createDeployment(
  parent: RestApi,
  name: string,
  args: RestApiArgs,
  api: aws.apigateway.RestApi,
  { description, tags, ...deployed }: aws.apigateway.RestApiArgs,
) {
  const redeployment = pulumi.jsonStringify(deployed).apply((text) => createHash("sha256").update(text).digest("hex"));
  return new aws.apigateway.Deployment(
    ...transformed<aws.apigateway.DeploymentArgs>(
      args.transform?.deployment,
      `${name}-deployment`,
      { restApi: api.id, triggers: { redeployment } },
      { parent },
    ),
  );
}
