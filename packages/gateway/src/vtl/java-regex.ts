import { TemplateError } from "./errors.ts";
import { invalidPattern, translatePattern } from "./java-pattern.ts";
import { limitError, limits } from "./limits.ts";
import { withinTime } from "./within-time.ts";

/** A `java.util.regex.Pattern`: `search` finds it anywhere, `first` once, `whole` must match the whole text. */
interface Pattern {
  readonly search: RegExp;
  readonly first: RegExp;
  readonly whole: RegExp;
  /** Whether it has a lookahead or lookbehind. */
  readonly looksAround: boolean;
  /** The text that the pattern stands for, if it is nothing but text. */
  readonly literal: string | undefined;
  /** Length of text from which on a match might take too long; see `longestSafeText`. */
  readonly safeLength: number;
}

const cache = new Map<string, Pattern>();
const cacheSize = 500;

function patternOf(source: string): Pattern {
  const known = cache.get(source);
  if (known) return known;
  const { text, flags } = translatePattern(source);
  const pattern: Pattern = {
    search: compile(text, `gv${flags}`, source),
    first: compile(text, `v${flags}`, source),
    looksAround: /\(\?<?[=!]/.test(source),
    whole: compile(`(?<![^])(?:${text})(?![^])`, `v${flags}`, source),
    literal: /^(?:[^\\^$.|?*+()[\]{}]|\\[^A-Za-z0-9])+$/.test(source) ? source.replace(/\\(.)/gs, "$1") : undefined,
    safeLength: longestSafeText(source),
  };
  if (cache.size >= cacheSize) cache.clear();
  cache.set(source, pattern);
  return pattern;
}

function compile(text: string, flags: string, source: string): RegExp {
  try {
    return new RegExp(text, flags);
  } catch {
    throw invalidPattern(source);
  }
}

/**
 * Backtracking takes a time that grows with the text's length to the power of the number of quantifiers, and
 * exponentially when a quantified group has quantifiers or alternatives in it.
 */
function longestSafeText(source: string): number {
  const quantifiers = source.match(/[*+]|\{\d+,/g)?.length ?? 0;
  const nested = /[*+{|][^()]*\)+[*+{]/.test(source);
  return nested ? 0 : 1e7 ** (1 / (quantifiers + 1));
}

/** Runs work of a pattern on a text, under a time limit when it might need one. */
function run<Result>(pattern: Pattern, text: string, work: () => Result): Result {
  return text.length > pattern.safeLength ? withinTime(work) : work();
}

/** `String.matches`: the whole text must match. */
export function matches(text: string, source: string): boolean {
  const pattern = patternOf(source);
  return run(pattern, text, () => pattern.whole.test(text));
}

/** `String.replaceAll`, or `replaceFirst` when `once`. */
export function replace(text: string, source: string, replacement: string, once: boolean): string {
  const pattern = patternOf(source);
  const plain = !/[\\$]/.test(replacement);
  if (plain && !once && pattern.literal !== undefined) return replaceText(text, pattern.literal, replacement);
  return run(pattern, text, () => {
    if (!pattern.first.test(text)) return text;
    const expansion = plain ? { text: replacement, groups: 0 } : readReplacement(replacement, pattern);
    // A group may be as long as the text, and a group in a lookahead as long for every match.
    const longest = text.length * (expansion.groups + 1) + (once ? 1 : text.length + 1) * replacement.length;
    if (longest <= limits.text && !pattern.looksAround) {
      return text.replace(once ? pattern.first : pattern.search, expansion.text);
    }
    return withinTime(() => replaceBounded(text, once ? pattern.first : pattern.search, expansion.text));
  });
}

/** Replaces match by match, so that the result cannot grow without bounds. */
function replaceBounded(text: string, search: RegExp, replacement: string): string {
  let grown = text.length;
  return text.replace(search, (...match: unknown[]) => {
    const groups = typeof match.at(-1) === "object" ? (match.at(-1) as Record<string, string>) : undefined;
    const now = replacement.replace(/\$(?:\$|&|(\d\d)|<(\w+)>)/g, (sign, index?: string, name?: string) => {
      if (sign === "$$") return "$";
      if (sign === "$&") return match[0] as string;
      return (index === undefined ? groups?.[name as string] : (match[Number(index)] as string | undefined)) ?? "";
    });
    grown += now.length - (match[0] as string).length;
    if (grown > limits.text) throw limitError("text", limits.text);
    return now;
  });
}

/**
 * A replacement in JavaScript's syntax, and how many groups it has: Java's `$1`, `${name}`, `\$` and `\\`, where `$`
 * takes digits while such a group exists.
 * @throws TemplateError when there is no such group
 */
function readReplacement(replacement: string, pattern: Pattern): { text: string; groups: number } {
  const last = (new RegExp(`${pattern.first.source}|`, "v").exec("") as RegExpExecArray).length - 1;
  let groups = 0;
  const token = /\\([\s\S])|\$\{(\w+)\}|\$(\d+)|[\\$]/g;
  const text = replacement.replace(token, (sign, escaped?: string, name?: string, digits?: string) => {
    if (escaped !== undefined) return escaped === "$" ? "$$" : escaped;
    groups++;
    if (name !== undefined && pattern.first.source.includes(`(?<${name}>`)) return `$<${name}>`;
    let length = digits?.length ?? 0;
    while (length > 1 && Number(digits?.slice(0, length)) > last) length--;
    const group = Number(digits?.slice(0, length) ?? Number.NaN);
    if (!(group <= Math.min(last, 99))) throw invalidReplacement(sign);
    return `${group === 0 ? "$&" : `$${String(group).padStart(2, "0")}`}${digits?.slice(length)}`;
  });
  return { text, groups };
}

function invalidReplacement(replacement: string): TemplateError {
  return new TemplateError("evaluation", `Illegal group reference ${JSON.stringify(replacement)} in a replacement`);
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
  const pattern = patternOf(source);
  return run(pattern, text, () => splitBy(text, pattern.search, limit));
}

function splitBy(text: string, search: RegExp, limit: number): string[] {
  const pieces: string[] = [];
  let start = 0;
  for (const match of text.matchAll(search)) {
    if (limit > 0 && pieces.length === limit - 1) break;
    const end = match.index + match[0].length;
    // A match of no length is none at the text's beginning.
    if (end === 0) continue;
    pieces.push(text.slice(start, match.index));
    start = end;
  }
  if (start === 0 && pieces.length === 0) return [text];
  pieces.push(text.slice(start));
  if (limit === 0) while (pieces.at(-1) === "") pieces.pop();
  return pieces;
}
