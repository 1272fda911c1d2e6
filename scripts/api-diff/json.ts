/** A JSON object. The documents that are compared may come from a fork, so nothing is taken for granted about them. */
export type Json = Readonly<Record<string, unknown>>;

/** The value as an object; an empty one when it is something else. */
export function objectOf(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

/** The value as a list; an empty one when it is something else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

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
