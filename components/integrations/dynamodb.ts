import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkArguments, refuse } from "../arguments.ts";
import type { MethodResponse, Operation } from "../openapi.ts";
import type { RoleTransform } from "../service-role.ts";
import { checkTemplates, readTemplate, type TemplateSource, template } from "../templates/templates.ts";
import { typeToken, withFormerType } from "../tokens.ts";
import { createAwsServiceOperation, resourceName, serviceUri } from "./aws-service.ts";
import { keyStatements } from "./encryption-key.ts";
import { Integration, type IntegrationArgs } from "./integration.ts";
import { jsonBody } from "./responses.ts";

/** What `DynamoDbIntegration` uses of a table: an `aws.dynamodb.Table`, one that was looked up or another stack's ARN fits. */
export interface TableReference {
  readonly arn: pulumi.Input<string>;
  /** The customer's KMS key that encrypts the table, if one does. */
  readonly serverSideEncryption?: pulumi.Input<{ readonly kmsKeyArn?: pulumi.Input<string | undefined> } | undefined>;
}

/** Arguments of `DynamoDbIntegration`. */
export interface DynamoDbIntegrationArgs extends IntegrationArgs {
  readonly table: TableReference;
  readonly action: "PutItem" | "GetItem" | "UpdateItem" | "DeleteItem" | "Query";
  /** Name of the index that a `Query` reads. The role may then query the index and not the table. Default: the table itself. */
  readonly index?: string;
  /** Name of the model that the JSON body must match. Default: the route takes no body. */
  readonly model?: string;
  /** Path variables that the request template reads. */
  readonly pathParameters: readonly string[];
  /** Makes the action's request; `$tableName` is set in it, and `$indexName` where there is an `index`. */
  readonly requestTemplate: TemplateSource;
  /**
   * Makes the answer. It may set the status 404: for `GetItem` when there is no item, for `UpdateItem` and `DeleteItem` when
   * the attributes that they return tell that there was none.
   */
  readonly responseTemplate: TemplateSource;
  /** Changes of the resources inside. */
  readonly transform?: RoleTransform;
}

/**
 * API Gateway to one action of DynamoDB on one table, without a Lambda function. Answers 200; 409 when the request's
 * condition is not met.
 */
export class DynamoDbIntegration extends Integration {
  readonly kind = "dynamodb";
  readonly operation: pulumi.Output<Operation>;
  override readonly model?: string;
  override readonly pathParameters: readonly string[];
  readonly role: aws.iam.Role;

  /** @throws ArgumentError that names a template whose file does not exist, or an `index` of another action than `Query`. */
  constructor(name: string, args: DynamoDbIntegrationArgs, opts?: pulumi.ComponentResourceOptions) {
    checkArguments(`DynamoDbIntegration "${name}"`, () => checkArgs(args));
    super(
      typeToken("DynamoDbIntegration"),
      name,
      {},
      withFormerType(opts, "contact-us:integrations:DynamoDbIntegration"),
    );
    this.pathParameters = args.pathParameters;
    this.model = args.model;
    const { table, action, index } = args;
    const tableArn = pulumi.output(table.arn);
    const { operation, role } = createAwsServiceOperation(this, name, {
      summary: args.summary,
      requestBody: args.model === undefined ? undefined : jsonBody(args.model),
      uri: serviceUri(tableArn, `action/${action}`),
      statements: [
        {
          actions: [`dynamodb:${action}`],
          resources: [index === undefined ? tableArn : pulumi.interpolate`${tableArn}/index/${index}`],
        },
      ],
      // DynamoDB decrypts the table's key on behalf of the caller, to write as well as to read.
      // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.howitworks.html
      keyStatements: keyStatements(["kms:Decrypt"], pulumi.output(table.serverSideEncryption).apply(keyOf), tableArn),
      contentType: "application/x-amz-json-1.0",
      requestTemplate: template(args.requestTemplate, {
        tableName: resourceName(tableArn),
        ...(index !== undefined && { indexName: index }),
      }),
      success: { statusCode: "200", description: "OK", template: readTemplate(args.responseTemplate) },
      otherResponses: OTHER_RESPONSES[action],
      transform: args.transform,
    });
    this.operation = operation;
    this.role = role;
    this.registerOutputs({ role });
  }
}

const NOT_FOUND: MethodResponse = { description: "There is no such item" };
const CONFLICT: MethodResponse = { description: "The condition of the request is not met" };

const OTHER_RESPONSES: Readonly<Record<DynamoDbIntegrationArgs["action"], Readonly<Record<string, MethodResponse>>>> = {
  GetItem: { "404": NOT_FOUND },
  PutItem: { "409": CONFLICT },
  UpdateItem: { "404": NOT_FOUND, "409": CONFLICT },
  DeleteItem: { "404": NOT_FOUND, "409": CONFLICT },
  Query: {},
};

function keyOf(encryption: { readonly kmsKeyArn?: string } | undefined): string | undefined {
  return encryption?.kmsKeyArn;
}

function checkArgs({ requestTemplate, responseTemplate, action, index }: DynamoDbIntegrationArgs): void {
  checkTemplates({ requestTemplate, responseTemplate });
  if (index !== undefined && action !== "Query") refuse("index", `expected undefined for ${action}, got "${index}"`);
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
  if (index !== undefined && !/^[A-Za-z0-9_.-]{3,255}$/.test(index)) {
    refuse("index", `expected 3 to 255 letters, digits, underscores, hyphens and dots, got "${index}"`);
  }
}
