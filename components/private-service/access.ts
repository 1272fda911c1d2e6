import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createServiceRole } from "../service-role.ts";
import { transformed } from "../transform.ts";
import type { Network } from "./network.ts";
import { allowTraffic, type SecurityGroups } from "./security-groups.ts";
import type { PrivateServiceTransform } from "./transform.ts";

/** How operators look into the instances. */
export interface Access {
  /** What the instances may do. */
  readonly profile: aws.iam.InstanceProfile;
  /** Gets what the instances print. */
  readonly logGroup: aws.cloudwatch.LogGroup;
  /** What must exist before an instance starts. */
  readonly ready: readonly pulumi.Resource[];
}

/** Where the instances are. */
interface Place {
  readonly network: Network;
  readonly securityGroups: SecurityGroups;
  readonly transform: PrivateServiceTransform;
}

/**
 * The services that an instance calls. Session Manager works without `ec2messages`, which only SSM Agent before 3.3.40 needs.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-setting-up-messageAPIs.html
 */
const ENDPOINTS = ["ssm", "ssmmessages", "logs"];

/**
 * Lets operators open sessions on the instances with Session Manager, and the instances write their logs; its resources are
 * children of `parent`. There is still no key and no open port: an instance asks for its sessions itself.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html
 */
export function createAccess(
  parent: pulumi.Resource,
  name: string,
  { logRetentionDays, ...place }: Place & { readonly logRetentionDays: number },
): Access {
  const { transform } = place;
  const logGroup = new aws.cloudwatch.LogGroup(
    ...transformed<aws.cloudwatch.LogGroupArgs>(
      transform.logGroup,
      `${name}-logs`,
      { retentionInDays: logRetentionDays },
      { parent },
    ),
  );
  const { role, policy } = createServiceRole(parent, `${name}-instance`, {
    service: "ec2.amazonaws.com",
    description: "What an instance of the private service may do: offer sessions, write its logs",
    statements: [
      // The part of AmazonSSMManagedInstanceCore that sessions need; the rest reads all of the account's parameters. The
      // actions know no resources, or an instance that does not exist yet.
      // https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
      {
        actions: [
          "ssm:UpdateInstanceInformation",
          "ssmmessages:CreateControlChannel",
          "ssmmessages:CreateDataChannel",
          "ssmmessages:OpenControlChannel",
          "ssmmessages:OpenDataChannel",
        ],
        resources: ["*"],
      },
      {
        actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        resources: [logGroup.arn, pulumi.interpolate`${logGroup.arn}:log-stream:*`],
      },
    ],
    transform: transform.instanceRole,
  });
  const profile = new aws.iam.InstanceProfile(
    ...transformed<aws.iam.InstanceProfileArgs>(
      transform.instanceProfile,
      `${name}-profile`,
      { role: role.name },
      { parent },
    ),
  );
  return { profile, logGroup, ready: [policy, ...createEndpoints(parent, name, place)] };
}

/**
 * In one zone, which an instance in the other reaches too: each endpoint is paid by the hour and zone, and nobody's request
 * depends on them.
 */
function createEndpoints(parent: pulumi.Resource, name: string, { network, securityGroups, transform }: Place) {
  const group = new aws.ec2.SecurityGroup(
    ...transformed<aws.ec2.SecurityGroupArgs>(
      transform.securityGroup,
      `${name}-endpoints`,
      { vpcId: network.vpcId, description: "Endpoints of AWS services: reached by the instances" },
      { parent },
    ),
  );
  const rules = allowTraffic(parent, `${name}-instance-to-endpoints`, securityGroups.instance, group, 443, transform);
  const { region } = aws.getRegionOutput({}, { parent });
  const endpoints = ENDPOINTS.map(
    (service) =>
      new aws.ec2.VpcEndpoint(
        ...transformed<aws.ec2.VpcEndpointArgs>(
          transform.vpcEndpoint,
          `${name}-${service}`,
          {
            vpcId: network.vpcId,
            vpcEndpointType: "Interface",
            serviceName: pulumi.interpolate`com.amazonaws.${region}.${service}`,
            subnetIds: network.subnetIds.apply((ids) => ids.slice(0, 1)),
            securityGroupIds: [group.id],
            privateDnsEnabled: true,
          },
          { parent },
        ),
      ),
  );
  return [...rules, ...endpoints];
}
