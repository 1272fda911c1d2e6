import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { transformed } from "../transform.ts";
import type { Network } from "./network.ts";
import { SERVICE_PORT, type SecurityGroups } from "./security-groups.ts";
import type { PrivateServiceTransform } from "./transform.ts";

/** An internal load balancer, and the group of targets that it spreads requests over. */
export interface Balancing {
  readonly loadBalancer: aws.lb.LoadBalancer;
  readonly listener: aws.lb.Listener;
  readonly targetGroup: aws.lb.TargetGroup;
}

/** HTTPS between API Gateway and the load balancer. */
export interface ListenerTls {
  /** ACM certificate of `serverName` that a public authority issued: API Gateway trusts no other. */
  readonly certificateArn: pulumi.Input<string>;
  /** A host of the certificate, which the service gets as `Host` header. It needs no DNS record. */
  readonly serverName: string;
}

/** Arguments of the load balancer. */
export interface LoadBalancerArgs {
  readonly network: Network;
  readonly securityGroups: SecurityGroups;
  /** Path that answers 200 while the service is healthy. */
  readonly healthCheckPath: string;
  readonly tls?: ListenerTls;
  readonly transform: PrivateServiceTransform;
}

/** Port of the load balancer. */
export function listenerPort(tls: ListenerTls | undefined): number {
  return tls === undefined ? 80 : 443;
}

// 1.2 with ciphers that keep past sessions secret, and 1.3.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
const TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06";

/** Creates the load balancer; its resources are children of `parent`. Nothing outside the VPC can reach it. */
export function createLoadBalancer(
  parent: pulumi.Resource,
  name: string,
  { network, securityGroups, healthCheckPath, tls, transform }: LoadBalancerArgs,
): Balancing {
  const loadBalancer = new aws.lb.LoadBalancer(
    ...transformed<aws.lb.LoadBalancerArgs>(
      transform.loadBalancer,
      `${name}-lb`,
      {
        internal: true,
        loadBalancerType: "application",
        subnets: network.subnetIds,
        securityGroups: [securityGroups.loadBalancer.id],
        dropInvalidHeaderFields: true,
      },
      { parent },
    ),
  );
  const targetGroup = new aws.lb.TargetGroup(
    ...transformed<aws.lb.TargetGroupArgs>(
      transform.targetGroup,
      `${name}-tg`,
      {
        vpcId: network.vpcId,
        protocol: "HTTP",
        port: SERVICE_PORT,
        deregistrationDelay: 30,
        healthCheck: {
          path: healthCheckPath,
          matcher: "200",
          interval: 15,
          timeout: 5,
          healthyThreshold: 2,
          unhealthyThreshold: 2,
        },
      },
      { parent },
    ),
  );
  const listener = new aws.lb.Listener(
    ...transformed<aws.lb.ListenerArgs>(
      transform.listener,
      `${name}-listener`,
      {
        loadBalancerArn: loadBalancer.arn,
        protocol: tls === undefined ? "HTTP" : "HTTPS",
        port: listenerPort(tls),
        certificateArn: tls?.certificateArn,
        sslPolicy: tls && TLS_POLICY,
        defaultActions: [{ type: "forward", targetGroupArn: targetGroup.arn }],
      },
      { parent },
    ),
  );
  return { loadBalancer, listener, targetGroup };
}
