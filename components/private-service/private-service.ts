import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { bundle } from "./bundle.ts";
import { createInstances } from "./support-desk/instances.ts";
import { createLoadBalancer } from "./support-desk/load-balancer.ts";
import { createNetwork } from "./support-desk/network.ts";
import { createSecurityGroups, servicePort } from "./support-desk/security-groups.ts";
import { userData } from "./support-desk/user-data.ts";

/** Arguments of `SupportDesk`. */
export interface SupportDeskArgs {
  /** Origins whose pages may read the service's answers. */
  readonly allowedOrigins: readonly string[];
  /** Names of the availability zones to be in, at least two; see `vpcLinkZones`. */
  readonly zones: readonly string[];
}

/**
 * The support desk: an HTTP service on EC2 instances that have no public address, behind an internal load balancer that
 * API Gateway reaches through a VPC link.
 */
export class SupportDesk extends pulumi.ComponentResource {
  readonly vpcLink: aws.apigatewayv2.VpcLink;
  readonly loadBalancer: aws.lb.LoadBalancer;
  /** Base URL of the service, inside the VPC. */
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: SupportDeskArgs, opts?: pulumi.ComponentResourceOptions) {
    const environment = { HOST: "0.0.0.0", PORT: `${servicePort}`, ALLOWED_ORIGINS: args.allowedOrigins.join(",") };
    const firstStart = userData(bundle("handlers/support-desk/index.ts"), environment);
    super("contact-us:index:SupportDesk", name, {}, opts);

    const network = createNetwork(this, name, args.zones);
    const securityGroups = createSecurityGroups(this, name, network);
    const balancing = createLoadBalancer(this, name, network, securityGroups);
    createInstances(this, name, { network, securityGroups, balancing, userData: firstStart });

    this.vpcLink = new aws.apigatewayv2.VpcLink(
      `${name}-link`,
      { subnetIds: network.subnetIds, securityGroupIds: [securityGroups.vpcLink.id] },
      { parent: this },
    );
    this.loadBalancer = balancing.loadBalancer;
    // Known when there is a listener: before, API Gateway would find nothing behind the load balancer's address.
    this.url = pulumi
      .all([balancing.loadBalancer.dnsName, balancing.listener.arn])
      .apply(([dnsName]) => `http://${dnsName}`);

    this.registerOutputs({ vpcLink: this.vpcLink, loadBalancer: this.loadBalancer, url: this.url });
  }
}
