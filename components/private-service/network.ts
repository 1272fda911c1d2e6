import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";

/** A network whose only way out leads to the bucket of Amazon Linux's package repository. */
export interface Network {
  readonly vpcId: pulumi.Output<string>;
  /** One in each zone, with no route to the internet. */
  readonly subnetIds: pulumi.Output<string[]>;
  readonly packages: aws.ec2.VpcEndpoint;
}

/** Creates the network in those zones; its resources are children of `parent`. */
export function createNetwork(parent: pulumi.Resource, name: string, zones: readonly string[]): Network {
  const vpc = new awsx.ec2.Vpc(
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
  );
  const { region } = aws.getRegionOutput({}, { parent });
  const packages = new aws.ec2.VpcEndpoint(
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
  );
  return { vpcId: vpc.vpcId, subnetIds: vpc.isolatedSubnetIds, packages };
}

// https://docs.aws.amazon.com/linux/al2023/ug/managing-repos-os-updates.html
function packageRepository(parent: pulumi.Resource, region: pulumi.Output<string>): pulumi.Output<string> {
  const { partition } = aws.getPartitionOutput({}, { parent });
  return pulumi.interpolate`arn:${partition}:s3:::al2023-repos-${region}-de612dc2/*`;
}

// Zones that AWS's list of zones with VPC links leaves out, in the regions of that list.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-vpc-links-v2.html
const ZONES_WITHOUT_VPC_LINKS = [
  "use1-az3",
  "usw1-az2",
  "ape1-az1",
  "apne1-az3",
  "apne2-az4",
  "cac1-az3",
  "cac1-az4",
  "euw3-az2",
];

/**
 * The names of two zones of the region in which API Gateway can create a VPC link. A zone's name differs from account to
 * account; its id does not.
 *
 * @throws RunError when the region has fewer than two.
 */
export async function readVpcLinkZones(): Promise<string[]> {
  const { names } = await aws.getAvailabilityZones({
    excludeZoneIds: ZONES_WITHOUT_VPC_LINKS,
    // Excludes the Local Zones that an account may have opted into: they have no load balancers of this kind.
    filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
  });
  if (names.length < 2) {
    throw new pulumi.RunError(
      `privateService: needs two zones in which API Gateway can create a VPC link, the region has ${names.join(", ") || "none"}`,
    );
  }
  return names.slice(0, 2);
}
