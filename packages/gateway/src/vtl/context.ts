import { LazyMap } from "./lazy-map.ts";
import type { Scope } from "./scope.ts";
import type { Value } from "./values.ts";

/** `$context` and the objects in it: maps that print as nothing. */
export class ContextMap extends LazyMap {}

/** A value of `$context`, from plain data. */
export function contextValue(value: unknown): Value {
  if (typeof value === "string" || typeof value === "boolean" || typeof value === "number") return value;
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map(contextValue);
  return typeof value === "object" ? new ContextMap(value, contextValue) : String(value);
}

/** The maps that `$context` always has, for templates to assign to. */
const overrides: Readonly<Record<string, readonly string[]>> = {
  requestOverride: ["path", "header", "querystring"],
  responseOverride: ["header"],
};

function topValue(value: unknown, key: string): Value {
  const parts = Object.hasOwn(overrides, key) ? overrides[key] : undefined;
  return parts ? new ContextMap(value ?? {}, (part) => contextValue(part ?? {}), parts) : contextValue(value);
}

/**
 * `$context`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#context-variable-reference
 */
export function contextOf({ context, authorizer }: Scope): ContextMap {
  const source = authorizer ? { ...context, authorizer } : context;
  return new ContextMap(source, topValue, Object.keys(overrides));
}
