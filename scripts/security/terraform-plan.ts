import type { Resource } from "../../policy/rule.ts";

/** A resource of a Terraform plan, as far as a scanner reads it. */
export interface PlannedResource {
  readonly address: string;
  readonly mode: "managed";
  readonly type: string;
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * A stack's AWS resources as a Terraform plan (`terraform show -json`), for scanners that read no Pulumi. Pulumi's provider is
 * made of Terraform's, so the names are the same but for their spelling: `aws:sqs/queue:Queue` is `aws_sqs_queue`, and
 * `retentionInDays` is `retention_in_days`.
 *
 * @param resources The stack's resources; those of other providers and components are left out.
 */
export function terraformPlan(resources: readonly Resource[]) {
  const planned = resources.flatMap(({ type, name, inputs }): PlannedResource[] => {
    const terraform = terraformType(type);
    if (terraform === undefined) return [];
    const id = name.replaceAll(/\W/g, "_");
    const values = blocks(inputs);
    return [{ address: `${terraform}.${id}`, mode: "managed", type: terraform, name: id, values }];
  });
  return {
    format_version: "1.2",
    terraform_version: "1.9.0",
    planned_values: { root_module: { resources: planned } },
    resource_changes: planned.map(({ values, ...resource }) => ({
      ...resource,
      change: { actions: ["create"], before: null, after: values, after_unknown: {} },
    })),
    configuration: { root_module: {} },
  };
}

/** Modules whose Terraform types have another prefix, or none: `aws:ec2/vpc:Vpc` is `aws_vpc`. */
const PREFIXES: Readonly<Record<string, string>> = {
  apigateway: "api_gateway_",
  autoscaling: "autoscaling_",
  cloudwatch: "cloudwatch_",
  ec2: "",
  vpc: "vpc_",
};

/** Types whose name is no rule's. */
const TYPES: Readonly<Record<string, string>> = {
  "aws:cloudwatch/metricAlarm:MetricAlarm": "aws_cloudwatch_metric_alarm",
  "aws:lb/loadBalancer:LoadBalancer": "aws_lb",
  "aws:lb/targetGroup:TargetGroup": "aws_lb_target_group",
  "aws:lb/listener:Listener": "aws_lb_listener",
};

function terraformType(type: string): string | undefined {
  const [, module, resource] = /^aws:(\w+)\/(\w+):\w+$/.exec(type) ?? [];
  if (module === undefined || resource === undefined) return undefined;
  return TYPES[type] ?? `aws_${PREFIXES[module] ?? `${module}_`}${snakeCase(resource)}`;
}

/** Inputs whose properties are the user's own names, not blocks. */
const MAPS = ["tags", "variables", "triggers"];

/** Lists of blocks that scanners look into, which Pulumi names in the plural and Terraform does not. */
const SINGULAR: Readonly<Record<string, string>> = { rules: "rule" };

function blocks(inputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(inputs).map(([key, value]) => [
      SINGULAR[key] ?? snakeCase(key),
      MAPS.includes(key) ? value : block(value),
    ]),
  );
}

/** A nested object is a list of one block in Terraform. */
function block(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => (isObject(item) ? blocks(item) : item));
  return isObject(value) ? [blocks(value)] : value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
