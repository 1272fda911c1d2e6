import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { MethodResponse, Operation } from "../openapi.ts";
import { readTemplate, type TemplateFile, template } from "../templates/templates.ts";
import { createAwsServiceOperation, serviceUri } from "./aws-service.ts";
import { Integration, type IntegrationArgs } from "./integration.ts";
import { jsonBody } from "./responses.ts";

/** Arguments of `DynamoDbIntegration`. */
export interface DynamoDbIntegrationArgs extends IntegrationArgs {
  readonly table: aws.dynamodb.Table;
  readonly action: "PutItem" | "GetItem";
  /** Name of the model that the JSON body must match. Default: the route takes no body. */
  readonly model?: string;
  /** Path variables that the request template reads. */
  readonly pathParameters: readonly string[];
  /** File that makes the action's request; `$tableName` is set in it. */
  readonly requestTemplate: TemplateFile;
  /** File that makes the answer; for `GetItem` it must set the status 404 when there is no item. */
  readonly responseTemplate: TemplateFile;
}

/** API Gateway to DynamoDB `PutItem` or `GetItem` with no Lambda function in between. Answers 200. */
export class DynamoDbIntegration extends Integration {
  readonly kind = "dynamodb";
  readonly operation: pulumi.Output<Operation>;
  override readonly pathParameters: readonly string[];

  constructor(name: string, args: DynamoDbIntegrationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("contact-us:integrations:DynamoDbIntegration", name, {}, opts);
    this.pathParameters = args.pathParameters;
    this.operation = createAwsServiceOperation(this, name, {
      summary: args.summary,
      requestBody: args.model === undefined ? undefined : jsonBody(args.model),
      uri: serviceUri(args.table.arn, `action/${args.action}`),
      statements: [{ actions: [`dynamodb:${args.action}`], resources: [args.table.arn] }],
      contentType: "application/x-amz-json-1.0",
      requestTemplate: template(args.requestTemplate, { tableName: args.table.name }),
      success: { statusCode: "200", description: "OK", template: readTemplate(args.responseTemplate) },
      otherResponses: args.action === "GetItem" ? NOT_FOUND : undefined,
    });
    this.registerOutputs({ operation: this.operation });
  }
}

const NOT_FOUND: Readonly<Record<string, MethodResponse>> = { "404": { description: "There is no such item" } };
