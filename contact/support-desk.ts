import type * as pulumi from "@pulumi/pulumi";
import type { Placement } from "../components/private-service/placement.ts";
import { PrivateService, type PrivateServiceArgs } from "../components/private-service/private-service.ts";

/** Arguments of the support desk. */
export interface SupportDeskArgs
  extends Placement,
    Pick<PrivateServiceArgs, "instanceAccess" | "flowLogs" | "logRetentionDays"> {
  /** Origins whose pages may read the service's answers. */
  readonly allowedOrigins: readonly string[];
}

/** Creates the support desk: `handlers/support-desk`, a service that only API Gateway can reach. */
export function createSupportDesk(
  name: string,
  { allowedOrigins, ...args }: SupportDeskArgs,
  opts?: pulumi.ComponentResourceOptions,
): PrivateService {
  return new PrivateService(
    name,
    {
      entry: "handlers/support-desk/index.ts",
      environment: { ALLOWED_ORIGINS: allowedOrigins.join(",") },
      healthCheckPath: "/support/health",
      ...args,
    },
    opts,
  );
}
