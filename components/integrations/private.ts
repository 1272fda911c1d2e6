import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Operation } from "../rest-api/openapi.ts";
import { Integration, type IntegrationArgs } from "./integration.ts";

/** Arguments of `PrivateIntegration`. */
export interface PrivateIntegrationArgs extends IntegrationArgs {
  /** The VPC link, of the second kind, that leads into the network. */
  readonly vpcLink: aws.apigatewayv2.VpcLink;
  /** The load balancer at the link's end. */
  readonly loadBalancer: aws.lb.LoadBalancer;
  /** Base URL of the service behind the load balancer, without a slash at its end: its host is the `Host` header. */
  readonly url: pulumi.Input<string>;
  /** Path below `url`. Each `{variable}` in it is filled from the route's path variable of that name. */
  readonly path: string;
  /** Milliseconds to wait for the service, 50 to 29,000; after that the client gets 504. */
  readonly timeoutInMillis: number;
}

/**
 * API Gateway to an HTTP service that has no public address, through a VPC link. It passes through whatever the client
 * sends and the service answers.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-private-integration.html
 */
export class PrivateIntegration extends Integration {
  readonly operation: pulumi.Output<Operation>;
  override readonly pathParameters: readonly string[];

  constructor(name: string, args: PrivateIntegrationArgs, opts?: pulumi.ComponentResourceOptions) {
    checkArgs(args);
    super("contact-us:integrations:PrivateIntegration", name, {}, opts);
    this.pathParameters = [...args.path.matchAll(/\{([^{}]+)\}/g)].map(([, variable]) => variable as string);
    this.operation = pulumi
      .output({ connectionId: args.vpcLink.id, integrationTarget: args.loadBalancer.arn, url: args.url })
      .apply((known) => privateOperation(args, this.pathParameters, known));
    this.registerOutputs({ operation: this.operation });
  }
}

function privateOperation(
  { summary, path, timeoutInMillis }: PrivateIntegrationArgs,
  pathParameters: readonly string[],
  { connectionId, integrationTarget, url }: { connectionId: string; integrationTarget: string; url: string },
): Operation {
  return {
    summary,
    responses: { "200": { description: "Whatever the service answers, status included" } },
    "x-amazon-apigateway-integration": {
      type: "http_proxy",
      connectionType: "VPC_LINK",
      connectionId,
      integrationTarget,
      // The client's own method.
      httpMethod: "ANY",
      uri: `${url}${path}`,
      passthroughBehavior: "when_no_match",
      timeoutInMillis,
      requestParameters: Object.fromEntries(
        pathParameters.map((name) => [`integration.request.path.${name}`, `method.request.path.${name}`]),
      ),
    },
  };
}

function checkArgs({ path, timeoutInMillis }: PrivateIntegrationArgs): void {
  if (!path.startsWith("/")) throw new Error(`path: expected a path that begins with a slash, got "${path}"`);
  if (!Number.isInteger(timeoutInMillis) || timeoutInMillis < 50 || timeoutInMillis > 29_000) {
    throw new Error(`timeoutInMillis: expected a whole number from 50 to 29000, got ${timeoutInMillis}`);
  }
}
