import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkArguments } from "../arguments.ts";
import type { MethodResponse, Operation } from "../openapi.ts";
import type { RoleTransform } from "../service-role.ts";
import { checkTemplates, readTemplate, type TemplateSource, template } from "../templates/templates.ts";
import { typeToken, withFormerType } from "../tokens.ts";
import { createAwsServiceOperation, resourceName, serviceUri } from "./aws-service.ts";
import { Integration, type IntegrationArgs } from "./integration.ts";
import { jsonBody } from "./responses.ts";

/** Arguments of `DynamoDbIntegration`. */
export interface DynamoDbIntegrationArgs extends IntegrationArgs {
  /** The table: an `aws.dynamodb.Table`, one that was looked up or another stack's ARN fits. */
  readonly table: { readonly arn: pulumi.Input<string> };
  readonly action: "PutItem" | "GetItem";
  /** Name of the model that the JSON body must match. Default: the route takes no body. */
  readonly model?: string;
  /** Path variables that the request template reads. */
  readonly pathParameters: readonly string[];
  /** Makes the action's request; `$tableName` is set in it. */
  readonly requestTemplate: TemplateSource;
  /** Makes the answer; for `GetItem` it must set the status 404 when there is no item. */
  readonly responseTemplate: TemplateSource;
  /** Changes of the resources inside. */
  readonly transform?: RoleTransform;
}

/** API Gateway to DynamoDB `PutItem` or `GetItem` without a Lambda function. Answers 200. */
export class DynamoDbIntegration extends Integration {
  readonly kind = "dynamodb";
  readonly operation: pulumi.Output<Operation>;
  override readonly model?: string;
  override readonly pathParameters: readonly string[];
  readonly role: aws.iam.Role;

  /** @throws ArgumentError that names a template whose file does not exist. */
  constructor(name: string, args: DynamoDbIntegrationArgs, opts?: pulumi.ComponentResourceOptions) {
    const { requestTemplate, responseTemplate } = args;
    checkArguments(`DynamoDbIntegration "${name}"`, () => checkTemplates({ requestTemplate, responseTemplate }));
    super(
      typeToken("DynamoDbIntegration"),
      name,
      {},
      withFormerType(opts, "contact-us:integrations:DynamoDbIntegration"),
    );
    this.pathParameters = args.pathParameters;
    this.model = args.model;
    const tableArn = pulumi.output(args.table.arn);
    const { operation, role } = createAwsServiceOperation(this, name, {
      summary: args.summary,
      requestBody: args.model === undefined ? undefined : jsonBody(args.model),
      uri: serviceUri(tableArn, `action/${args.action}`),
      statements: [{ actions: [`dynamodb:${args.action}`], resources: [tableArn] }],
      contentType: "application/x-amz-json-1.0",
      requestTemplate: template(args.requestTemplate, { tableName: resourceName(tableArn) }),
      success: { statusCode: "200", description: "OK", template: readTemplate(args.responseTemplate) },
      otherResponses: args.action === "GetItem" ? NOT_FOUND : undefined,
      transform: args.transform,
    });
    this.operation = operation;
    this.role = role;
    this.registerOutputs({ role });
  }
}

const NOT_FOUND: Readonly<Record<string, MethodResponse>> = { "404": { description: "There is no such item" } };
