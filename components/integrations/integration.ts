import * as pulumi from "@pulumi/pulumi";
import type { Operation } from "../rest-api/openapi.ts";

/** Where an integration is mounted: one row of the route table. */
export interface Route {
  /** An HTTP method, or `ANY`. */
  readonly method: string;
  /** The resource path, for example `/visitors/{user_id}` or `/support/{proxy+}`. */
  readonly path: string;
}

/** What every integration type can be told about its operation. */
export interface IntegrationArgs {
  /** One line that says what the route is for; it is the operation's `summary`. */
  readonly summary?: string;
}

/** What an integration whose route takes a JSON body is told besides. */
export interface BodyIntegrationArgs extends IntegrationArgs {
  /** Name of the model, one of `RestApi`'s `models`, that the JSON body must match. */
  readonly model: string;
}

/** The base of every integration type: a backend, and the OpenAPI operation through which API Gateway reaches it. */
export abstract class Integration extends pulumi.ComponentResource {
  /** What this integration contributes to the API's document. */
  abstract readonly operation: pulumi.Output<Operation>;

  /** Names of the path variables that the integration reads; `RestApi` refuses a route whose path lacks one. */
  readonly pathParameters: readonly string[] = [];

  /**
   * Called by `RestApi` once for each route that uses this integration, for what can only be made when the API exists,
   * such as a Lambda permission.
   *
   * @param route The route's method and path.
   * @param executionArn The API's execution ARN, without stage, method or path.
   */
  connect(_route: Route, _executionArn: pulumi.Output<string>): void {}
}

/** The `requestBody` of an operation whose JSON body must match the model of that name. */
export function jsonBody(model: string): Operation["requestBody"] {
  return { required: true, content: { "application/json": { schema: { $ref: `#/components/schemas/${model}` } } } };
}
