import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { IntegrationResponse, MethodResponse, Operation } from "../openapi.ts";
import { createServiceRole, type RoleTransform, type ServiceRole, type Statement } from "../service-role.ts";
import { libraryTemplate, readTemplate } from "../templates/templates.ts";
import { FORM_TYPE } from "./form.ts";
import type { Integration } from "./integration.ts";
import { errorResponse, jsonResponse } from "./responses.ts";

/** What differs from one AWS service integration to the next. */
export interface AwsServiceArgs {
  readonly summary?: string;
  readonly requestBody?: Operation["requestBody"];
  /** `arn:{partition}:apigateway:{region}:{service}:…`, see `serviceUri`. */
  readonly uri: pulumi.Input<string>;
  /** The call that the integration's role may make. */
  readonly statements: readonly Statement[];
  /** What the role needs besides, where a KMS key encrypts the resource; see `keyStatements`. */
  readonly keyStatements?: pulumi.Input<readonly Statement[]>;
  /** The content type of the service's protocol. */
  readonly contentType: string;
  /** `{Prefix}.{Action}`, for a JSON protocol that the URI does not name the action of. */
  readonly target?: string;
  /** Mapping template from the client's JSON to the service's request. */
  readonly requestTemplate: pulumi.Input<string>;
  /** Mapping template from a form to the service's request. Default: a form gets 415. */
  readonly formTemplate?: pulumi.Input<string | undefined>;
  /** The answer to the client when the call succeeds. */
  readonly success: { readonly statusCode: string; readonly description: string; readonly template: string };
  /** Further responses, which the success template chooses by overriding the status. */
  readonly otherResponses?: Readonly<Record<string, MethodResponse>>;
  readonly transform?: RoleTransform;
}

/**
 * The operation of a direct call to an AWS service, and the role for the call, which is a child of `parent`.
 *
 * `passthroughBehavior: never` refuses a content type that has no template with 415. Otherwise its body would reach the
 * service unmapped and, because no model matches that content type either, unvalidated.
 *
 * @returns The role, and the operation, which is known when the role's policy is in place.
 */
export function createAwsServiceOperation(
  parent: Integration,
  name: string,
  args: AwsServiceArgs,
): { operation: pulumi.Output<Operation>; role: aws.iam.Role } {
  const { role, policy } = createCallerRole(parent, name, args);
  const { uri, requestTemplate, formTemplate } = args;
  const operation = pulumi
    .output({ uri, credentials: role.arn, requestTemplate, formTemplate, policy: policy.id })
    .apply(({ policy: _, ...known }) => composeOperation(args, known));
  return { operation, role };
}

/** The role with which API Gateway makes the calls of one integration, a child of `parent`. */
export function createCallerRole(
  parent: Integration,
  name: string,
  { statements, keyStatements, transform }: Pick<AwsServiceArgs, "statements" | "keyStatements" | "transform">,
): ServiceRole {
  const actions = statements.flatMap((statement) => statement.actions);
  return createServiceRole(parent, name, {
    service: "apigateway.amazonaws.com",
    description: `Lets API Gateway call ${actions.join(", ")} for ${name}`,
    statements: pulumi.all([statements, keyStatements ?? []]).apply(([call, key]) => [...call, ...key]),
    transform,
  });
}

/** What is known when the resource and the role are. */
interface Known {
  readonly uri: string;
  readonly credentials: string;
  readonly requestTemplate: string;
  readonly formTemplate?: string;
}

function composeOperation(args: AwsServiceArgs, { uri, credentials, requestTemplate, formTemplate }: Known): Operation {
  const { statusCode, description, template } = args.success;
  return {
    summary: args.summary,
    requestBody: args.requestBody,
    responses: {
      [statusCode]: { description },
      ...args.otherResponses,
      "400": { description: "The service refused the request" },
      "413": { description: "The request is too large for the service" },
      "502": { description: "The service failed" },
    },
    "x-amazon-apigateway-integration": {
      type: "aws",
      httpMethod: "POST",
      uri,
      credentials,
      passthroughBehavior: "never",
      requestParameters: {
        "integration.request.header.Content-Type": `'${args.contentType}'`,
        ...(args.target && { "integration.request.header.X-Amz-Target": `'${args.target}'` }),
      },
      requestTemplates: {
        "application/json": requestTemplate,
        ...(formTemplate !== undefined && { [FORM_TYPE]: formTemplate }),
      },
      responses: {
        "200": jsonResponse(statusCode, template),
        "400": badRequest(args.contentType),
        "413": errorResponse("413", "Request Too Long"),
        default: errorResponse("502", "Bad gateway"),
      },
    },
  };
}

/** A 400 can also be a failure of the service, which only the body tells: for example that of a key, or a throttled call. */
function badRequest(contentType: string): IntegrationResponse {
  const isJson = contentType.startsWith("application/x-amz-json");
  const source = isJson ? libraryTemplate("service-error.vtl") : libraryTemplate("query-error.vtl");
  return jsonResponse("400", readTemplate(source));
}

/**
 * The `uri` of an AWS service integration, in the partition and region of the resource that it works on.
 *
 * @param resourceArn ARN of a queue, table, topic or stream.
 * @param call `action/{Action}`, or `path/{path}`.
 */
export function serviceUri(resourceArn: pulumi.Output<string>, call: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.all([resourceArn, call]).apply(([arn, path]) => {
    const [, partition, service, region] = arn.split(":");
    return `arn:${partition}:apigateway:${region}:${service}:${path}`;
  });
}

/** The name that ends the ARN of a table or stream. */
export function resourceName(arn: pulumi.Output<string>): pulumi.Output<string> {
  return arn.apply((known) => known.replace(/^.*\//, ""));
}
