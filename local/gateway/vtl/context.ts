import { LazyMap } from "./lazy-map.ts";
import type { Scope } from "./scope.ts";
import type { Value } from "./values.ts";

/** `$context` and the objects in it: maps that print as nothing. */
export class ContextMap extends LazyMap {
  constructor(source: object) {
    super(source, contextValue);
  }
}

/** A value of `$context`, from plain data. */
export function contextValue(value: unknown): Value {
  if (typeof value === "string" || typeof value === "boolean" || typeof value === "number") return value;
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map(contextValue);
  return typeof value === "object" ? new ContextMap(value) : String(value);
}

/**
 * `$context`, whose overrides are there to be assigned to.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#context-variable-reference
 */
export function contextOf({ context, authorizer }: Scope): ContextMap {
  const { requestOverride, responseOverride } = context as { requestOverride?: object; responseOverride?: object };
  return new ContextMap({
    ...context,
    ...(authorizer && { authorizer }),
    requestOverride: { path: {}, header: {}, querystring: {}, ...requestOverride },
    responseOverride: { header: {}, ...responseOverride },
  });
}
