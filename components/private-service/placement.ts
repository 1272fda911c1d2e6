import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Where a private service can be. */
export interface Placement {
  /** Names of two availability zones. */
  readonly zones: readonly string[];
  /** Types of instances that both zones offer, the preferred one first. */
  readonly instanceTypes: readonly string[];
}

/** For arm64, from the cheapest on. Smaller ones than these run out of memory while they install Node.js. */
const INSTANCE_TYPES = ["t4g.micro", "t4g.small", "t4g.medium"];

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
 * Two zones of the region in which API Gateway can create a VPC link and EC2 a small instance, and the types of instances
 * that both offer. A zone's name differs from account to account; its id does not.
 *
 * @param opts The provider to ask, where it is not the default one: `{ provider }`.
 * @throws RunError when the region has no two such zones.
 */
export async function readPlacement(opts: pulumi.InvokeOptions = {}): Promise<Placement> {
  const { names } = await aws.getAvailabilityZones(
    {
      excludeZoneIds: ZONES_WITHOUT_VPC_LINKS,
      // Excludes the Local Zones that an account may have opted into: they have no load balancers of this kind.
      filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
    },
    opts,
  );
  const offers = names.length === 0 ? new Set<string>() : await readOffers(names, opts);
  for (const preferred of INSTANCE_TYPES) {
    const zones = names.filter((zone) => offers.has(`${zone} ${preferred}`)).slice(0, 2);
    if (zones.length === 2) {
      return {
        zones,
        instanceTypes: INSTANCE_TYPES.filter((type) => zones.every((zone) => offers.has(`${zone} ${type}`))),
      };
    }
  }
  const needs = `two zones in which API Gateway can create a VPC link and EC2 a ${INSTANCE_TYPES.join(" or ")}`;
  throw new pulumi.RunError(`privateService: needs ${needs}, the region's zones are ${names.join(", ") || "none"}`);
}

/**
 * Which zone offers which type, each as `ZONE TYPE`. Whoever may not ask AWS, as a role that only previews, gets every type in every zone: the
 * Auto Scaling group takes the next type, or the other zone, where EC2 has none of one.
 */
async function readOffers(zones: readonly string[], opts: pulumi.InvokeOptions): Promise<Set<string>> {
  try {
    const { locations, instanceTypes } = await aws.ec2.getInstanceTypeOfferings(
      {
        locationType: "availability-zone",
        filters: [
          { name: "location", values: [...zones] },
          { name: "instance-type", values: [...INSTANCE_TYPES] },
        ],
      },
      opts,
    );
    return new Set(locations.map((zone, index) => `${zone} ${instanceTypes[index]}`));
  } catch (error) {
    pulumi.log.info(`Taken as offered in every zone: ${INSTANCE_TYPES.join(", ")}. ${(error as Error).message}`);
    return new Set(zones.flatMap((zone) => INSTANCE_TYPES.map((type) => `${zone} ${type}`)));
  }
}
