import { print } from "./print.ts";
import type { RequestOverride, ResponseOverride } from "./scope.ts";
import { JavaDouble, type Value } from "./values.ts";

/** What a template assigned to `$context.requestOverride` or `responseOverride`; undefined when it is nothing. */
export function overrideOf(context: Value, name: "requestOverride"): RequestOverride | undefined;
export function overrideOf(context: Value, name: "responseOverride"): ResponseOverride | undefined;
export function overrideOf(context: Value, name: string): object | undefined {
  const override = context instanceof Map ? context.get(name) : undefined;
  const plain = plainValue(override ?? null);
  return typeof plain === "object" && plain !== null && Object.keys(plain).length > 0 ? plain : undefined;
}

/** A template's value as plain data: maps as objects, without those that are empty; numbers as numbers. */
function plainValue(value: Value): unknown {
  if (value instanceof Map) {
    const entries = [...value].filter(([, item]) => !(item instanceof Map && item.size === 0));
    return Object.assign(
      Object.create(null),
      Object.fromEntries(entries.map(([key, item]) => [print(key), plainValue(item)])),
    );
  }
  if (Array.isArray(value)) return [...value].map(plainValue);
  if (value instanceof JavaDouble) return value.value;
  return value === null || typeof value !== "object" ? value : print(value);
}
