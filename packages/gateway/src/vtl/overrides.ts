import { toDouble } from "./arithmetic.ts";
import { contextValue } from "./context.ts";
import { LazyMap } from "./lazy-map.ts";
import { print } from "./print.ts";
import type { RequestOverride, ResponseOverride } from "./scope.ts";
import { isNumber, type Value } from "./values.ts";

/**
 * What templates assigned to `$context.requestOverride` or `responseOverride`; undefined when it is nothing.
 * @param made the value that this template has looked at, and may have changed
 * @param before what earlier templates assigned
 */
export function overrideOf(made: Value | undefined, before: unknown): (RequestOverride & ResponseOverride) | undefined {
  if (made === undefined && (before === undefined || hasNothing(before))) return undefined;
  const override = made ?? contextValue(before);
  const plain = override instanceof Map ? plainMap(override) : {};
  return Object.keys(plain).length > 0 ? plain : undefined;
}

/** Whether a value of plain data is an object with nothing but empty objects in it, as overrides are before a template assigns to them. */
function hasNothing(value: unknown): boolean {
  if (!isPlain(value)) return false;
  // Every rendering asks: this makes no lists.
  for (const name in value) {
    const part = value[name];
    if (!isPlain(part)) return false;
    for (const _ in part) return false;
  }
  return true;
}

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
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
