import type { Value } from "./values.ts";

/**
 * A map over a plain object, whose values are converted when they are asked for: a template seldom looks at more than
 * a few of the many that it is given.
 */
export class LazyMap extends Map<Value, Value> {
  private source: Readonly<Record<string, unknown>> | undefined;
  private readonly convert: (value: unknown) => Value;

  constructor(source: object, convert: (value: unknown) => Value) {
    super();
    this.source = source as Readonly<Record<string, unknown>>;
    this.convert = convert;
  }

  /** Converts all that is left, in the source's order. */
  private fill(): void {
    const { source } = this;
    if (!source) return;
    this.source = undefined;
    const converted = [...super.entries()];
    super.clear();
    for (const key of Object.keys(source)) super.set(key, null);
    for (const [key, value] of converted) super.set(key, value);
    const done = new Set(converted.map(([key]) => key));
    for (const [key, value] of Object.entries(source)) if (!done.has(key)) super.set(key, this.convert(value));
  }

  /** The value of a key if a template has looked at it, or could have changed it. */
  peek(key: string): Value | undefined {
    return super.get(key);
  }

  override get(key: Value): Value | undefined {
    const known = super.get(key);
    const { source } = this;
    if (known !== undefined || !source || typeof key !== "string" || !Object.hasOwn(source, key)) return known;
    const value = this.convert(source[key]);
    super.set(key, value);
    return value;
  }

  override has(key: Value): boolean {
    this.fill();
    return super.has(key);
  }

  override set(key: Value, value: Value): this {
    // The constructor of Map does not call this: there is nothing to copy.
    this.fill();
    return super.set(key, value);
  }

  override delete(key: Value): boolean {
    this.fill();
    return super.delete(key);
  }

  override clear(): void {
    this.fill();
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
