import { objectOf } from "../../packages/local/page/document/json.ts";

export { type Json, listOf, objectOf } from "../../packages/local/page/document/json.ts";

/** Whether two JSON values are the same, whatever the order of their properties. */
export function same(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

function canonical(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, inner) =>
    Object.keys(objectOf(inner)).length > 0
      ? Object.fromEntries(Object.entries(objectOf(inner)).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
