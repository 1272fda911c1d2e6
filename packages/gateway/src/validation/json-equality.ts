import { compareDecimals, type Decimal, decimalText, readDecimal } from "./decimal.ts";
import { UnknownBodyError } from "./failure.ts";
import { keepJson } from "./json-reader.ts";
import {
  ARRAY,
  endOf,
  INTEGER,
  type JsonTape,
  kindOf,
  NUMBER,
  OBJECT,
  STRING,
  sizeOf,
  sourceOf,
  stringOf,
} from "./json-tape.ts";

/**
 * A number of a tape.
 * @throws UnknownBodyError for a fraction or power beyond a double, such as `1e400`: the Java validator makes it infinite, and
 * fails when it is to compare it
 */
export function numberOf(tape: JsonTape, at: number): Decimal {
  const source = sourceOf(tape, at);
  if (isInfinite(tape, at, source)) throw new UnknownBodyError(`${source.slice(0, 40)} is beyond a double`);
  return readDecimal(source);
}

function isInfinite(tape: JsonTape, at: number, source: string): boolean {
  return tape.kinds[at] === NUMBER && !Number.isFinite(Number(source));
}

/** Whether two values are equal as the Java validator compares them: numbers by value, members in any order. */
export function isEqual(a: JsonTape, atA: number, b: JsonTape, atB: number): boolean {
  const kind = kindOf(a, atA);
  const other = kindOf(b, atB);
  if (isNumeric(kind) && isNumeric(other)) return compareDecimals(numberOf(a, atA), numberOf(b, atB)) === 0;
  if (kind !== other) return false;
  if (kind === STRING) return stringOf(a, atA) === stringOf(b, atB);
  if (kind === ARRAY) return isEqualArray(a, atA, b, atB);
  if (kind === OBJECT) return isEqualObject(a, atA, b, atB);
  return sourceOf(a, atA) === sourceOf(b, atB);
}

const isNumeric = (kind: number) => kind === INTEGER || kind === NUMBER;

function isEqualArray(a: JsonTape, atA: number, b: JsonTape, atB: number): boolean {
  if (sizeOf(a, atA) !== sizeOf(b, atB)) return false;
  const end = endOf(a, atA);
  for (let i = atA + 1, j = atB + 1; i < end; i = endOf(a, i), j = endOf(b, j)) {
    if (!isEqual(a, i, b, j)) return false;
  }
  return true;
}

function isEqualObject(a: JsonTape, atA: number, b: JsonTape, atB: number): boolean {
  const members = membersOf(a, atA);
  const others = membersOf(b, atB);
  if (members.size !== others.size) return false;
  for (const name of members.keys()) if (!others.has(name)) return false;
  return [...members].every(([name, at]) => isEqual(a, at, b, others.get(name) ?? -1));
}

/** Values of an object's members by their names. Of members of one name the last counts, as for Java. */
export function membersOf(tape: JsonTape, at: number): Map<string, number> {
  const members = new Map<string, number>();
  const end = endOf(tape, at);
  for (let name = at + 1; name < end; name = endOf(tape, name + 1)) members.set(stringOf(tape, name), name + 1);
  return members;
}

/**
 * A value as Java's JSON library prints it, at most `limit` characters of it and a few more. With `isKey`, numbers
 * of equal value print alike.
 */
export function valueText(tape: JsonTape, at: number, limit = Number.POSITIVE_INFINITY, isKey = false): string {
  const kind = kindOf(tape, at);
  if (kind === ARRAY || kind === OBJECT) {
    let text = kind === ARRAY ? "[" : "{";
    const items = kind === ARRAY ? itemsOf(tape, at) : memberEntries(tape, at, limit, isKey);
    for (const [name, item] of items) {
      if (text.length > limit) return `${text}…`;
      if (text.length > 1) text += ",";
      if (name !== undefined) text += `${JSON.stringify(name)}:`;
      text += valueText(tape, item, limit - text.length, isKey);
    }
    return text + (kind === ARRAY ? "]" : "}");
  }
  if (kind === STRING) return JSON.stringify(stringOf(tape, at));
  return isNumeric(kind) ? numberText(tape, at, isKey) : sourceOf(tape, at);
}

function* itemsOf(tape: JsonTape, at: number): Iterable<[undefined, number]> {
  const end = endOf(tape, at);
  for (let item = at + 1; item < end; item = endOf(tape, item)) yield [undefined, item];
}

function memberEntries(tape: JsonTape, at: number, limit: number, isKey: boolean): Iterable<[string, number]> {
  return !isKey && sizeOf(tape, at) > limit ? namesOf(tape, at) : membersOf(tape, at);
}

function* namesOf(tape: JsonTape, at: number): Iterable<[string, number]> {
  const end = endOf(tape, at);
  for (let name = at + 1; name < end; name = endOf(tape, name + 1)) yield [stringOf(tape, name), name + 1];
}

function numberText(tape: JsonTape, at: number, isKey: boolean): string {
  const source = sourceOf(tape, at);
  if (isInfinite(tape, at, source)) {
    const infinity = source.startsWith("-") ? "-Infinity" : "Infinity";
    return isKey ? infinity : `"${infinity}"`;
  }
  if (tape.kinds[at] === INTEGER && !isKey) return source === "-0" ? "0" : source;
  return decimalText(readDecimal(source));
}

/** The tape of a value of a schema. Its numbers are doubles already; one beyond them stays so. */
export function tapeOf(value: unknown): JsonTape {
  return keepJson(jsonOf(value));
}

function jsonOf(value: unknown): string {
  if (typeof value === "number" && !Number.isFinite(value)) return value < 0 ? "-1e999" : "1e999";
  if (Array.isArray(value)) return `[${value.map(jsonOf).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  return `{${Object.entries(value)
    .map(([name, item]) => `${JSON.stringify(name)}:${jsonOf(item)}`)
    .join(",")}}`;
}
