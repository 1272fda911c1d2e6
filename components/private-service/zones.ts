import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

// The zones that AWS's list of zones with VPC links leaves out, of the regions in the list.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-vpc-links-v2.html
const withoutVpcLinks = [
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
 * The names of two zones in which API Gateway can make a VPC link. A zone's id says where it is; which name it has
 * differs from account to account.
 *
 * @throws RunError when the region has fewer.
 */
export async function vpcLinkZones(): Promise<string[]> {
  const { names } = await aws.getAvailabilityZones({
    excludeZoneIds: withoutVpcLinks,
    // Without the Local Zones that an account may have opted into: they have no load balancers of this kind.
    filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
  });
  if (names.length < 2) {
    throw new pulumi.RunError(
      `privateService: needs two zones in which API Gateway can make a VPC link, the region has ${names.join(", ") || "none"}`,
    );
  }
  return names.slice(0, 2);
}
