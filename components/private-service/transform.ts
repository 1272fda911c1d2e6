import type * as aws from "@pulumi/aws";
import type * as awsx from "@pulumi/awsx";
import type { RoleTransform } from "../service-role.ts";
import type { Transform } from "../transform.ts";

/**
 * Changes of a private service's resources. Where there are several of one type, a function gets the resource's name, which
 * tells them apart.
 */
export interface PrivateServiceTransform {
  readonly vpc?: Transform<awsx.ec2.VpcArgs>;
  /** The endpoint of the package repository, and those of `instanceAccess`. */
  readonly vpcEndpoint?: Transform<aws.ec2.VpcEndpointArgs>;
  readonly defaultSecurityGroup?: Transform<aws.ec2.DefaultSecurityGroupArgs>;
  readonly securityGroup?: Transform<aws.ec2.SecurityGroupArgs>;
  readonly egressRule?: Transform<aws.vpc.SecurityGroupEgressRuleArgs>;
  readonly ingressRule?: Transform<aws.vpc.SecurityGroupIngressRuleArgs>;
  readonly loadBalancer?: Transform<aws.lb.LoadBalancerArgs>;
  readonly targetGroup?: Transform<aws.lb.TargetGroupArgs>;
  readonly listener?: Transform<aws.lb.ListenerArgs>;
  readonly launchTemplate?: Transform<aws.ec2.LaunchTemplateArgs>;
  readonly autoScalingGroup?: Transform<aws.autoscaling.GroupArgs>;
  readonly scalingPolicy?: Transform<aws.autoscaling.PolicyArgs>;
  readonly vpcLink?: Transform<aws.apigatewayv2.VpcLinkArgs>;
  /** What `instanceAccess` adds: the instances' role and log group. */
  readonly instanceRole?: RoleTransform;
  readonly instanceProfile?: Transform<aws.iam.InstanceProfileArgs>;
  readonly logGroup?: Transform<aws.cloudwatch.LogGroupArgs>;
  /** What `flowLogs` adds. */
  readonly flowLog?: Transform<aws.ec2.FlowLogArgs>;
  readonly flowLogRole?: RoleTransform;
  readonly flowLogGroup?: Transform<aws.cloudwatch.LogGroupArgs>;
}
