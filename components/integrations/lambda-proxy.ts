import * as pulumi from "@pulumi/pulumi";
import type { Operation } from "../openapi.ts";
import { typeToken, withFormerType } from "../tokens.ts";
import { type ConnectedApi, Integration, type IntegrationArgs, type Route } from "./integration.ts";
import {
  createRoutePermission,
  type FunctionReference,
  type FunctionSource,
  functionOf,
  type PermissionTransform,
} from "./lambda-permission.ts";

/** Arguments of `LambdaProxyIntegration`. */
export interface LambdaProxyIntegrationArgs extends IntegrationArgs {
  /** The function that gets the raw request and formats the whole response, CORS headers included. */
  readonly function: FunctionSource;
  /** Changes of the resources inside. */
  readonly transform?: PermissionTransform;
}

/**
 * Lambda proxy integration: API Gateway hands the function the whole request (headers, query, body) as it came, and
 * sends back exactly what the function answers. Nothing is validated, mapped or filtered on the way.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export class LambdaProxyIntegration extends Integration {
  readonly kind = "lambda-proxy";
  readonly operation: pulumi.Output<Operation>;
  readonly #name: string;
  readonly #function: FunctionReference;
  readonly #transform?: PermissionTransform;

  constructor(name: string, args: LambdaProxyIntegrationArgs, opts?: pulumi.ComponentResourceOptions) {
    super(
      typeToken("LambdaProxyIntegration"),
      name,
      {},
      withFormerType(opts, "contact-us:integrations:LambdaProxyIntegration"),
    );
    this.#name = name;
    this.#function = functionOf(args.function);
    this.#transform = args.transform;
    this.operation = pulumi.output(this.#function.invokeArn).apply((uri) => proxyOperation(uri, args.summary));
    this.registerOutputs();
  }

  override connect(route: Route, api: ConnectedApi): void {
    createRoutePermission(this, this.#name, this.#function, route, api, this.#transform);
  }
}

function proxyOperation(uri: string, summary: string | undefined): Operation {
  return {
    summary,
    responses: { "200": { description: "Whatever the function answers, status included" } },
    "x-amazon-apigateway-integration": {
      type: "aws_proxy",
      // API Gateway always calls a function with POST, whatever the client's method was.
      httpMethod: "POST",
      uri,
    },
  };
}
