import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createServiceRole } from "../service-role.ts";
import { transformed } from "../transform.ts";
import type { Network } from "./network.ts";
import type { PrivateServiceTransform } from "./transform.ts";

/** Seconds over which the packets of one connection become one line, the longer of the two that EC2 takes. */
const AGGREGATION_INTERVAL = 600;

/**
 * Has the network's connections logged, let through or not; the resources are children of `parent`.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-cwl.html
 */
export function createFlowLogs(
  parent: pulumi.Resource,
  name: string,
  network: Network,
  logRetentionDays: number,
  transform: PrivateServiceTransform,
): void {
  const logGroup = new aws.cloudwatch.LogGroup(
    ...transformed<aws.cloudwatch.LogGroupArgs>(
      transform.flowLogGroup,
      `${name}-flow-logs`,
      { retentionInDays: logRetentionDays },
      { parent },
    ),
  );
  const { role, policy } = createServiceRole(parent, `${name}-flow-logs`, {
    service: "vpc-flow-logs.amazonaws.com",
    description: "Lets EC2 log the connections of the private service's network",
    // The fewest that EC2 asks for. A list of log groups has no resource.
    statements: [
      {
        actions: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        resources: [logGroup.arn, pulumi.interpolate`${logGroup.arn}:log-stream:*`],
      },
      { actions: ["logs:DescribeLogGroups"], resources: ["*"] },
    ],
    transform: transform.flowLogRole,
  });
  new aws.ec2.FlowLog(
    ...transformed<aws.ec2.FlowLogArgs>(
      transform.flowLog,
      `${name}-flow-log`,
      {
        vpcId: network.vpcId,
        trafficType: "ALL",
        logDestination: logGroup.arn,
        iamRoleArn: role.arn,
        maxAggregationInterval: AGGREGATION_INTERVAL,
      },
      { parent, dependsOn: [policy] },
    ),
  );
}
