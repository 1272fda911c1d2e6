import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import { transformed } from "../transform.ts";
import type { PrivateServiceTransform } from "./transform.ts";

/** A network whose only way out leads to the bucket of Amazon Linux's package repository. */
export interface Network {
  readonly vpcId: pulumi.Output<string>;
  /** One in each zone, with no route to the internet. */
  readonly subnetIds: pulumi.Output<string[]>;
  readonly packages: aws.ec2.VpcEndpoint;
}

/**
 * Creates the network in those zones; its resources are children of `parent`.
 *
 * awsx attaches an internet gateway to every network, and has no argument against it
 * (https://github.com/pulumi/pulumi-awsx/issues/947). It costs nothing and leads nowhere: no route table names it, no subnet
 * gives a public address, and the policy refuses a route to it.
 */
export function createNetwork(
  parent: pulumi.Resource,
  name: string,
  zones: readonly string[],
  transform: PrivateServiceTransform,
): Network {
  const vpc = new awsx.ec2.Vpc(
    ...transformed<awsx.ec2.VpcArgs>(
      transform.vpc,
      `${name}-vpc`,
      {
        cidrBlock: "10.0.0.0/24",
        availabilityZoneNames: [...zones],
        subnetStrategy: "Auto",
        subnetSpecs: [{ type: "Isolated", cidrMask: 26 }],
        natGateways: { strategy: "None" },
        enableDnsHostnames: true,
      },
      { parent },
    ),
  );
  const { region } = aws.getRegionOutput({}, { parent });
  const packages = new aws.ec2.VpcEndpoint(
    ...transformed<aws.ec2.VpcEndpointArgs>(
      transform.vpcEndpoint,
      `${name}-packages`,
      {
        vpcId: vpc.vpcId,
        vpcEndpointType: "Gateway",
        serviceName: pulumi.interpolate`com.amazonaws.${region}.s3`,
        routeTableIds: vpc.routeTables.apply((tables) => tables.map((table) => table.id)),
        policy: pulumi.jsonStringify({
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: packageRepository(parent, region) },
          ],
        }),
      },
      { parent },
    ),
  );
  return { vpcId: vpc.vpcId, subnetIds: vpc.isolatedSubnetIds, packages };
}

// https://docs.aws.amazon.com/linux/al2023/ug/managing-repos-os-updates.html
function packageRepository(parent: pulumi.Resource, region: pulumi.Output<string>): pulumi.Output<string> {
  const { partition } = aws.getPartitionOutput({}, { parent });
  return pulumi.interpolate`arn:${partition}:s3:::al2023-repos-${region}-de612dc2/*`;
}
