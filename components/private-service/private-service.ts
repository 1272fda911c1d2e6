import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkArguments } from "../arguments.ts";
import { bundle } from "../lambda/bundle.ts";
import { typeToken, withFormerType } from "../tokens.ts";
import { createInstances } from "./instances.ts";
import { createLoadBalancer } from "./load-balancer.ts";
import { createNetwork } from "./network.ts";
import { createSecurityGroups, SERVICE_PORT } from "./security-groups.ts";
import { userData } from "./user-data.ts";

/** Arguments of `PrivateService`. */
export interface PrivateServiceArgs {
  /**
   * The service's file: a path from the program's folder, or a URL such as `new URL("service.ts", import.meta.url)`. It is
   * bundled, and must listen on the address and port that the environment variables `HOST` and `PORT` name.
   */
  readonly entry: string | URL;
  /** Environment variables of the service, besides `HOST` and `PORT`. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Path that answers 200 while the service is healthy, for example `/health`. */
  readonly healthCheckPath: string;
  /** Names of the availability zones to be in, at least two; see `readVpcLinkZones`. */
  readonly zones: readonly string[];
}

/**
 * An HTTP service on EC2 instances that have no public address, behind an internal load balancer that API Gateway reaches
 * through a VPC link.
 */
export class PrivateService extends pulumi.ComponentResource {
  readonly vpcLink: aws.apigatewayv2.VpcLink;
  readonly loadBalancer: aws.lb.LoadBalancer;
  /** The instances, as the load balancer knows them. */
  readonly targetGroup: aws.lb.TargetGroup;
  /** Base URL of the service, inside the VPC. */
  readonly url: pulumi.Output<string>;

  /**
   * @param name The component's name, and the service's on its instances.
   * @throws ArgumentError when the service does not compile, or is longer than the 16 KB that EC2 takes as user data.
   */
  constructor(name: string, args: PrivateServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    const environment = { HOST: "0.0.0.0", PORT: `${SERVICE_PORT}`, ...args.environment };
    const firstStart = checkArguments(`PrivateService "${name}"`, () =>
      userData(name, bundle(args.entry), environment),
    );
    super(typeToken("PrivateService"), name, {}, withFormerType(opts, "contact-us:index:SupportDesk"));

    const network = createNetwork(this, name, args.zones);
    const securityGroups = createSecurityGroups(this, name, network);
    const balancing = createLoadBalancer(this, name, {
      network,
      securityGroups,
      healthCheckPath: args.healthCheckPath,
    });
    createInstances(this, name, { network, securityGroups, balancing, userData: firstStart });

    this.vpcLink = new aws.apigatewayv2.VpcLink(
      `${name}-link`,
      { subnetIds: network.subnetIds, securityGroupIds: [securityGroups.vpcLink.id] },
      { parent: this },
    );
    this.loadBalancer = balancing.loadBalancer;
    this.targetGroup = balancing.targetGroup;
    // Known when the listener exists; before, API Gateway would find nothing at the load balancer's address.
    this.url = pulumi
      .all([balancing.loadBalancer.dnsName, balancing.listener.arn])
      .apply(([dnsName]) => `http://${dnsName}`);

    this.registerOutputs({ vpcLink: this.vpcLink, loadBalancer: this.loadBalancer, url: this.url });
  }
}
