import { toDouble } from "./arithmetic.ts";
import { type ContextMap, contextValue } from "./context.ts";
import { print } from "./print.ts";
import type { RequestOverride, ResponseOverride, Scope } from "./scope.ts";
import { isNumber, type Value } from "./values.ts";

interface Overrides {
  requestOverride: RequestOverride;
  responseOverride: ResponseOverride;
}

/**
 * What templates assigned to `$context.requestOverride` or `responseOverride`, this one and those before it; undefined
 * when it is nothing.
 */
export function overrideOf<Name extends keyof Overrides>(
  context: ContextMap | undefined,
  scope: Scope,
  name: Name,
): Overrides[Name] | undefined {
  const before = (scope.context as Readonly<Record<string, unknown>>)[name];
  const override = context?.peek(name) ?? (before === undefined ? null : contextValue(before));
  const plain = override instanceof Map ? plainMap(override) : {};
  return Object.keys(plain).length > 0 ? plain : undefined;
}

/** A map as an object, without the empty maps in it. */
function plainMap(map: ReadonlyMap<Value, Value>): object {
  const entries = [...map].filter(([, item]) => !(item instanceof Map && item.size === 0));
  return Object.fromEntries(entries.map(([key, item]) => [print(key), plainValue(item)]));
}

function plainValue(value: Value): unknown {
  if (value instanceof Map) return plainMap(value);
  if (Array.isArray(value)) return [...value].map(plainValue);
  if (isNumber(value)) return typeof value === "object" ? toDouble(value) : value;
  return value === null || typeof value !== "object" ? value : print(value);
}
