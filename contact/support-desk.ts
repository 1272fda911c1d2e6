import type * as pulumi from "@pulumi/pulumi";
import { PrivateService } from "../components/private-service/private-service.ts";

/** Arguments of the support desk. */
export interface SupportDeskArgs {
  /** Origins whose pages may read the service's answers. */
  readonly allowedOrigins: readonly string[];
  /** Names of the availability zones to be in, at least two; see `readVpcLinkZones`. */
  readonly zones: readonly string[];
}

/** Creates the support desk: `handlers/support-desk`, a service that only API Gateway can reach. */
export function createSupportDesk(
  name: string,
  { allowedOrigins, zones }: SupportDeskArgs,
  opts?: pulumi.ComponentResourceOptions,
): PrivateService {
  return new PrivateService(
    name,
    {
      entry: "handlers/support-desk/index.ts",
      environment: { ALLOWED_ORIGINS: allowedOrigins.join(",") },
      healthCheckPath: "/support/health",
      zones,
    },
    opts,
  );
}
