import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Balancing } from "./load-balancer.ts";
import type { Network } from "./network.ts";
import type { SecurityGroups } from "./security-groups.ts";

// EC2 reads the newest Amazon Linux 2023 for arm64 from this public parameter at each start of an instance.
// https://docs.aws.amazon.com/linux/al2023/ug/ec2.html
const IMAGE = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64";

/** Seconds. */
const DAY = 24 * 60 * 60;

/** Arguments of the instances. */
export interface InstancesArgs {
  readonly network: Network;
  readonly securityGroups: SecurityGroups;
  readonly balancing: Balancing;
  readonly userData: string;
}

/** Creates the Auto Scaling group, a child of `parent`: one instance in each zone, and up to four under load. */
export function createInstances(parent: pulumi.Resource, name: string, args: InstancesArgs): aws.autoscaling.Group {
  const launchTemplate = createLaunchTemplate(parent, name, args);
  const group = new aws.autoscaling.Group(
    `${name}-group`,
    {
      minSize: 2,
      maxSize: 4,
      vpcZoneIdentifiers: args.network.subnetIds,
      launchTemplate: { id: launchTemplate.id, version: launchTemplate.latestVersion.apply(String) },
      // A changed launch template (a changed service) replaces the instances one by one.
      instanceRefresh: { strategy: "Rolling", preferences: { minHealthyPercentage: 50 } },
      // Nobody patches an instance; a new one with the newest image replaces it.
      maxInstanceLifetime: 30 * DAY,
      targetGroupArns: [args.balancing.targetGroup.arn],
      healthCheckType: "ELB",
      // Seconds in which an instance installs Node.js and starts the service.
      healthCheckGracePeriod: 180,
      tags: [{ key: "Name", value: name, propagateAtLaunch: true }],
    },
    // An instance that starts before it can reach the packages never gets its Node.js.
    { parent, dependsOn: [args.network.packages, args.balancing.listener, ...args.securityGroups.rules] },
  );
  new aws.autoscaling.Policy(
    `${name}-scaling`,
    {
      autoscalingGroupName: group.name,
      policyType: "TargetTrackingScaling",
      targetTrackingConfiguration: {
        predefinedMetricSpecification: { predefinedMetricType: "ASGAverageCPUUtilization" },
        targetValue: 60,
      },
    },
    { parent },
  );
  return group;
}

// No key and no instance profile: nobody logs in, and the service does not call AWS.
function createLaunchTemplate(
  parent: pulumi.Resource,
  name: string,
  { securityGroups, userData }: InstancesArgs,
): aws.ec2.LaunchTemplate {
  return new aws.ec2.LaunchTemplate(
    `${name}-template`,
    {
      imageId: IMAGE,
      instanceType: "t4g.micro",
      userData: Buffer.from(userData).toString("base64"),
      updateDefaultVersion: true,
      networkInterfaces: [
        { deviceIndex: 0, associatePublicIpAddress: "false", securityGroups: [securityGroups.instance.id] },
      ],
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: { encrypted: "true", volumeType: "gp3", volumeSize: 8, deleteOnTermination: "true" },
        },
      ],
    },
    { parent },
  );
}
