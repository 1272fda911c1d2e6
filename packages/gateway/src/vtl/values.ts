/**
 * The values a template works with, as Java's: String is string, Boolean is boolean, an Integer is a number of 32 bits, a
 * Long a larger number or bigint, a BigInteger a bigint beyond 64 bits, List is an array, Map is a Map; the rest are the
 * classes below. Maps keep their keys apart from every property of JavaScript's objects, so a payload's `__proto__` or
 * `constructor` is a key like any other.
 */
export type Value = null | string | boolean | JavaNumber | JavaChar | Value[] | ValueMap | HostObject;

/** A `java.util.Map` in insertion order. */
export type ValueMap = Map<Value, Value>;

/** A `java.lang.Number`. */
export type JavaNumber = number | bigint | JavaInteger | JavaDouble | JavaDecimal;

/** The types of Java's whole numbers. */
export type IntegerType = "Byte" | "Short" | "Integer" | "Long" | "BigInteger";

/** A whole number of another type than its size tells: a Long that would fit into an Integer, say. */
export class JavaInteger {
  declare readonly methods?: undefined;
  readonly type: IntegerType;
  /** A number where it is a safe integer of JavaScript's: those are made and computed several times faster. */
  readonly value: number | bigint;
  constructor(type: IntegerType, value: number | bigint) {
    this.type = type;
    this.value = value;
  }
}

/** A `java.lang.Double`, kept apart from integers: it prints as `2.0`. */
export class JavaDouble {
  declare readonly methods?: undefined;
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** A `java.lang.Float`. */
export class JavaFloat extends JavaDouble {
  constructor(value: number) {
    super(Math.fround(value));
  }
}

/** A `java.math.BigDecimal`, which the longest of JSON's numbers are read as: `unscaled` times ten to the `-scale`. */
export class JavaDecimal {
  declare readonly methods?: undefined;
  readonly unscaled: bigint;
  readonly scale: number;
  constructor(unscaled: bigint, scale: number) {
    this.unscaled = unscaled;
    this.scale = scale;
  }
}

/** A `java.lang.Character`. */
export class JavaChar {
  declare readonly methods?: undefined;
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** A list that came from JSON: prints as JSON where other lists print as Java's do. */
export class JsonList extends Array<Value> {}

/** A Java array, such as a `String[]`: its length is fixed, and it prints as its type. */
export class JavaArray extends Array<Value> {
  /** What Java prints of the type: `[Ljava.lang.String;`, `[C`. */
  readonly type: string;
  constructor(type: string, items: Iterable<Value>) {
    super();
    this.type = type;
    for (const item of items) this.push(item);
  }
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }
}

/** A Java method on values: its result, or undefined when no method of that name takes these arguments. */
export type Method = (self: Value, args: readonly Value[]) => Value | undefined;

/** The methods of a Java type, by name. */
export type Methods = ReadonlyMap<string, Method>;

/** What a `#foreach` or `iterator()` goes over. */
export interface Cursor {
  hasNext(): boolean;
  /** @throws TemplateError when there is no more, or what it goes over has changed */
  next(): Value;
}

/** An object that brings its own methods: `$input`, `$util`, a map's view or entry, an iterator, a `#define`. */
export interface HostObject {
  readonly methods: Methods;
  /** The text it prints as; null when Java's `toString` gives null. */
  print(): string | null;
  /** The items, of what Java calls a Collection. */
  items?(): readonly Value[];
  /** What `#foreach` goes over, of anything it can go over. */
  iterator?(): Cursor;
  /** Java's `equals`, where it is not identity. */
  equals?(other: Value): boolean;
  /** Java's `hashCode`, where it is not identity's. */
  hash?(): number;
}

/** The items of a `java.util.Collection`; undefined for anything else. */
export function itemsOf(value: Value | undefined): readonly Value[] | undefined {
  if (Array.isArray(value)) return value instanceof JavaArray ? undefined : value;
  return isHostObject(value) ? value.items?.() : undefined;
}

/** Whether the value is a HostObject. */
export function isHostObject(value: Value | undefined): value is HostObject {
  return typeof value === "object" && value !== null && "methods" in value;
}

/** Whether the value is a `java.lang.Number`. */
export function isNumber(value: Value | undefined): value is JavaNumber {
  if (typeof value === "number" || typeof value === "bigint") return true;
  return value instanceof JavaDouble || value instanceof JavaInteger || value instanceof JavaDecimal;
}

/** Whether the value is an Integer, which can be a position or a count. */
export function isInteger(value: Value | undefined): value is number {
  return typeof value === "number" && value === (value | 0);
}

/** Whether the value is a whole number of any size. */
export function isWhole(value: Value | undefined): value is number | bigint | JavaInteger {
  return typeof value === "number" || typeof value === "bigint" || value instanceof JavaInteger;
}

/** The Java type of a whole number. */
export function integerType(value: number | bigint | JavaInteger): IntegerType {
  if (typeof value === "number") return value === (value | 0) ? "Integer" : "Long";
  if (value instanceof JavaInteger) return value.type;
  return value === BigInt.asIntN(64, value) ? "Long" : "BigInteger";
}

/** A whole number's value. */
export function bigintOf(value: number | bigint | JavaInteger): bigint {
  return BigInt(value instanceof JavaInteger ? value.value : value);
}

/** A whole number of a type, which must be large enough for it. */
export function integerOf(type: IntegerType, value: bigint): Value {
  const small = Number(value);
  const natural = Number.isSafeInteger(small) ? small : value;
  return integerType(natural) === type ? natural : new JavaInteger(type, natural);
}
