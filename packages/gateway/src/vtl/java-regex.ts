import { remembered } from "../remembered.ts";
import { exception, type TemplateError } from "./errors.ts";
import { limitError, limits } from "./limits.ts";
import { hasAlternatives, safeLength } from "./regex/cost.ts";
import { Matcher } from "./regex/matcher.ts";
import type { Pattern } from "./regex/node.ts";
import { parsePattern } from "./regex/parse.ts";
import { withinTime } from "./within-time.ts";

/** A `java.util.regex.Pattern`. */
interface Regex {
  readonly pattern: Pattern;
  readonly matcher: Matcher;
  /** JavaScript's own, several times faster, for a pattern that means the same to it. */
  readonly native: Native | undefined;
  /** The text that the pattern stands for, if it is nothing but text. */
  readonly literal: string | undefined;
}

const LINE_END = /[\n\r\u0085\u2028\u2029]/g;

interface Native {
  readonly search: RegExp;
  readonly whole: RegExp;
  /** Whether it begins with `.*`: where it does not match, it does not match further on in the same line either. */
  readonly takesLine: boolean;
  /** Whether it matches where a text has ended. */
  readonly takesNothing: boolean;
  /** Length of text from which on a match might take too long. */
  readonly safeLength: number;
}

/** Characters of a text on which Java's matcher, which looks at the clock, is tried before JavaScript's with a time limit. */
const SHORT_TEXT = 2000;

/** A match in a text: where it is, and the texts of its groups, undefined of those that matched nothing. */
interface Found {
  readonly start: number;
  readonly end: number;
  readonly groups: readonly (string | undefined)[];
}

const cache = new Map<string, Regex>();
const CACHE_SIZE = 500;

function regexOf(source: string): Regex {
  return remembered(cache, CACHE_SIZE, source, compileRegex);
}

function compileRegex(source: string): Regex {
  const pattern = parsePattern(source);
  const literal = /^(?:[^\\^$.|?*+()[\]{}]|\\[^A-Za-z0-9])+$/.test(source)
    ? source.replace(/\\(.)/gs, "$1")
    : undefined;
  return { pattern, matcher: new Matcher(pattern), native: nativeOf(source), literal };
}

const code = /\\(?:x[\dA-Fa-f]{2}|u[\dA-Fa-f]{4})/.source;
const item = `[^\\\\[\\]&^\\ud800-\\udfff-]|[A-Za-z0-9]-[A-Za-z0-9]|\\\\[^A-Za-z0-9]|\\\\[dwsDW]|${code}(?:-${code})?`;
const atom = new RegExp(
  `[^\\\\^$.|?*+()[\\]{}\\ud800-\\udfff]|\\\\[^A-Za-z0-9]|\\\\[dwsDWStnrf]|${code}|\\.|\\[\\^?(?:${item})+\\]`,
).source;
const quantifier = /(?:[*+?]|\{\d+(?:,\d*)?\})\??/.source;
/** Characters, classes of them and groups that are not repeated: what Java and JavaScript agree on, but for what is translated. */
const simple = new RegExp(`^\\^?(?:(?:${atom})(?:${quantifier})?|\\||\\((?!\\?)|\\)(?![*+?{]))*$`);

/** Two escapes that Java reads as one character beyond the Basic Multilingual Plane, and JavaScript as two. */
const escapedPair = /\\u[dD][89abAB][\dA-Fa-f]{2}\\u[dD][c-fC-F]/;

function nativeOf(source: string): Native | undefined {
  if (!simple.test(source) || escapedPair.test(source)) return undefined;
  let isInClass = false;
  const text = source.replace(/\\[\s\S]|[.[\]]/g, (sign) => {
    if (sign === "[" || sign === "]") isInClass = sign === "[";
    else if (sign === ".") return isInClass ? "." : "[^\\n\\r\\u0085\\u2028\\u2029]";
    else if (sign === "\\s") return isInClass ? "\\t-\\r " : "[\\t-\\r ]";
    else if (sign === "\\S") return "[^\\t-\\r ]";
    return sign;
  });
  const isChoice = hasAlternatives(source);
  // In a choice, it would be of the first branch alone.
  if (source.startsWith("^") && isChoice) return undefined;
  const takesLine = /^\.\*(?![?+])/.test(source) && !isChoice;
  const whole = new RegExp(`^(?:${text})$`);
  return {
    search: new RegExp(text, takesLine ? "y" : "g"),
    whole,
    takesLine,
    takesNothing: whole.test(""),
    safeLength: safeLength(text, takesLine || source.startsWith("^")),
  };
}

/** Whether JavaScript's matcher will do: it does not look at surrogate pairs as Java does. */
function nativeFor({ native }: Regex, text: string): Native | undefined {
  if (!native || /[\ud800-\udfff]/.test(text)) return undefined;
  return text.length <= native.safeLength || text.length > SHORT_TEXT ? native : undefined;
}

/** The first matches in a text, `count` of them at most. */
function find(regex: Regex, text: string, count: number): Found[] {
  const native = nativeFor(regex, text);
  if (native) {
    // The closure that a time limit takes is made for those texts alone that need one.
    if (text.length > native.safeLength) return withinTime(() => findNatively(native, text, count));
    return findNatively(native, text, count);
  }
  const found: Found[] = [];
  for (const match of regex.matcher.find(text)) {
    const groups: string[] = [];
    for (let at = 0; at < match.length; at += 2) groups.push(text.slice(match[at], match[at + 1]));
    found.push({ start: match[0] ?? 0, end: match[1] ?? 0, groups });
    if (found.length >= count) break;
  }
  return found;
}

function findNatively({ search, takesLine, takesNothing }: Native, text: string, count: number): Found[] {
  const found: Found[] = [];
  const last = takesNothing ? text.length : text.length - 1;
  let from = 0;
  while (found.length < count && from <= last) {
    search.lastIndex = from;
    const match = search.exec(text);
    if (match) {
      const end = match.index + match[0].length;
      found.push({ start: match.index, end, groups: match });
      from = match[0] === "" ? end + 1 : end;
    } else if (takesLine) {
      LINE_END.lastIndex = from;
      if (!LINE_END.test(text)) break;
      from = LINE_END.lastIndex;
    } else break;
  }
  return found;
}

/** `String.matches`: the whole text must match. */
export function matches(text: string, source: string): boolean {
  const regex = regexOf(source);
  const native = nativeFor(regex, text);
  if (!native) return regex.matcher.matches(text);
  return text.length > native.safeLength ? withinTime(() => native.whole.test(text)) : native.whole.test(text);
}

/** `String.replaceFirst`. */
export function replaceFirst(text: string, source: string, replacement: string): string {
  const regex = regexOf(source);
  return replaceFound(text, regex, 1, partsOf(regex, replacement));
}

/** `String.replaceAll` with a pattern and a replacement, for any number of texts. */
export function replacer(source: string, replacement: string): (text: string) => string {
  const regex = regexOf(source);
  const { literal } = regex;
  if (literal !== undefined && !/[\\$]/.test(replacement)) return (text) => replaceText(text, literal, replacement);
  const parts = partsOf(regex, replacement);
  return (text) => replaceFound(text, regex, Infinity, parts);
}

/** The parts of a replacement, which Java reads when it has found something, and no sooner. */
function partsOf({ pattern }: Regex, replacement: string): () => readonly (string | number)[] {
  let parts: readonly (string | number)[] | undefined;
  return () => {
    parts ??= /[\\$]/.test(replacement) ? readReplacement(replacement, pattern) : [replacement];
    return parts;
  };
}

function replaceFound(text: string, regex: Regex, count: number, parts: () => readonly (string | number)[]): string {
  const found = find(regex, text, count);
  if (found.length === 0) return text;
  let result = "";
  let at = 0;
  for (const match of found) {
    if (match.start > at) result += text.slice(at, match.start);
    for (const part of parts()) result += typeof part === "string" ? part : (match.groups[part] ?? "");
    if (result.length > limits.text) throw limitError("text", limits.text);
    at = match.end;
  }
  return at < text.length ? result + text.slice(at) : result;
}

/**
 * A replacement as texts and the numbers of groups: Java's `$1`, `${name}`, `\$` and `\\`, where `$` takes digits while
 * there is such a group.
 * @throws TemplateError when there is no such group
 */
function readReplacement(replacement: string, { groups, names }: Pattern): (string | number)[] {
  const parts: (string | number)[] = [];
  const token = /\\([\s\S])|\$\{([A-Za-z][A-Za-z0-9]*)\}|\$(\d)(\d*)|[\\$]|[^\\$]+/g;
  for (const [sign, escaped, name, first, more = ""] of replacement.matchAll(token)) {
    if (escaped !== undefined) parts.push(escaped);
    else if (name !== undefined) {
      const index = names.get(name);
      if (index === undefined) throw invalidReplacement(sign);
      parts.push(index);
    } else if (first !== undefined) {
      let length = 0;
      while (length < more.length && Number(first + more.slice(0, length + 1)) <= groups) length++;
      const index = Number(first + more.slice(0, length));
      if (index > groups) throw invalidReplacement(sign);
      parts.push(index, more.slice(length));
    } else if (sign === "$" || sign === "\\") throw invalidReplacement(sign);
    else parts.push(sign);
  }
  return parts;
}

function invalidReplacement(replacement: string): TemplateError {
  return exception(
    "IllegalArgumentException",
    `Illegal group reference ${JSON.stringify(replacement)} in a replacement`,
  );
}

/** `String.replace`: every occurrence of a text. */
export function replaceText(text: string, old: string, now: string): string {
  if (!text.includes(old)) return text;
  const pieces = text.split(old);
  if (text.length + pieces.length * now.length > limits.text) throw limitError("text", limits.text);
  return old === "" ? now + pieces.join(now) + (text === "" ? "" : now) : pieces.join(now);
}

/** `String.split`: with limit 0 empty strings at the end are dropped, with a positive one that many pieces are made. */
export function split(text: string, source: string, limit: number): string[] {
  const pieces: string[] = [];
  let start = 0;
  for (const match of find(regexOf(source), text, Infinity)) {
    if (limit > 0 && pieces.length === limit - 1) break;
    // An empty match at the text's beginning does not split it.
    if (match.end === 0) continue;
    pieces.push(text.slice(start, match.start));
    start = match.end;
  }
  if (start === 0 && pieces.length === 0) return [text];
  pieces.push(text.slice(start));
  if (limit === 0) while (pieces.at(-1) === "") pieces.pop();
  return pieces;
}
