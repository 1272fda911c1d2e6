import type { IntegrationExtension, IntegrationResponse, Operation } from "../openapi.ts";
import type { IntegrationArgs } from "./integration.ts";
import { declaredHeaders, errorResponse, jsonResponse } from "./responses.ts";
import type { ObjectArgs } from "./s3-object.ts";
import { forward, pathVariables } from "./upstream.ts";

/** What is known when the bucket and the role are. */
interface Known {
  /** `arn:{partition}:apigateway:{region}:s3:path/{bucket}/{key}`. */
  readonly uri: string;
  /** ARN of the role. */
  readonly credentials: string;
}

/**
 * The operation that reads an object.
 *
 * Without the right to list the bucket, S3 answers 403 for an object that does not exist, so both are a 404 here.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export function getOperation(args: ObjectArgs & IntegrationArgs, known: Known): Operation {
  const { summary, key, contentTypes = [] } = args;
  const notFound = textual(errorResponse("404", "There is no such object"));
  return {
    summary,
    responses: {
      "200": {
        description: "The object",
        headers: declaredHeaders(["Content-Type", "ETag", "X-Content-Type-Options"]),
      },
      "404": { description: "There is no such object" },
      "502": { description: "The service failed" },
    },
    "x-amazon-apigateway-integration": {
      ...base("GET", key, known),
      responses: {
        "200": {
          statusCode: "200",
          responseParameters: {
            "method.response.header.Content-Type": "integration.response.header.Content-Type",
            "method.response.header.ETag": "integration.response.header.ETag",
            // A browser must not take an object for another type than it was stored as.
            "method.response.header.X-Content-Type-Options": "'nosniff'",
          },
          // Whatever the client's Accept header says: a browser's begins with text/html, and it would get Base64.
          ...(contentTypes.length > 0 && { contentHandling: "CONVERT_TO_BINARY" }),
        },
        "403": notFound,
        "404": notFound,
        default: textual(errorResponse("502", "Bad gateway")),
      },
    },
  };
}

/**
 * The operation that stores an object. It declares no body: API Gateway validates a declared body as JSON, whatever its
 * type.
 */
export function putOperation(args: ObjectArgs & IntegrationArgs, known: Known): Operation {
  const { summary, key, storedAs, overwrite = false } = args;
  const request = base("PUT", key, known);
  return {
    summary,
    parameters:
      storedAs === undefined
        ? [{ name: "Content-Type", in: "header", required: false, schema: { type: "string" } }]
        : undefined,
    responses: {
      "201": { description: "Stored", headers: declaredHeaders(["ETag"]) },
      "400": { description: "The service refused the request" },
      ...(!overwrite && { "409": { description: "There is such an object already" } }),
      "502": { description: "The service failed" },
    },
    "x-amazon-apigateway-integration": {
      ...request,
      requestParameters: {
        ...request.requestParameters,
        "integration.request.header.Content-Type":
          storedAs === undefined ? "method.request.header.Content-Type" : `'${storedAs}'`,
        // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
        ...(!overwrite && { "integration.request.header.If-None-Match": "'*'" }),
      },
      responses: {
        "200": {
          ...textual(jsonResponse("201", '{"message": "Stored"}')),
          responseParameters: { "method.response.header.ETag": "integration.response.header.ETag" },
        },
        "400": textual(errorResponse("400", "Bad request")),
        ...(!overwrite && { "412": textual(errorResponse("409", "There is such an object already")) }),
        default: textual(errorResponse("502", "Bad gateway")),
      },
    },
  };
}

function base(httpMethod: "GET" | "PUT", key: string, known: Known): IntegrationExtension {
  return {
    type: "aws",
    httpMethod,
    ...known,
    passthroughBehavior: "when_no_match",
    requestParameters: Object.fromEntries(forward("path", pathVariables(key))),
  };
}

/** The response as text even for a client that accepts an image: no template reads a binary body. */
function textual(response: IntegrationResponse): IntegrationResponse {
  return { ...response, contentHandling: "CONVERT_TO_TEXT" };
}
