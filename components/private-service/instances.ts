import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { transformed } from "../transform.ts";
import type { Access } from "./access.ts";
import type { Balancing } from "./load-balancer.ts";
import type { Network } from "./network.ts";
import type { SecurityGroups } from "./security-groups.ts";
import type { PrivateServiceTransform } from "./transform.ts";

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
  /** The preferred type first; the others where EC2 has none of it. */
  readonly instanceTypes: readonly string[];
  readonly userData: pulumi.Input<string>;
  /** How operators look into the instances. Default: not at all. */
  readonly access?: Access;
  readonly transform: PrivateServiceTransform;
}

/** Seconds in which an instance installs Node.js and starts the service, which took up to 170, or tries again. */
const FIRST_BOOT = 300;

/** Creates the Auto Scaling group, a child of `parent`: one instance in each zone, and up to four under load. */
export function createInstances(parent: pulumi.Resource, name: string, args: InstancesArgs): aws.autoscaling.Group {
  const launchTemplate = createLaunchTemplate(parent, name, args);
  const group = new aws.autoscaling.Group(
    ...transformed<aws.autoscaling.GroupArgs>(
      args.transform.autoScalingGroup,
      `${name}-group`,
      {
        minSize: 2,
        maxSize: 4,
        vpcZoneIdentifiers: args.network.subnetIds,
        mixedInstancesPolicy: {
          instancesDistribution: {
            onDemandPercentageAboveBaseCapacity: 100,
            onDemandAllocationStrategy: "prioritized",
          },
          launchTemplate: {
            launchTemplateSpecification: {
              launchTemplateId: launchTemplate.id,
              version: launchTemplate.latestVersion.apply(String),
            },
            overrides: args.instanceTypes.map((instanceType) => ({ instanceType })),
          },
        },
        // A changed launch template (a changed service) replaces the instances one by one.
        instanceRefresh: { strategy: "Rolling", preferences: { minHealthyPercentage: 50 } },
        // Nobody patches an instance; a new one with the newest image replaces it.
        maxInstanceLifetime: 30 * DAY,
        targetGroupArns: [args.balancing.targetGroup.arn],
        healthCheckType: "ELB",
        healthCheckGracePeriod: FIRST_BOOT,
        // The first `pulumi up` ends when an instance answers. (Not waitForElbCapacity: it waits for an exact number at each
        // update too, and never ends while load has added instances.)
        minElbCapacity: 1,
        waitForCapacityTimeout: "10m",
        tags: [{ key: "Name", value: name, propagateAtLaunch: true }],
      },
      // An instance that starts before it can reach the packages never gets its Node.js.
      {
        parent,
        dependsOn: [
          args.network.packages,
          args.balancing.listener,
          ...args.securityGroups.rules,
          ...(args.access?.ready ?? []),
        ],
      },
    ),
  );
  new aws.autoscaling.Policy(
    ...transformed<aws.autoscaling.PolicyArgs>(
      args.transform.scalingPolicy,
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
    ),
  );
  return group;
}

// No key, and no instance profile unless operators want to look: nobody logs in, and the service does not call AWS.
function createLaunchTemplate(
  parent: pulumi.Resource,
  name: string,
  { securityGroups, instanceTypes, userData, access, transform }: InstancesArgs,
): aws.ec2.LaunchTemplate {
  return new aws.ec2.LaunchTemplate(
    ...transformed<aws.ec2.LaunchTemplateArgs>(
      transform.launchTemplate,
      `${name}-template`,
      {
        imageId: IMAGE,
        instanceType: instanceTypes[0],
        iamInstanceProfile: access && { arn: access.profile.arn },
        userData: pulumi.output(userData).apply((text) => Buffer.from(text).toString("base64")),
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
    ),
  );
}
