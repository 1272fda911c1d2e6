/** A JSON object of which nothing is known yet. */
export type Json = Record<string, unknown>;

/** Whether a value is an object, and neither a list nor null. */
export const isObject = (value: unknown): value is Json => {
  return typeof value === "object" && value !== null && !Array.isArray(value);
};

/** A value in an error message: `"text"`, `nothing`, `an object`. */
export function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  return isObject(value) ? "an object" : JSON.stringify(value);
}
