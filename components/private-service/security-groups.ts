import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { transformed } from "../transform.ts";
import type { Network } from "./network.ts";
import type { PrivateServiceTransform } from "./transform.ts";

/** Port of the service on each instance. */
export const SERVICE_PORT = 8080;

/** The three hops of a request; each may reach the next one and no other. */
export interface SecurityGroups {
  readonly vpcLink: aws.ec2.SecurityGroup;
  readonly loadBalancer: aws.ec2.SecurityGroup;
  readonly instance: aws.ec2.SecurityGroup;
  /** Every rule, for resources that must not start before all of them exist. */
  readonly rules: readonly pulumi.Resource[];
}

/**
 * Creates the security groups; they are children of `parent`. The group that EC2 gives each network, which would let its
 * members reach each other and everything else, loses its rules.
 *
 * @param listenerPort Port of the load balancer.
 */
export function createSecurityGroups(
  parent: pulumi.Resource,
  name: string,
  network: Network,
  listenerPort: number,
  transform: PrivateServiceTransform,
): SecurityGroups {
  new aws.ec2.DefaultSecurityGroup(
    ...transformed<aws.ec2.DefaultSecurityGroupArgs>(
      transform.defaultSecurityGroup,
      `${name}-default`,
      { vpcId: network.vpcId },
      { parent },
    ),
  );
  const group = (hop: string, description: string) =>
    new aws.ec2.SecurityGroup(
      ...transformed<aws.ec2.SecurityGroupArgs>(
        transform.securityGroup,
        `${name}-${hop}`,
        { vpcId: network.vpcId, description },
        { parent },
      ),
    );
  const vpcLink = group("link", "The VPC link of API Gateway: reaches the load balancer");
  const loadBalancer = group("lb", "The load balancer: reached by the VPC link, reaches the instances");
  const instance = group("instance", "An instance: reached by the load balancer, reaches the package repository");
  const rules = [
    ...allowTraffic(parent, `${name}-link-to-lb`, vpcLink, loadBalancer, listenerPort, transform),
    ...allowTraffic(parent, `${name}-lb-to-instance`, loadBalancer, instance, SERVICE_PORT, transform),
    allowPackages(parent, `${name}-instance-to-packages`, instance, network.packages, transform),
  ];
  return { vpcLink, loadBalancer, instance, rules };
}

/** Lets the members of one group reach those of another, at one port. */
export function allowTraffic(
  parent: pulumi.Resource,
  name: string,
  from: aws.ec2.SecurityGroup,
  to: aws.ec2.SecurityGroup,
  port: number,
  transform: PrivateServiceTransform,
): pulumi.Resource[] {
  const traffic = { ipProtocol: "tcp", fromPort: port, toPort: port, description: name };
  return [
    new aws.vpc.SecurityGroupEgressRule(
      ...transformed<aws.vpc.SecurityGroupEgressRuleArgs>(
        transform.egressRule,
        `${name}-out`,
        { ...traffic, securityGroupId: from.id, referencedSecurityGroupId: to.id },
        { parent },
      ),
    ),
    new aws.vpc.SecurityGroupIngressRule(
      ...transformed<aws.vpc.SecurityGroupIngressRuleArgs>(
        transform.ingressRule,
        `${name}-in`,
        { ...traffic, securityGroupId: to.id, referencedSecurityGroupId: from.id },
        { parent },
      ),
    ),
  ];
}

function allowPackages(
  parent: pulumi.Resource,
  name: string,
  from: aws.ec2.SecurityGroup,
  packages: aws.ec2.VpcEndpoint,
  transform: PrivateServiceTransform,
): pulumi.Resource {
  return new aws.vpc.SecurityGroupEgressRule(
    ...transformed<aws.vpc.SecurityGroupEgressRuleArgs>(
      transform.egressRule,
      name,
      {
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        securityGroupId: from.id,
        prefixListId: packages.prefixListId,
        description: name,
      },
      { parent },
    ),
  );
}
