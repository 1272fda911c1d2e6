import { readFileSync } from "node:fs";
import { type Program, runProgram } from "pulumi-localhost/program";
import { parse } from "yaml";
import type { OpenApiDocument } from "../../components/openapi.ts";
import { operationsOf } from "../../components/testing/document.ts";

/** What the prices are multiplied with: how many of each the stack has. */
export interface Stack {
  readonly alarms: number;
  readonly dashboards: number;
  /** On all dashboards. */
  readonly dashboardMetrics: number;
  readonly keys: number;
  /** Methods of the document, preflights included. */
  readonly methods: number;
  /** Routes that ask for neither an API key nor a signature, preflights included, such as `POST /contact`. */
  readonly openRoutes: readonly string[];
  readonly instances: number;
  /** Of one instance. */
  readonly volumeGigabytes: number;
  /** Rules of the firewall's web ACL. */
  readonly firewallRules: number;
  /** VPC interface endpoints, each counted in each of its zones. */
  readonly endpointZones: number;
  /** Megabytes of the function of `POST /contact/lambda`. */
  readonly memoryMb: number;
}

/** What docs/costs.md is made of, besides the prices. */
export interface Facts {
  /** The stack with the settings' defaults. */
  readonly defaults: Stack;
  /** The stack with all that has a price of its own: private service with access, event stream, firewall. */
  readonly everything: Stack;
  /** The settings' defaults, in requests a second and requests at once. */
  readonly throttling: { readonly rateLimit: number; readonly burstLimit: number };
}

/** Reads Pulumi.yaml's defaults and runs the program twice, without a cloud: as it is by default, and with its optional parts. */
export async function readFacts(): Promise<Facts> {
  const { name, config } = parse(readFileSync("Pulumi.yaml", "utf8"));
  const set = (settings: Record<string, string>) =>
    runProgram({
      stack: "local",
      config: Object.fromEntries(Object.entries(settings).map(([key, value]) => [`${name}:${key}`, value])),
    });
  const off = { privateService: "false", eventStream: "false", attachments: "false" };
  const on = {
    privateService: "true",
    eventStream: "true",
    attachments: "true",
    instanceAccess: "true",
    firewallRateLimit: "2000",
  };
  const defaults = countParts(await set(off));
  const everything = countParts(await set(on));
  const { throttlingRateLimit, throttlingBurstLimit } = config;
  const throttling = { rateLimit: throttlingRateLimit.default, burstLimit: throttlingBurstLimit.default };
  return { defaults, everything, throttling };
}

/** Counts the parts of a stack that have a price. */
export function countParts({ resources, document }: Program): Stack {
  const of = (type: string) => resources.filter((resource) => resource.type === type).map(({ inputs }) => inputs);
  const dashboards = of("aws:cloudwatch/dashboard:Dashboard").map(({ dashboardBody }) => JSON.parse(dashboardBody));
  const widgets = dashboards.flatMap((dashboard) => dashboard.widgets);
  const [template] = of("aws:ec2/launchTemplate:LaunchTemplate");
  const routes = operationsOf(document as OpenApiDocument);
  return {
    alarms: of("aws:cloudwatch/metricAlarm:MetricAlarm").length,
    dashboards: dashboards.length,
    dashboardMetrics: widgets.reduce((sum, { properties }) => sum + (properties.metrics?.length ?? 0), 0),
    keys: of("aws:kms/key:Key").length,
    methods: routes.length,
    openRoutes: routes.filter(([, { security = [] }]) => security.length === 0).map(([route]) => route),
    instances: of("aws:autoscaling/group:Group").reduce((sum, { minSize }) => sum + minSize, 0),
    volumeGigabytes: template?.blockDeviceMappings?.[0]?.ebs.volumeSize ?? 0,
    firewallRules: of("aws:wafv2/webAcl:WebAcl").reduce((sum, { rules }) => sum + rules.length, 0),
    endpointZones: of("aws:ec2/vpcEndpoint:VpcEndpoint")
      .filter(({ vpcEndpointType }) => vpcEndpointType === "Interface")
      .reduce((sum, { subnetIds }) => sum + subnetIds.length, 0),
    memoryMb: of("aws:lambda/function:Function")[0]?.memorySize ?? 0,
  };
}
