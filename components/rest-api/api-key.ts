import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { typeToken, withFormerType } from "../tokens.ts";
import { type Transform, transformed } from "../transform.ts";

/** Changes of a key's resources. */
export interface ApiKeyTransform {
  readonly apiKey?: Transform<aws.apigateway.ApiKeyArgs>;
  readonly usagePlan?: Transform<aws.apigateway.UsagePlanArgs>;
}

/** Arguments of `ApiKey`. */
export interface ApiKeyArgs {
  /** The stage that the key gives access to. */
  readonly stage: aws.apigateway.Stage;
  /** Changes of the resources inside. */
  readonly transform?: ApiKeyTransform;
}

/** An API key, and the usage plan that ties it to a stage: without a plan the stage refuses every key. */
export class ApiKey extends pulumi.ComponentResource {
  readonly key: aws.apigateway.ApiKey;

  constructor(name: string, args: ApiKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeToken("ApiKey"), name, {}, withFormerType(opts, "contact-us:index:ApiKey"));
    this.key = new aws.apigateway.ApiKey(
      ...transformed<aws.apigateway.ApiKeyArgs>(args.transform?.apiKey, `${name}-key`, {}, { parent: this }),
    );
    const plan = new aws.apigateway.UsagePlan(
      ...transformed<aws.apigateway.UsagePlanArgs>(
        args.transform?.usagePlan,
        `${name}-plan`,
        { apiStages: [{ apiId: args.stage.restApi, stage: args.stage.stageName }] },
        { parent: this },
      ),
    );
    new aws.apigateway.UsagePlanKey(
      `${name}-plan-key`,
      { keyId: this.key.id, keyType: "API_KEY", usagePlanId: plan.id },
      { parent: this },
    );
    this.registerOutputs({ key: this.key });
  }
}
