import { compileMapping } from "../mapping/parameters.ts";
import type { Context } from "../request/context.ts";

/**
 * The value of an identity source: `method.request.header.X`, `method.request.querystring.x`, `context.…` or
 * `stageVariables.…`. A header's name is compared without case, as HTTP/2 clients send it in lower case.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/configure-api-gateway-lambda-authorization.html
 */
export function identityValue(context: Context, source: string): string | undefined {
  const [, header] = /^method\.request\.header\.(.+)$/.exec(source) ?? [];
  if (header === undefined) {
    const value = compileMapping(source, context.api.stageVariables)(context);
    return Array.isArray(value) ? value.at(-1) : value;
  }
  const name = Object.keys(context.headers).find((one) => one.toLowerCase() === header.toLowerCase());
  return name === undefined ? undefined : context.headers[name]?.at(-1);
}
