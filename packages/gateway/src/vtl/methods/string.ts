import { javaEquals } from "../arithmetic.ts";
import { matches, replace, replaceText, split } from "../java-regex.ts";
import { boundText } from "../limits.ts";
import { isInteger, type Value } from "../values.ts";
import { type Method, methods, ofAny, ofInteger, ofString, outOfBounds, plain, textOf } from "./method.ts";

/** `indexOf` and `lastIndexOf`, of a text, from a position on if one is given. */
function position(find: (self: string, text: string, from?: number) => number): Method<string> {
  return (self, [text, from, ...more]) => {
    if (typeof text !== "string" || more.length > 0) return undefined;
    if (from === undefined) return find(self, text);
    return isInteger(from) ? find(self, text, from) : undefined;
  };
}

function lastIndexOf(self: string, text: string, from?: number): number {
  if (from === undefined) return self.lastIndexOf(text);
  return from < 0 ? -1 : self.lastIndexOf(text, from);
}

const substring: Method<string> = (self, [start, end = self.length, ...more]) => {
  if (!isInteger(start) || !isInteger(end) || more.length > 0) return undefined;
  if (start < 0 || end > self.length || start > end)
    throw outOfBounds(start < 0 || start > end ? start : end, self.length);
  return self.slice(start, end);
};

function charAt(self: string, index: number): string {
  if (index < 0 || index >= self.length) throw outOfBounds(index, self.length);
  return self[index] as string;
}

function ofTwoStrings(run: (self: string, first: string, second: string) => string): Method<string> {
  return (self, args) => {
    const [first, second] = args;
    if (args.length !== 2 || typeof first !== "string" || typeof second !== "string") return undefined;
    return boundText(run(self, first, second));
  };
}

function compareTo(self: string, other: string): number {
  const length = Math.min(self.length, other.length);
  for (let index = 0; index < length; index++) {
    const difference = self.charCodeAt(index) - other.charCodeAt(index);
    if (difference !== 0) return difference;
  }
  return self.length - other.length;
}

function hashCode(self: string): number {
  let hash = 0;
  for (let index = 0; index < self.length; index++) hash = (Math.imul(31, hash) + self.charCodeAt(index)) | 0;
  return hash;
}

/** `String.trim` drops what is not above a blank, no more: not a no-break space, but control characters. */
function trim(self: string): string {
  let start = 0;
  let end = self.length;
  while (start < end && self.charCodeAt(start) <= 32) start++;
  while (end > start && self.charCodeAt(end - 1) <= 32) end--;
  return self.slice(start, end);
}

function join([delimiter, ...rest]: readonly Value[]): Value | undefined {
  const items = rest.length === 1 && Array.isArray(rest[0]) ? rest[0] : rest;
  return typeof delimiter === "string" ? boundText(items.map(textOf).join(delimiter)) : undefined;
}

/** The methods of `java.lang.String`, those of Java 8. */
export const stringMethods = methods<string>({
  length: plain((self) => self.length),
  isEmpty: plain((self) => self === ""),
  toString: plain<string>((self) => self),
  intern: plain<string>((self) => self),
  trim: plain(trim),
  toLowerCase: plain((self) => self.toLowerCase()),
  toUpperCase: plain((self) => self.toUpperCase()),
  hashCode: plain(hashCode),
  toCharArray: plain((self) => self.split("")),
  charAt: ofInteger(charAt),
  codePointAt: ofInteger((self, index) => charAt(self, index) && (self.codePointAt(index) as number)),
  contains: ofString((self, text) => self.includes(text)),
  startsWith: (self, [text, from = 0, ...more]) => {
    if (typeof text !== "string" || !isInteger(from) || more.length > 0) return undefined;
    return from >= 0 && from <= self.length && self.startsWith(text, from);
  },
  endsWith: ofString((self, text) => self.endsWith(text)),
  indexOf: position((self, text, from) => self.indexOf(text, from)),
  lastIndexOf: position(lastIndexOf),
  substring,
  subSequence: (self, args) => (args.length === 2 ? substring(self, args) : undefined),
  concat: ofString((self, text) => boundText(self + text)),
  equals: ofAny((self, other) => javaEquals(self, other)),
  contentEquals: ofString((self, other) => self === other),
  equalsIgnoreCase: ofAny((self, other) => typeof other === "string" && self.toLowerCase() === other.toLowerCase()),
  compareTo: ofString(compareTo),
  compareToIgnoreCase: ofString((self, other) => compareTo(self.toLowerCase(), other.toLowerCase())),
  replace: ofTwoStrings(replaceText),
  replaceAll: ofTwoStrings((self, pattern, replacement) => replace(self, pattern, replacement, false)),
  replaceFirst: ofTwoStrings((self, pattern, replacement) => replace(self, pattern, replacement, true)),
  matches: ofString((self, pattern) => matches(self, pattern)),
  split: (self, [pattern, limit = 0, ...more]) => {
    if (typeof pattern !== "string" || !isInteger(limit) || more.length > 0) return undefined;
    return split(self, pattern, limit);
  },
  join: (_self, args) => (args.length >= 2 ? join(args) : undefined),
  valueOf: ofAny((_self, value) => textOf(value)),
});
