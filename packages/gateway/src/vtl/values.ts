/**
 * The values a template works with, as Java's: String is string, Boolean is boolean, Integer, Long and BigInteger are an
 * integral number or a bigint, Double is JavaDouble, List is an array, Map is a Map. Maps keep their keys apart from
 * every property of JavaScript's objects, so a payload's `__proto__` or `constructor` is a key like any other.
 */
export type Value = null | string | boolean | number | bigint | JavaDouble | Value[] | ValueMap | HostObject;

/** A `java.util.Map` in insertion order. */
export type ValueMap = Map<Value, Value>;

/**
 * A `java.lang.Double`, kept apart from integers: it prints as `2.0`. A `BigDecimal`, which JSON's longest numbers are
 * read as, has its digits in `digits`.
 */
export class JavaDouble {
  readonly value: number;
  readonly digits: string | undefined;
  constructor(value: number, digits?: string) {
    this.value = value;
    this.digits = digits;
  }
}

/** A list that came from JSON: prints as JSON where other lists print as Java's do. */
export class JsonList extends Array<Value> {}

/** A `java.util.Set`: has no positions. */
export class ValueSet extends Array<Value> {}

/** An object of API Gateway's or Velocity's own: `$input`, `$util`, `$foreach`, a map's entry, a `#define`. */
export interface HostObject {
  /** Value of `.name`, null when there is none. */
  property(name: string): Value;
  /** Result of `.name(…)`, undefined when there is no such method. */
  call(name: string, args: readonly Value[]): Value | undefined;
  /** The text it prints as; null when Java's `toString` gives null. */
  print(): string | null;
}

/** Whether the value is a HostObject. */
export function isHostObject(value: Value): value is HostObject {
  return typeof value === "object" && value !== null && "property" in value;
}

/** Whether the value is a `java.lang.Number`. */
export function isNumber(value: Value | undefined): value is number | bigint | JavaDouble {
  return typeof value === "number" || typeof value === "bigint" || value instanceof JavaDouble;
}

/** Whether the value is an Integer that can be a position or a count. */
export function isInteger(value: Value | undefined): value is number {
  return typeof value === "number";
}
