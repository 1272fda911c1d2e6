import { TemplateError } from "./errors.ts";
import { invalidPattern, translatePattern } from "./java-pattern.ts";
import { boundText, limitError, maximumText } from "./limits.ts";
import { withinTime } from "./within-time.ts";

/** A `java.util.regex.Pattern`: `search` finds it anywhere, `whole` must match the whole text. */
interface Pattern {
  readonly search: RegExp;
  readonly whole: RegExp;
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
  const plain = replacement.includes("$") || replacement.includes("\\") ? undefined : replacement;
  if (plain !== undefined && !once) {
    if (pattern.literal !== undefined) return replaceText(text, pattern.literal, plain);
    const longest = (text.length + 1) * (plain.length + 1);
    if (longest <= maximumText) return run(pattern, text, () => text.replace(pattern.search, plain));
  }
  return run(pattern, text, () => {
    let result = "";
    let end = 0;
    for (const match of text.matchAll(pattern.search)) {
      result = boundText(result + text.slice(end, match.index) + (plain ?? expand(replacement, match)));
      end = match.index + match[0].length;
      if (once) break;
    }
    return result + text.slice(end);
  });
}

/** `String.replace`: every occurrence of a text. */
export function replaceText(text: string, old: string, now: string): string {
  if (!text.includes(old)) return text;
  const pieces = text.split(old);
  if (text.length + pieces.length * now.length > maximumText) throw limitError("text", maximumText);
  return old === "" ? now + pieces.join(now) + (text === "" ? "" : now) : pieces.join(now);
}

/** A replacement's `$1`, `${name}`, `\$` and `\\`, as Java reads them: `$` takes digits while such a group exists. */
function expand(replacement: string, match: RegExpExecArray): string {
  let result = "";
  for (let at = 0; at < replacement.length; at++) {
    const character = replacement[at] as string;
    if (character === "\\") {
      if (++at === replacement.length) throw invalidReplacement(replacement);
      result += replacement[at];
    } else if (character !== "$") result += character;
    else {
      const named = /^\{(\w+)\}/.exec(replacement.slice(at + 1));
      if (named) {
        if (!(match.groups && Object.hasOwn(match.groups, named[1] as string))) throw invalidReplacement(replacement);
        result += match.groups[named[1] as string] ?? "";
        at += named[0].length;
      } else {
        const digits = groupNumber(replacement, at + 1, match.length - 1);
        result += match[Number(digits)] ?? "";
        at += digits.length;
      }
    }
  }
  return result;
}

function groupNumber(replacement: string, at: number, groups: number): string {
  let digits = "";
  for (; /^\d$/.test(replacement[at] ?? ""); at++) {
    if (digits !== "" && Number(digits + replacement[at]) > groups) break;
    digits += replacement[at];
  }
  if (digits === "" || Number(digits) > groups) throw invalidReplacement(replacement);
  return digits;
}

function invalidReplacement(replacement: string): TemplateError {
  return new TemplateError("evaluation", `Illegal group reference in replacement ${JSON.stringify(replacement)}`);
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
    // A match of no length is none at the text's ends.
    if (match[0] === "" && (end === 0 || end === text.length)) continue;
    pieces.push(text.slice(start, match.index));
    start = end;
  }
  pieces.push(text.slice(start));
  if (limit === 0) while (pieces.length > 1 && pieces.at(-1) === "") pieces.pop();
  return limit === 0 && start > 0 && pieces[0] === "" && pieces.length === 1 ? [] : pieces;
}
