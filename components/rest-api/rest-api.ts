import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkArguments, checkWholeNumber, refuse } from "../arguments.ts";
import type { JsonSchema } from "../openapi.ts";
import { typeToken, withFormerType } from "../tokens.ts";
import { type Transform, transformed } from "../transform.ts";
import { ApiKey, type ApiKeyTransform, checkUsagePlan, type UsagePlan } from "./api-key.ts";
import { type Cors, checkCors } from "./cors.ts";
import { composeDocument, IAM_SCHEME } from "./document.ts";
import { checkEndpoint, type EndpointArgs, policyOf } from "./endpoint.ts";
import { type ApiRoute, authorizersOf, type Routes, readRoutes } from "./route-args.ts";
import {
  checkFurtherStages,
  checkStage,
  createStage,
  furtherStages,
  type StageArgs,
  type StagesArgs,
  type StageTransform,
} from "./stage.ts";

/** One row of the table of routes that a deployed API has. */
export interface RouteRow {
  readonly method: string;
  readonly path: string;
  /** What the route leads to, for example `sqs` or `lambda-proxy`. */
  readonly integration: string;
  readonly apiKeyRequired: boolean;
  /** `none`, `iam`, or the authorizer's name. */
  readonly authorization: string;
}

/** Arguments of `RestApi`, and of its first stage. */
export interface RestApiArgs extends StagesArgs, EndpointArgs {
  /** One sentence about the API, shown in the console and in its document. */
  readonly description: string;
  /** `METHOD /path` to the integration that answers it, or to a `RouteArgs`. */
  readonly routes: Routes;
  /** Name (letters and digits) to JSON Schema, draft 4, of the models that integrations name. */
  readonly models: Readonly<Record<string, JsonSchema>>;
  /** Which pages may call the API from a browser; `false` for none of another origin. */
  readonly cors: Cors | false;
  /** What the key of the routes with `apiKeyRequired` may use. Default: whatever the stage lets through. */
  readonly usagePlan?: UsagePlan;
  /** Media types whose bodies are bytes, beside those of the integrations. Default: none, any other body is text. */
  readonly binaryMediaTypes?: readonly string[];
  /** Bytes, 0 to 10,485,760: a response of that size is compressed if its caller accepts that. Default: none is. */
  readonly minimumCompressionSize?: number;
  /** Whether an import that API Gateway warns of fails. Default true. */
  readonly failOnWarnings?: boolean;
  /** Tags of every resource that takes some. Default: the provider's own. */
  readonly tags?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Changes of the resources inside. */
  readonly transform?: StageTransform &
    ApiKeyTransform & {
      readonly api?: Transform<aws.apigateway.RestApiArgs>;
      readonly deployment?: Transform<aws.apigateway.DeploymentArgs>;
    };
}

/**
 * A REST API made of a table of routes. The whole API is one OpenAPI document, so one import replaces it: a route that
 * is no longer in the table is gone, and every change of the document is deployed.
 */
export class RestApi extends pulumi.ComponentResource {
  readonly api: aws.apigateway.RestApi;
  /** The newest deployment. */
  readonly deployment: aws.apigateway.Deployment;
  /** The first stage. */
  readonly stage: aws.apigateway.Stage;
  /** Every stage by its name. */
  readonly stages: Readonly<Record<string, aws.apigateway.Stage>>;
  /** The table of routes. */
  readonly routes: readonly RouteRow[];
  /** The first stage's URL. */
  readonly url: pulumi.Output<string>;
  /** The API key, if a route needs one. */
  readonly apiKey?: aws.apigateway.ApiKey;

  /** @throws ArgumentError that names an invalid route or argument, before any resource is created. */
  constructor(name: string, args: RestApiArgs, opts?: pulumi.ComponentResourceOptions) {
    const routes = checkArguments(`RestApi "${name}"`, () => checkArgs(args));
    super(typeToken("RestApi"), name, {}, withFormerType(opts, "contact-us:index:RestApi"));
    const { usagePlan, tags, transform } = args;
    const [apiName, apiArgs, apiOpts] = transformedApi(this, name, args, composeBody(name, args, routes));
    this.api = new aws.apigateway.RestApi(apiName, apiArgs, apiOpts);
    this.deployment = createDeployment(this, name, args, this.api, apiArgs);
    const variables = stageVariables(routes);
    const create = (prefix: string, stage: StageArgs, after?: aws.apigateway.Stage) => {
      const withVariables = { ...stage, variables: { ...variables, ...stage.variables } };
      return createStage(this, prefix, withVariables, this.api, this.deployment, routes, after);
    };
    this.stage = create(name, args);
    this.stages = {
      [args.stageName]: this.stage,
      ...Object.fromEntries(
        furtherStages(args).map((stage) => [stage.stageName, create(`${name}-${stage.stageName}`, stage, this.stage)]),
      ),
    };
    if (routes.some((route) => route.apiKeyRequired)) {
      const stages = Object.values(this.stages);
      this.apiKey = new ApiKey(name, { ...usagePlan, stages, tags, transform }, { parent: this }).key;
    }
    const connected = { name, executionArn: this.api.executionArn };
    for (const { integration, method, path } of routes) integration.connect?.({ method, path }, connected);
    for (const authorizer of authorizersOf(routes)) authorizer.connect?.(connected);
    this.routes = routes.map((route) => ({
      method: route.method,
      path: route.path,
      integration: route.integration.kind,
      apiKeyRequired: route.apiKeyRequired,
      authorization:
        typeof route.authorization === "object" ? route.authorization.name : (route.authorization ?? "none"),
    }));
    this.url = this.stage.invokeUrl;
    this.registerOutputs({ api: this.api, stage: this.stage, url: this.url, apiKey: this.apiKey });
  }
}

function checkArgs(args: RestApiArgs): ApiRoute[] {
  const { cors, usagePlan, minimumCompressionSize } = args;
  if (cors) checkCors(cors);
  if (minimumCompressionSize !== undefined) {
    checkWholeNumber("minimumCompressionSize", minimumCompressionSize, 0, 10_485_760);
  }
  checkEndpoint(args);
  checkStage(args);
  checkFurtherStages(args);
  const routes = readRoutes(args);
  // The mock integration of a preflight reads its template's text.
  if (cors && binaryMediaTypesOf(args, routes).includes("*/*")) {
    refuse(
      "binaryMediaTypes",
      'expected media types such as "image/png" beside cors, got "*/*", which breaks every preflight',
    );
  }
  if (usagePlan) {
    checkUsagePlan(usagePlan);
    if (!routes.some((route) => route.apiKeyRequired))
      refuse("usagePlan", "expected a route with apiKeyRequired, got none");
  }
  return routes;
}

/** What the routes' integrations keep in stage variables, such as the ID of a VPC link. */
function stageVariables(routes: readonly ApiRoute[]): Record<string, pulumi.Input<string>> {
  return Object.assign({}, ...routes.map(({ integration }) => integration.stageVariables));
}

/** An API has one list of them, for all routes. */
function binaryMediaTypesOf({ binaryMediaTypes = [] }: RestApiArgs, routes: readonly ApiRoute[]): string[] {
  return [
    ...new Set([...binaryMediaTypes, ...routes.flatMap(({ integration }) => integration.binaryMediaTypes)]),
  ].sort();
}

function composeBody(name: string, args: RestApiArgs, routes: readonly ApiRoute[]): pulumi.Output<string> {
  const { description, models, cors, minimumCompressionSize, disableExecuteApiEndpoint } = args;
  const binaryMediaTypes = binaryMediaTypesOf(args, routes);
  const withOperations = routes.map(({ integration, authorization, ...route }) =>
    integration.operation.apply((operation) => ({
      ...route,
      operation,
      scheme: typeof authorization === "object" ? authorization.name : authorization && IAM_SCHEME,
    })),
  );
  const authorizers = Object.fromEntries(
    authorizersOf(routes).map((authorizer) => [authorizer.name, authorizer.scheme]),
  );
  return pulumi
    .all([
      pulumi.all(withOperations),
      pulumi.all(authorizers),
      policyOf(args),
      pulumi.all([...(args.vpcEndpointIds ?? [])]),
    ])
    .apply(([known, schemes, policy, vpcEndpointIds]) =>
      JSON.stringify(
        composeDocument({
          title: name,
          description,
          routes: known,
          models,
          cors,
          authorizers: schemes,
          policy,
          binaryMediaTypes,
          minimumCompressionSize,
          disableExecuteApiEndpoint,
          ...(vpcEndpointIds.length > 0 && { vpcEndpointIds }),
        }),
      ),
    );
}

function transformedApi(parent: RestApi, name: string, args: RestApiArgs, body: pulumi.Output<string>) {
  const {
    description,
    endpointType = "REGIONAL",
    vpcEndpointIds,
    disableExecuteApiEndpoint,
    failOnWarnings = true,
    tags,
  } = args;
  return transformed<aws.apigateway.RestApiArgs>(
    args.transform?.api,
    name,
    {
      description,
      body,
      // `merge`, the default, would keep routes that the document no longer has.
      putRestApiMode: "overwrite",
      failOnWarnings,
      endpointConfiguration: { types: endpointType, ...(vpcEndpointIds && { vpcEndpointIds: [...vpcEndpointIds] }) },
      disableExecuteApiEndpoint,
      tags,
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
  const isKept = [args, ...furtherStages(args)].some(({ deploymentId }) => deploymentId !== undefined);
  return new aws.apigateway.Deployment(
    ...transformed<aws.apigateway.DeploymentArgs>(
      args.transform?.deployment,
      `${name}-deployment`,
      { restApi: api.id, triggers: { redeployment } },
      { parent, ...(isKept && { retainOnDelete: true }) },
    ),
  );
}
