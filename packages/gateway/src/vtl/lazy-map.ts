import type { Value } from "./values.ts";

/** Makes a template's value of an object's; undefined where the object has none. */
export type Convert = (value: unknown, key: string) => Value;

/**
 * A map over a plain object, whose values are converted when they are asked for: a template seldom looks at more than
 * a few of the many that it is given.
 */
export class LazyMap extends Map<Value, Value> {
  /** What is not converted yet; undefined when all is. */
  private source: Readonly<Record<string, unknown>> | undefined;
  private readonly convert: Convert;
  /** Keys that the map has whether or not the object has them. */
  private readonly always: readonly string[];

  constructor(source: object, convert: Convert, always: readonly string[] = []) {
    super();
    this.source = source as Readonly<Record<string, unknown>>;
    this.convert = convert;
    this.always = always;
  }

  /** Converts all that is left, and puts it in the object's order, before what was added. */
  private fill(): this {
    const { source } = this;
    if (!source) return this;
    const keys = new Set<Value>([...Object.keys(source), ...this.always, ...super.keys()]);
    const values = [...keys].map((key) => [key, this.get(key) as Value] as const);
    this.source = undefined;
    super.clear();
    for (const [key, value] of values) super.set(key, value);
    return this;
  }

  /** The value of a key, if a template has looked at it: otherwise it cannot have changed it. */
  peek(key: string): Value | undefined {
    return super.get(key);
  }

  /** The entries but for those that the object does not have and no template has looked at. */
  touched(): MapIterator<[Value, Value]> {
    return this.source && Object.keys(this.source).length === 0 ? super.entries() : this.entries();
  }

  override get(key: Value): Value | undefined {
    const known = super.get(key);
    const { source } = this;
    if (known !== undefined || !source || typeof key !== "string") return known;
    const own = Object.hasOwn(source, key);
    if (!own && !this.always.includes(key)) return undefined;
    const value = this.convert(own ? source[key] : undefined, key);
    super.set(key, value);
    return value;
  }

  override has(key: Value): boolean {
    return this.get(key) !== undefined;
  }

  override delete(key: Value): boolean {
    this.fill();
    return super.delete(key);
  }

  override clear(): void {
    this.source = undefined;
    super.clear();
  }

  override get size(): number {
    this.fill();
    return super.size;
  }

  override keys(): MapIterator<Value> {
    this.fill();
    return super.keys();
  }

  override values(): MapIterator<Value> {
    this.fill();
    return super.values();
  }

  override entries(): MapIterator<[Value, Value]> {
    this.fill();
    return super.entries();
  }

  override [Symbol.iterator](): MapIterator<[Value, Value]> {
    return this.entries();
  }
}
