import * as pulumi from "@pulumi/pulumi";
import type { LambdaFunction } from "../lambda-function.ts";
import { allowRoute } from "../lambda-permission.ts";
import type { Operation } from "../openapi.ts";
import { Integration, type Route } from "./integration.ts";

/** What a LambdaProxyIntegration is made from. */
export interface LambdaProxyIntegrationArgs {
  /** The function that gets the raw request and formats the whole response. */
  readonly function: LambdaFunction;
  /** What the method answers, as the API's document tells it: status code to description. Default `200: OK`. */
  readonly responses?: Readonly<Record<string, string>>;
}

/**
 * Lambda proxy integration: API Gateway hands the function the whole request (headers, query, body) as it came, and
 * sends back exactly what the function answers. Nothing is validated, mapped or filtered on the way.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export class LambdaProxyIntegration extends Integration {
  readonly operation: pulumi.Output<Operation>;
  private readonly name: string;
  private readonly function: LambdaFunction;

  constructor(name: string, args: LambdaProxyIntegrationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("contact-us:integrations:LambdaProxyIntegration", name, {}, opts);
    this.name = name;
    this.function = args.function;

    this.operation = pulumi.output({
      responses: describe(args.responses ?? { "200": "OK" }),
      "x-amazon-apigateway-integration": {
        type: "aws_proxy" as const,
        // API Gateway always calls a function with POST, whatever the client's method was.
        httpMethod: "POST",
        uri: args.function.function.invokeArn,
      },
    });

    this.registerOutputs({ operation: this.operation });
  }

  override connect(route: Route, executionArn: pulumi.Output<string>): void {
    allowRoute(this.name, this.function, route, executionArn, this);
  }
}

function describe(responses: Readonly<Record<string, string>>): Operation["responses"] {
  return Object.fromEntries(Object.entries(responses).map(([status, description]) => [status, { description }]));
}
