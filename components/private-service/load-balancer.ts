import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Network } from "./network.ts";
import { LISTENER_PORT, SERVICE_PORT, type SecurityGroups } from "./security-groups.ts";

/** An internal load balancer, and the group of targets that it spreads requests over. */
export interface Balancing {
  readonly loadBalancer: aws.lb.LoadBalancer;
  readonly listener: aws.lb.Listener;
  readonly targetGroup: aws.lb.TargetGroup;
}

/** Arguments of the load balancer. */
export interface LoadBalancerArgs {
  readonly network: Network;
  readonly securityGroups: SecurityGroups;
  /** Path that answers 200 while the service is healthy. */
  readonly healthCheckPath: string;
}

/** Creates the load balancer; its resources are children of `parent`. Nothing outside the VPC can reach it. */
export function createLoadBalancer(
  parent: pulumi.Resource,
  name: string,
  { network, securityGroups, healthCheckPath }: LoadBalancerArgs,
): Balancing {
  const loadBalancer = new aws.lb.LoadBalancer(
    `${name}-lb`,
    {
      internal: true,
      loadBalancerType: "application",
      subnets: network.subnetIds,
      securityGroups: [securityGroups.loadBalancer.id],
      dropInvalidHeaderFields: true,
    },
    { parent },
  );
  const targetGroup = new aws.lb.TargetGroup(
    `${name}-tg`,
    {
      vpcId: network.vpcId,
      protocol: "HTTP",
      port: SERVICE_PORT,
      deregistrationDelay: 30,
      healthCheck: { path: healthCheckPath, matcher: "200", interval: 15, timeout: 5, unhealthyThreshold: 2 },
    },
    { parent },
  );
  const listener = new aws.lb.Listener(
    `${name}-listener`,
    {
      loadBalancerArn: loadBalancer.arn,
      protocol: "HTTP",
      port: LISTENER_PORT,
      defaultActions: [{ type: "forward", targetGroupArn: targetGroup.arn }],
    },
    { parent },
  );
  return { loadBalancer, listener, targetGroup };
}
