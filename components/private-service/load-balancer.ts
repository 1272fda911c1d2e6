import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Network } from "./network.ts";
import { listenerPort, type SecurityGroups, servicePort } from "./security-groups.ts";

/** An internal load balancer and the instances that it spreads requests over. */
export interface Balancing {
  readonly loadBalancer: aws.lb.LoadBalancer;
  readonly listener: aws.lb.Listener;
  readonly targetGroup: aws.lb.TargetGroup;
}

/** What the load balancer is made of. */
export interface LoadBalancerArgs {
  readonly network: Network;
  readonly securityGroups: SecurityGroups;
  /** Path that answers 200 while the service is well. */
  readonly healthCheckPath: string;
}

/** Makes the load balancer; its resources are children of `parent`. Nothing outside the VPC can reach it. */
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
      port: servicePort,
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
      port: listenerPort,
      defaultActions: [{ type: "forward", targetGroupArn: targetGroup.arn }],
    },
    { parent },
  );
  return { loadBalancer, listener, targetGroup };
}
