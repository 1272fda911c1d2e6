import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkWholeNumber } from "../arguments.ts";
import { typeToken, withFormerType } from "../tokens.ts";
import { type Transform, transformed } from "../transform.ts";
import { checkThrottling, type Throttling } from "./method-settings.ts";

/** What a key's owner may use, all stages and routes together. AWS applies both as targets, not as ceilings. */
export interface UsagePlan {
  /** Limit of each key; further requests get 429. Default: none but the stage's. */
  readonly throttling?: Throttling;
  /** Requests of each key in a period, which begins at 00:00 UTC; further ones get 429. Default: any number. */
  readonly quota?: { readonly limit: number; readonly period: "DAY" | "WEEK" | "MONTH" };
}

/** Changes of a key's resources. */
export interface ApiKeyTransform {
  readonly apiKey?: Transform<aws.apigateway.ApiKeyArgs>;
  readonly usagePlan?: Transform<aws.apigateway.UsagePlanArgs>;
  readonly usagePlanKey?: Transform<aws.apigateway.UsagePlanKeyArgs>;
}

/** Arguments of `ApiKey`. */
export interface ApiKeyArgs extends UsagePlan {
  /** The stages that the key gives access to. */
  readonly stages: readonly aws.apigateway.Stage[];
  readonly tags?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Changes of the resources inside. */
  readonly transform?: ApiKeyTransform;
}

/** @throws ArgumentError that names the argument. */
export function checkUsagePlan({ throttling, quota }: UsagePlan): void {
  if (throttling) checkThrottling("usagePlan.throttling", throttling);
  if (quota) checkWholeNumber("usagePlan.quota.limit", quota.limit, 1, 2 ** 31 - 1);
}

/** An API key, and the usage plan that ties it to stages: without a plan a stage refuses every key. */
export class ApiKey extends pulumi.ComponentResource {
  readonly key: aws.apigateway.ApiKey;
  readonly usagePlan: aws.apigateway.UsagePlan;

  constructor(name: string, args: ApiKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeToken("ApiKey"), name, {}, withFormerType(opts, "contact-us:index:ApiKey"));
    const { stages, throttling, quota, tags, transform } = args;
    this.key = new aws.apigateway.ApiKey(
      ...transformed<aws.apigateway.ApiKeyArgs>(transform?.apiKey, `${name}-key`, { tags }, { parent: this }),
    );
    this.usagePlan = new aws.apigateway.UsagePlan(
      ...transformed<aws.apigateway.UsagePlanArgs>(
        transform?.usagePlan,
        `${name}-plan`,
        {
          apiStages: stages.map(({ restApi, stageName }) => ({ apiId: restApi, stage: stageName })),
          throttleSettings: throttling,
          quotaSettings: quota,
          tags,
        },
        { parent: this },
      ),
    );
    new aws.apigateway.UsagePlanKey(
      ...transformed<aws.apigateway.UsagePlanKeyArgs>(
        transform?.usagePlanKey,
        `${name}-plan-key`,
        { keyId: this.key.id, keyType: "API_KEY", usagePlanId: this.usagePlan.id },
        { parent: this },
      ),
    );
    this.registerOutputs({ key: this.key, usagePlan: this.usagePlan });
  }
}
