import { headersByLowerCase, signatureComplaint } from "../authorization/signature.ts";
import type { Context } from "../request/context.ts";
import { findMethod } from "../request/router.ts";
import { GatewayError } from "./gateway-error.ts";

/** The most bytes of the request line and the header values together. */
const MAX_HEAD_BYTES = 10_240;

/**
 * Finds the method that a request is for.
 *
 * @throws GatewayError 403 `Missing Authentication Token` when no method matches, 413 when headers or body are too large
 */
export function route(context: Context): void {
  if (context.refusal) throw context.refusal;
  if (context.headBytes > MAX_HEAD_BYTES) {
    const message = `HTTP header is larger than ${MAX_HEAD_BYTES} bytes.`;
    throw new GatewayError("REQUEST_TOO_LARGE", message, { isPlainText: true });
  }
  const { api, httpMethod, path, variables } = context;
  const found = findMethod(api.root, httpMethod, path);
  if (!found) {
    context.trace?.rule(`no resource has ${httpMethod} ${path}`, { path });
    // API Gateway takes the header of a request that it has no method for as a signature.
    const fields = headersByLowerCase(context);
    const authorization = fields.get("authorization");
    if (authorization !== undefined) throw signatureComplaint(authorization, fields);
    throw new GatewayError("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token");
  }
  const { method, pathParameters } = found;
  context.method = method;
  context.pathParameters = pathParameters;
  variables.resourceId = method.resourceId;
  variables.resourcePath = method.resourcePath;
  context.trace?.rule(method.route, { path, pathParameters });
}
