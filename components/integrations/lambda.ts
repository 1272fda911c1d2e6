import * as pulumi from "@pulumi/pulumi";
import { checkArguments, refuse } from "../arguments.ts";
import type { IntegrationResponse, MethodResponse, Operation } from "../openapi.ts";
import { checkTemplates, readTemplate, type TemplateSource } from "../templates/templates.ts";
import { typeToken, withFormerType } from "../tokens.ts";
import { type BodyIntegrationArgs, type ConnectedApi, Integration, type Route } from "./integration.ts";
import {
  createRoutePermission,
  type FunctionReference,
  type FunctionSource,
  functionOf,
  type PermissionTransform,
} from "./lambda-permission.ts";
import { errorResponse, jsonBody, jsonResponse } from "./responses.ts";

// Includes line breaks, which `.` does not match in Java.
const ANYTHING = "[\\s\\S]";

/** A response to the client, made by a mapping template from what the function returned or threw. */
export interface MappedResponse {
  readonly statusCode: string;
  readonly description: string;
  /** The mapping template. */
  readonly template: TemplateSource;
}

/** Arguments of `LambdaIntegration`. */
export interface LambdaIntegrationArgs extends BodyIntegrationArgs {
  readonly function: FunctionSource;
  /** Makes the function's event from the client's JSON body. */
  readonly requestTemplate: TemplateSource;
  /** The response when the function returns. */
  readonly success: MappedResponse;
  /**
   * The response when the function throws an error whose message begins with the key and a colon, for example
   * `NotFound: no such case`. Any other error, a timeout included, is a 500 that says nothing of the error.
   */
  readonly errors: Readonly<Record<string, MappedResponse>>;
  /** Changes of the resources inside. */
  readonly transform?: PermissionTransform;
}

/**
 * Lambda non-proxy integration: mapping templates stand between the client and the function. The function gets clean data
 * and knows nothing of HTTP. It is made for functions that cannot be changed.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-custom-integrations.html
 */
export class LambdaIntegration extends Integration {
  readonly kind = "lambda";
  readonly operation: pulumi.Output<Operation>;
  override readonly model: string;
  readonly #name: string;
  readonly #function: FunctionReference;
  readonly #transform?: PermissionTransform;

  constructor(name: string, args: LambdaIntegrationArgs, opts?: pulumi.ComponentResourceOptions) {
    checkArguments(`LambdaIntegration "${name}"`, () => checkArgs(args));
    super(typeToken("LambdaIntegration"), name, {}, withFormerType(opts, "contact-us:integrations:LambdaIntegration"));
    this.model = args.model;
    this.#name = name;
    this.#function = functionOf(args.function);
    this.#transform = args.transform;
    this.operation = pulumi.output(this.#function.invokeArn).apply((uri) => lambdaOperation(uri, args));
    this.registerOutputs();
  }

  override connect(route: Route, api: ConnectedApi): void {
    createRoutePermission(this, this.#name, this.#function, route, api, this.#transform);
  }
}

function lambdaOperation(uri: string, args: LambdaIntegrationArgs): Operation {
  const { summary, model, requestTemplate, success, errors } = args;
  return {
    summary,
    requestBody: jsonBody(model),
    responses: {
      ...describedResponses([success, ...Object.values(errors)]),
      "500": { description: "The function failed" },
    },
    "x-amazon-apigateway-integration": {
      type: "aws",
      // API Gateway always calls a function with POST, whatever the client's method was.
      httpMethod: "POST",
      uri,
      passthroughBehavior: "never",
      requestTemplates: { "application/json": readTemplate(requestTemplate) },
      responses: {
        default: response(success),
        ...Object.fromEntries(
          Object.entries(errors).map(([word, mapped]) => [`${word}:${ANYTHING}*`, response(mapped)]),
        ),
        [otherErrors(Object.keys(errors))]: errorResponse("500", "Internal server error"),
      },
    },
  };
}

/** The method responses that mapped responses lead to. */
export function describedResponses(mapped: readonly MappedResponse[]): Record<string, MethodResponse> {
  return Object.fromEntries(mapped.map(({ statusCode, description }) => [statusCode, { description }]));
}

function response({ statusCode, template }: MappedResponse): IntegrationResponse {
  return jsonResponse(statusCode, readTemplate(template));
}

/**
 * A selection pattern for every error that does not begin with one of `words`. No two patterns may match the same message:
 * API Gateway does not document which of them it takes.
 */
export function otherErrors(words: readonly string[]): string {
  const none = words.map((word) => `(?!${word}:)`).join("");
  return `${none}${ANYTHING}+`;
}

function checkArgs({ requestTemplate, success, errors }: LambdaIntegrationArgs): void {
  checkTemplates({
    requestTemplate,
    "success.template": success.template,
    ...Object.fromEntries(Object.entries(errors).map(([word, { template }]) => [`errors.${word}.template`, template])),
  });
  const badWord = Object.keys(errors).find((word) => !/^[A-Za-z]+$/.test(word));
  if (badWord !== undefined) refuse("errors", `expected words of letters, got "${badWord}"`);
  if (!/^[23]\d\d$/.test(success.statusCode)) {
    refuse("success.statusCode", `expected a status of 200 to 399, got "${success.statusCode}"`);
  }
  const badStatus = Object.values(errors).find(({ statusCode }) => !/^[45]\d\d$/.test(statusCode));
  if (badStatus !== undefined) refuse("errors", `expected statuses of 400 to 599, got "${badStatus.statusCode}"`);
}
