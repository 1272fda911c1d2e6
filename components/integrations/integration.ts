import * as pulumi from "@pulumi/pulumi";
import type { Operation } from "../openapi.ts";

/** Where an integration is mounted: one row of the route table. */
export interface Route {
  /** An HTTP method, or `ANY`. */
  readonly method: string;
  /** The resource path, for example `/visitors/{user_id}` or `/support/{proxy+}`. */
  readonly path: string;
}

/** The API that a route belongs to. */
export interface ConnectedApi {
  /** The `RestApi`'s name. */
  readonly name: string;
  /** The API's execution ARN, without stage, method or path. */
  readonly executionArn: pulumi.Output<string>;
}

/** Arguments of every integration type. */
export interface IntegrationArgs {
  /** One line that says what the route is for; it becomes the operation's `summary`. */
  readonly summary?: string;
}

/** Arguments of an integration whose route takes a JSON body. */
export interface BodyIntegrationArgs extends IntegrationArgs {
  /** Name of the model, one of `RestApi`'s `models`, that the JSON body must match. */
  readonly model: string;
}

/** The base of every integration type: a backend, and the OpenAPI operation through which API Gateway reaches it. */
export abstract class Integration extends pulumi.ComponentResource {
  /** What the route leads to, for example `sqs` or `lambda-proxy`; the table of routes shows it. */
  abstract readonly kind: string;

  /** What this integration contributes to the API's document. */
  abstract readonly operation: pulumi.Output<Operation>;

  /** Name of the model that a JSON body must match, if the route takes a body; `RestApi` refuses one that it does not have. */
  readonly model?: string;

  /** Names of the path variables that the integration reads; `RestApi` refuses a route whose path lacks one. */
  readonly pathParameters: readonly string[] = [];

  /** Stage variables that the operation names, for example in `connectionId`: name (letters, digits, `_`) to value. */
  readonly stageVariables: Readonly<Record<string, pulumi.Input<string>>> = {};

  /** Media types that the API must treat as binary, because the integration's bodies have them; of the whole API, one list. */
  readonly binaryMediaTypes: readonly string[] = [];

  /**
   * Creates what needs the API to exist, such as a Lambda permission. `RestApi` calls it once for each route that uses
   * this integration.
   */
  connect?(route: Route, api: ConnectedApi): void;
}
