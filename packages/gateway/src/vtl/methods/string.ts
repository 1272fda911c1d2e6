import { hashCode, javaEquals } from "../equality.ts";
import { exception } from "../errors.ts";
import { matches, replaceFirst, replacer, replaceText, split } from "../java-regex.ts";
import { boundText } from "../limits.ts";
import { textOf } from "../print.ts";
import { itemsOf, JavaArray, JavaChar, type Value } from "../values.ts";
import { format } from "./format.ts";
import { any, bool, char, int, methods, on, onMany, outOfBounds, type Parameter, text } from "./method.ts";

/** A `String` that may be null. */
const textOrNull: Parameter<string | null> = (value) =>
  value === null || typeof value === "string" ? value : undefined;

/** A `java.lang.Iterable`: a Collection. */
const iterable: Parameter<readonly Value[]> = (value) => itemsOf(value);

/** A `char[]`. */
const characters: Parameter<string> = (value) =>
  value instanceof JavaArray && value.type === "[C" ? value.map((item) => textOf(item)).join("") : undefined;

function lastIndexOf(self: string, searched: string, from = self.length): number {
  return from < 0 ? -1 : self.lastIndexOf(searched, from);
}

function substring(self: string, start: number, end = self.length): string {
  if (start < 0 || end > self.length || start > end)
    throw outOfBounds(start < 0 || start > end ? start : end, self.length);
  return self.slice(start, end);
}

function checked(self: string, index: number): number {
  if (index < 0 || index >= self.length) throw outOfBounds(index, self.length);
  return index;
}

function compareTo(self: string, other: string): number {
  const length = Math.min(self.length, other.length);
  for (let index = 0; index < length; index++) {
    const difference = self.charCodeAt(index) - other.charCodeAt(index);
    if (difference !== 0) return difference;
  }
  return self.length - other.length;
}

/** As `compareToIgnoreCase` compares: character by character, by upper and then lower case. */
function fold(self: string): string {
  return self.replace(/[\s\S]/g, (character) => {
    const upper = character.toUpperCase();
    const lower = (upper.length === 1 ? upper : character).toLowerCase();
    return lower.length === 1 ? lower : character;
  });
}

/** `String.trim` drops what is not above a blank, no more: not a no-break space, but control characters. */
function trim(self: string): string {
  let start = 0;
  let end = self.length;
  while (start < end && self.charCodeAt(start) <= 32) start++;
  while (end > start && self.charCodeAt(end - 1) <= 32) end--;
  return self.slice(start, end);
}

function startsWith(self: string, prefix: string, from: number): boolean {
  return from >= 0 && from <= self.length && self.startsWith(prefix, from);
}

function regionMatches(
  self: string,
  ignoreCase: boolean,
  at: number,
  other: string,
  from: number,
  length: number,
): boolean {
  if (from < 0 || at < 0 || at > self.length - length || from > other.length - length) return false;
  const [a, b] = [self.slice(at, at + length), other.slice(from, from + length)];
  return ignoreCase ? fold(a) === fold(b) : a === b;
}

function codePointAt(self: string, index: number): number {
  return self.codePointAt(checked(self, index)) ?? 0;
}

function codePointBefore(self: string, index: number): number {
  const before = checked(self, index - 1);
  const isPair = /^[\ud800-\udbff][\udc00-\udfff]$/.test(self.slice(index - 2, index));
  return self.codePointAt(isPair ? before - 1 : before) ?? 0;
}

function codePointCount(self: string, start: number, end: number): number {
  if (start < 0 || end > self.length || start > end) throw exception("IndexOutOfBoundsException");
  return [...self.slice(start, end)].length;
}

function offsetByCodePoints(self: string, index: number, offset: number): number {
  if (index < 0 || index > self.length) throw exception("IndexOutOfBoundsException");
  const points = offset < 0 ? [...self.slice(0, index)] : [...self.slice(index)];
  if (Math.abs(offset) > points.length) throw exception("IndexOutOfBoundsException");
  const passed = offset < 0 ? points.slice(offset) : points.slice(0, offset);
  return index + Math.sign(offset) * passed.join("").length;
}

function join(delimiter: string, items: readonly Value[]): string {
  const texts = items.map((item) => {
    if (item !== null && typeof item !== "string") throw exception("ClassCastException", "join takes texts");
    return item ?? "null";
  });
  return boundText(texts.join(delimiter));
}

function strings(items: readonly string[]): JavaArray {
  return new JavaArray("[Ljava.lang.String;", items);
}

function bytes(self: string): JavaArray {
  return new JavaArray("[B", new Int8Array(Buffer.from(self, "utf8")));
}

/** The code of a character as a text: of anything else none is found. */
function fromCode(code: number): string {
  return code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "\ud800\ud800";
}

function ofCharacters(_self: string, copy: string, start: number, count: number): string {
  return substring(copy, start, start + count);
}

/** The methods of `java.lang.String`, those of Java 8; its static methods are called on a text at hand. */
export const stringMethods = methods<string>({
  length: on([], (self) => self.length),
  isEmpty: on([], (self) => self === ""),
  toString: on([], (self: string) => self),
  intern: on([], (self) => self),
  trim: on([], trim),
  toLowerCase: on([], (self) => self.toLowerCase()),
  toUpperCase: on([], (self) => self.toUpperCase()),
  hashCode: on([], (self) => hashCode(self)),
  toCharArray: on(
    [],
    (self) =>
      new JavaArray(
        "[C",
        self.split("").map((item) => new JavaChar(item)),
      ),
  ),
  getBytes: [on([], bytes), on([text], bytes)],
  charAt: on([int], (self, index) => new JavaChar(self.charAt(checked(self, index)))),
  codePointAt: on([int], codePointAt),
  codePointBefore: on([int], codePointBefore),
  codePointCount: on([int, int], codePointCount),
  offsetByCodePoints: on([int, int], offsetByCodePoints),
  contains: on([text], (self, searched) => self.includes(searched)),
  startsWith: [on([text], (self, prefix) => self.startsWith(prefix)), on([text, int], startsWith)],
  endsWith: on([text], (self, suffix) => self.endsWith(suffix)),
  indexOf: [
    on([text], (self, searched) => self.indexOf(searched)),
    on([int], (self, code) => self.indexOf(fromCode(code))),
    on([text, int], (self, searched, from) => self.indexOf(searched, from)),
    on([int, int], (self, code, from) => self.indexOf(fromCode(code), from)),
  ],
  lastIndexOf: [
    on([text], (self, searched) => lastIndexOf(self, searched)),
    on([int], (self, code) => lastIndexOf(self, fromCode(code))),
    on([text, int], lastIndexOf),
    on([int, int], (self, code, from) => lastIndexOf(self, fromCode(code), from)),
  ],
  substring: [on([int], (self, start) => substring(self, start)), on([int, int], substring)],
  subSequence: on([int, int], substring),
  concat: on([text], (self, added) => boundText(self + added)),
  equals: on([any], (self, other) => javaEquals(self, other)),
  contentEquals: on([text], (self, other) => self === other),
  equalsIgnoreCase: on([textOrNull], (self, other) => other !== null && fold(self) === fold(other)),
  compareTo: [
    on([text], compareTo),
    on([any], () => {
      throw exception("ClassCastException");
    }),
  ],
  compareToIgnoreCase: on([text], (self, other) => compareTo(fold(self), fold(other))),
  regionMatches: [
    on([int, text, int, int], (self, at, other, from, length) => regionMatches(self, false, at, other, from, length)),
    on([bool, int, text, int, int], regionMatches),
  ],
  replace: [
    on([char, char], (self, old, now) => boundText(replaceText(self, old, now))),
    on([text, text], (self, old, now) => boundText(replaceText(self, old, now))),
  ],
  replaceAll: on([text, text], (self, pattern, now) => boundText(replacer(pattern, now)(self))),
  replaceFirst: on([text, text], (self, pattern, now) => boundText(replaceFirst(self, pattern, now))),
  matches: on([text], (self, pattern) => matches(self, pattern)),
  split: [
    on([text], (self, pattern) => strings(split(self, pattern, 0))),
    on([text, int], (self, pattern, limit) => strings(split(self, pattern, limit))),
  ],
  join: [
    on([text, iterable], (_self, delimiter, items) => join(delimiter, items)),
    onMany(text, textOrNull, (_self, delimiter, items) => join(delimiter, items)),
  ],
  format: onMany(text, any, (_self, pattern, args) => format(pattern, args)),
  valueOf: [
    on([characters], (_self, copy) => copy),
    on([any], (_self, value) => textOf(value)),
    on([characters, int, int], ofCharacters),
  ],
  copyValueOf: [on([characters], (_self, copy) => copy), on([characters, int, int], ofCharacters)],
});
