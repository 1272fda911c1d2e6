import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkArguments, checkRetention, refuse } from "../arguments.ts";
import { bundle } from "../lambda/bundle.ts";
import { typeToken, withFormerType } from "../tokens.ts";
import { transformed } from "../transform.ts";
import { createAccess } from "./access.ts";
import { createFlowLogs } from "./flow-logs.ts";
import { createInstances } from "./instances.ts";
import { createLoadBalancer, type ListenerTls, listenerPort } from "./load-balancer.ts";
import { createNetwork } from "./network.ts";
import { createSecurityGroups, SERVICE_PORT } from "./security-groups.ts";
import type { PrivateServiceTransform } from "./transform.ts";
import { type UserDataArgs, userData } from "./user-data.ts";

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
  /** Names of the availability zones to be in, at least two; see `readPlacement`. */
  readonly zones: readonly string[];
  /** Types of instances for arm64, the preferred one first. Default: `t4g.micro`. */
  readonly instanceTypes?: readonly string[];
  /** HTTPS from API Gateway to the load balancer. Default: HTTP, within the network. */
  readonly tls?: ListenerTls;
  /**
   * Whether operators can open a session on the instances, and CloudWatch gets their logs. Its three network endpoints are
   * paid by the hour. Default: false.
   */
  readonly instanceAccess?: boolean;
  /** Whether the network's connections are logged. Default: false. */
  readonly flowLogs?: boolean;
  /** Days that these logs are kept, one of the periods that CloudWatch Logs allows. Default: 30. */
  readonly logRetentionDays?: number;
  /** Changes of the resources inside. */
  readonly transform?: PrivateServiceTransform;
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
  /** What the instances print, with `instanceAccess`. */
  readonly logGroup?: aws.cloudwatch.LogGroup;
  /** Base URL of the service, inside the VPC. */
  readonly url: pulumi.Output<string>;

  /**
   * @param name The component's name, and the service's on its instances.
   * @throws ArgumentError when the service does not compile, or is longer than the 16 KB that EC2 takes as user data.
   */
  constructor(name: string, args: PrivateServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    const { instanceTypes = ["t4g.micro"], tls, instanceAccess = false, logRetentionDays = 30, transform = {} } = args;
    const service = checkArguments(`PrivateService "${name}"`, () => checkArgs(name, args));
    super(typeToken("PrivateService"), name, {}, withFormerType(opts, "contact-us:index:SupportDesk"));

    const network = createNetwork(this, name, args.zones, transform);
    const securityGroups = createSecurityGroups(this, name, network, listenerPort(tls), transform);
    const balancing = createLoadBalancer(this, name, {
      network,
      securityGroups,
      healthCheckPath: args.healthCheckPath,
      tls,
      transform,
    });
    const access = instanceAccess
      ? createAccess(this, name, { network, securityGroups, logRetentionDays, transform })
      : undefined;
    if (args.flowLogs) createFlowLogs(this, name, network, logRetentionDays, transform);
    createInstances(this, name, {
      network,
      securityGroups,
      balancing,
      instanceTypes,
      access,
      transform,
      userData: pulumi.output(access?.logGroup.name).apply((logGroup) => userData({ ...service, logGroup })),
    });

    this.vpcLink = new aws.apigatewayv2.VpcLink(
      ...transformed<aws.apigatewayv2.VpcLinkArgs>(
        transform.vpcLink,
        `${name}-link`,
        { subnetIds: network.subnetIds, securityGroupIds: [securityGroups.vpcLink.id] },
        { parent: this },
      ),
    );
    this.loadBalancer = balancing.loadBalancer;
    this.targetGroup = balancing.targetGroup;
    this.logGroup = access?.logGroup;
    // Known when the listener exists; before, API Gateway would find nothing at the load balancer's address.
    this.url = pulumi
      .all([balancing.loadBalancer.dnsName, balancing.listener.arn])
      .apply(([dnsName]) => (tls === undefined ? `http://${dnsName}` : `https://${tls.serverName}`));

    this.registerOutputs({ vpcLink: this.vpcLink, loadBalancer: this.loadBalancer, url: this.url });
  }
}

/** Log groups that Pulumi names have fewer characters than this. */
const LOG_GROUP_NAME = "x".repeat(100);

/** @returns What an instance runs. */
function checkArgs(
  name: string,
  { entry, environment, healthCheckPath, zones, instanceTypes, instanceAccess, logRetentionDays }: PrivateServiceArgs,
): UserDataArgs {
  if (logRetentionDays !== undefined) checkRetention(logRetentionDays);
  if (zones.length < 2) refuse("zones", `expected at least two, got ${zones.join(", ") || "none"}`);
  if (!healthCheckPath.startsWith("/")) {
    refuse("healthCheckPath", `expected a path that begins with a slash, got "${healthCheckPath}"`);
  }
  if (instanceTypes?.length === 0) refuse("instanceTypes", "expected at least one type, got none");
  const service = {
    service: name,
    code: bundle(entry),
    environment: { HOST: "0.0.0.0", PORT: `${SERVICE_PORT}`, ...environment },
  };
  userData({ ...service, logGroup: instanceAccess ? LOG_GROUP_NAME : undefined });
  return service;
}
