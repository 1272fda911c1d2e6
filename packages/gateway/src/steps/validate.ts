import type { Validation } from "../api.ts";
import { unpackBody } from "../request/compression.ts";
import type { Context } from "../request/context.ts";
import { forContentType } from "../request/media-types.ts";
import { UnknownBodyError } from "../validation/failure.ts";
import type { BodyValidator } from "../validation/validator.ts";
import { GatewayError } from "./gateway-error.ts";

/**
 * Checks a request as its method's request validator says: first that each required parameter is there and not blank, then the
 * body against the model for its content type. Without such a model the body is not checked.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
 *
 * @throws GatewayError 400
 */
export function validate(context: Context): void {
  unpackBody(context);
  const validation = context.method?.validation;
  if (!validation) {
    context.trace?.rule("the method has no request validator");
    return;
  }
  context.trace?.rule(`request validator "${validation.validator}"`);
  validateParameters(context, validation);
  validateBody(context, validation);
}

function validateParameters(context: Context, { parameters }: Validation): void {
  if (parameters.length === 0) return;
  const missing = parameters.filter((parameter) => !value(context, parameter)?.trim()).map(({ name }) => name);
  if (missing.length === 0) return;
  const message = `Missing required request parameters: [${missing.join(", ")}]`;
  throw new GatewayError("BAD_REQUEST_PARAMETERS", message);
}

function value(context: Context, parameter: Validation["parameters"][number]): string | undefined {
  if (parameter.in === "path") return context.pathParameters[parameter.name];
  const values = parameter.in === "header" ? context.headers : context.query;
  return values[parameter.name]?.at(-1);
}

function validateBody(context: Context, { models }: Validation): void {
  if (!models) return;
  const { contentType = "application/json", trace } = context;
  const model = forContentType(models, contentType.toLowerCase());
  if (!model) {
    trace?.rule(`no model for ${contentType}: the body is not validated`);
    return;
  }
  const errors = errorsOf(model, context.body);
  trace?.rule(errors.length > 0 ? "the body does not match its model" : "the body matches its model", {
    contentType,
    errors,
  });
  if (errors.length === 0) return;
  throw new GatewayError("BAD_REQUEST_BODY", "Invalid request body", { validationError: `[${errors.join(", ")}]` });
}

/** What is wrong with a body; at one that API Gateway's own validator fails at, it says no more than that. */
function errorsOf(model: BodyValidator, body: Buffer): string[] {
  try {
    return model(body);
  } catch (error) {
    if (!(error instanceof UnknownBodyError)) throw error;
    return [error.message];
  }
}
