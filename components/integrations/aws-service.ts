import * as pulumi from "@pulumi/pulumi";
import type { IntegrationResponse, MethodResponse, Operation } from "../rest-api/openapi.ts";
import { jsonTemplate, readTemplate } from "../templates/templates.ts";

/** What differs from one AWS service integration to the next. */
export interface AwsServiceArgs {
  readonly summary?: string;
  readonly requestBody?: Operation["requestBody"];
  /** `arn:{partition}:apigateway:{region}:{service}:…`, see `serviceUri`. */
  readonly uri: pulumi.Input<string>;
  /** ARN of the role for the call. */
  readonly credentials: pulumi.Input<string>;
  /** The content type that the service's protocol wants. */
  readonly contentType: string;
  /** Mapping template from the client's JSON to the service's request. */
  readonly requestTemplate: pulumi.Input<string>;
  /** The answer to the client when the service has done its work. */
  readonly success: { readonly statusCode: string; readonly description: string; readonly template: string };
  /** Further responses, which the success template chooses by overriding the status. */
  readonly otherResponses?: Readonly<Record<string, MethodResponse>>;
}

/**
 * The operation of a direct call to an AWS service.
 *
 * `passthroughBehavior: never` refuses a content type that has no template with 415; otherwise its body would reach the
 * service as it came, unmapped and, because no model matches that content type either, unvalidated.
 */
export function awsServiceOperation(args: AwsServiceArgs): pulumi.Output<Operation> {
  const { uri, credentials, requestTemplate } = args;
  return pulumi.output({ uri, credentials, requestTemplate }).apply(
    (known): Operation => ({
      summary: args.summary,
      requestBody: args.requestBody,
      responses: {
        [args.success.statusCode]: { description: args.success.description },
        ...args.otherResponses,
        "400": { description: "The service refused the request" },
        "502": { description: "The service failed" },
      },
      "x-amazon-apigateway-integration": {
        type: "aws",
        httpMethod: "POST",
        uri: known.uri,
        credentials: known.credentials,
        passthroughBehavior: "never",
        requestParameters: { "integration.request.header.Content-Type": `'${args.contentType}'` },
        requestTemplates: { "application/json": known.requestTemplate },
        responses: {
          "200": {
            statusCode: args.success.statusCode,
            responseTemplates: { "application/json": args.success.template },
          },
          "400": badRequest(args.contentType),
          default: errorResponse("502", "Bad gateway"),
        },
      },
    }),
  );
}

/** In the JSON protocols a 400 can be the service's own trouble, which only the body tells; the query protocol keeps them apart. */
function badRequest(contentType: string): IntegrationResponse {
  if (!contentType.startsWith("application/x-amz-json")) return errorResponse("400", "Bad request");
  return { statusCode: "400", responseTemplates: { "application/json": readTemplate("service-error.vtl") } };
}

/** An integration response that says what went wrong in our words, so that nothing of the backend's own answer shows. */
export function errorResponse(statusCode: string, message: string): IntegrationResponse {
  return { statusCode, responseTemplates: { "application/json": jsonTemplate({ message }) } };
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
