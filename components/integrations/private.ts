import * as pulumi from "@pulumi/pulumi";
import { checkArguments } from "../arguments.ts";
import type { Operation } from "../openapi.ts";
import { typeToken, withFormerType } from "../tokens.ts";
import { Integration, type IntegrationArgs } from "./integration.ts";
import { checkUpstream, checkUrl, forward, pathVariables, type UpstreamArgs } from "./upstream.ts";

/** Arguments of `PrivateIntegration`. */
export interface PrivateIntegrationArgs extends IntegrationArgs, UpstreamArgs {
  /** The VPC link (V2) that leads into the network: an `aws.apigatewayv2.VpcLink`, or another stack's ID. */
  readonly vpcLink: { readonly id: pulumi.Input<string> };
  /** The load balancer at the link's end: an `aws.lb.LoadBalancer`, one that was looked up or another stack's ARN fits. */
  readonly loadBalancer: { readonly arn: pulumi.Input<string> };
  /** Base URL of the service behind the load balancer, without a slash at its end: its host is the `Host` header. */
  readonly url: pulumi.Input<string>;
}

/**
 * API Gateway to an HTTP service that has no public address, through a VPC link. It passes through whatever the client
 * sends and the service answers.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-private-integration.html
 */
export class PrivateIntegration extends Integration {
  readonly kind = "private";
  readonly operation: pulumi.Output<Operation>;
  override readonly pathParameters: readonly string[];
  override readonly stageVariables: Readonly<Record<string, pulumi.Input<string>>>;

  /** @throws ArgumentError that names the invalid argument; the operation fails for a URL that is known later. */
  constructor(name: string, args: PrivateIntegrationArgs, opts?: pulumi.ComponentResourceOptions) {
    const component = `PrivateIntegration "${name}"`;
    checkArguments(component, () => {
      checkUpstream(args);
      if (typeof args.url === "string") checkUrl(args.url);
    });
    super(
      typeToken("PrivateIntegration"),
      name,
      {},
      withFormerType(opts, "contact-us:integrations:PrivateIntegration"),
    );
    this.pathParameters = pathVariables(args.path);
    // The link's ID is in the document by the name of a stage variable. With the ID itself, an import that removes the route
    // would leave a dangling integration behind, which keeps API Gateway from deleting the link: "This behavior does not
    // apply when the private integration references VpcLink through a stage variable."
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
    // A link that is no longer used goes last: first the import, the new deployment, and the stage that moves to it and loses
    // the variable; then, as in each update of Pulumi, what the program no longer has, the former deployment before the link.
    const variable = `${name.replace(/\W/g, "_")}_vpc_link`;
    this.stageVariables = { [variable]: args.vpcLink.id };
    this.operation = pulumi.output({ integrationTarget: args.loadBalancer.arn, url: args.url }).apply((known) => {
      checkArguments(component, () => checkUrl(known.url));
      const connectionId = `\${stageVariables.${variable}}`;
      return privateOperation(args, this.pathParameters, { ...known, connectionId });
    });
    this.registerOutputs();
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
      requestParameters: Object.fromEntries(forward("path", pathParameters)),
    },
  };
}
