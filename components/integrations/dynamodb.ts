import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { MethodResponse, Operation } from "../rest-api/openapi.ts";
import { readTemplate, type TemplateFile, template } from "../templates/templates.ts";
import { allow } from "./allow.ts";
import { awsServiceOperation, serviceUri } from "./aws-service.ts";
import { Integration, type IntegrationArgs, jsonBody } from "./integration.ts";

/** Arguments of `DynamoDbIntegration`. */
export interface DynamoDbIntegrationArgs extends IntegrationArgs {
  readonly table: aws.dynamodb.Table;
  readonly action: "PutItem" | "GetItem";
  /** Name of the model that the JSON body must match; none for an action that takes no body. */
  readonly model?: string;
  /** Path variables that the request template reads. */
  readonly pathParameters: readonly string[];
  /** File that makes the action's request; it is given `$tableName`. */
  readonly requestTemplate: TemplateFile;
  /** File that makes the answer; for `GetItem` it must answer 404 when there is no item. */
  readonly responseTemplate: TemplateFile;
}

/** API Gateway to DynamoDB `PutItem` or `GetItem` with no Lambda function in between. Answers 200. */
export class DynamoDbIntegration extends Integration {
  readonly operation: pulumi.Output<Operation>;
  override readonly pathParameters: readonly string[];

  constructor(name: string, args: DynamoDbIntegrationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("contact-us:integrations:DynamoDbIntegration", name, {}, opts);
    this.pathParameters = args.pathParameters;
    this.operation = awsServiceOperation({
      summary: args.summary,
      requestBody: args.model === undefined ? undefined : jsonBody(args.model),
      uri: serviceUri(args.table.arn, `action/${args.action}`),
      credentials: allow(this, name, `dynamodb:${args.action}`, args.table.arn),
      contentType: "application/x-amz-json-1.0",
      requestTemplate: template(args.requestTemplate, { tableName: args.table.name }),
      success: { statusCode: "200", description: "OK", template: readTemplate(args.responseTemplate) },
      otherResponses: args.action === "GetItem" ? notFound : undefined,
    });
    this.registerOutputs({ operation: this.operation });
  }
}

const notFound: Record<string, MethodResponse> = { "404": { description: "There is no such item" } };
