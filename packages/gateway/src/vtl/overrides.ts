import { toDouble } from "./arithmetic.ts";
import { type ContextMap, contextValue } from "./context.ts";
import { LazyMap } from "./lazy-map.ts";
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
  const made = context?.peek(name);
  if (made === undefined && (before === undefined || hasNothing(before))) return undefined;
  const override = made ?? contextValue(before);
  const plain = override instanceof Map ? plainMap(override) : {};
  return Object.keys(plain).length > 0 ? plain : undefined;
}

/** Whether a value of plain data is an object with nothing but empty objects in it, as overrides are before a template assigns to them. */
function hasNothing(value: unknown): boolean {
  return isPlain(value) && Object.values(value).every((part) => isPlain(part) && Object.keys(part).length === 0);
}

const isPlain = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A map as an object, without the empty maps in it. */
function plainMap(map: ReadonlyMap<Value, Value>): object {
  const plain: Record<string, unknown> = {};
  for (const [key, item] of map instanceof LazyMap ? map.touched() : map) {
    if (item instanceof Map && item.size === 0) continue;
    const name = String(print(key));
    const value = plainValue(item);
    // An assignment to `__proto__` would make no member.
    if (name in plain)
      Object.defineProperty(plain, name, { value, enumerable: true, configurable: true, writable: true });
    else plain[name] = value;
  }
  return plain;
}

function plainValue(value: Value): unknown {
  if (value instanceof Map) return plainMap(value);
  if (Array.isArray(value)) return [...value].map(plainValue);
  if (isNumber(value)) return typeof value === "object" ? toDouble(value) : value;
  return value === null || typeof value !== "object" ? value : print(value);
}
