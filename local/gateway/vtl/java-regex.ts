import { TemplateError } from "./errors.ts";
import { boundText, limitError, maximumText } from "./limits.ts";

/** A `java.util.regex.Pattern`: `search` finds it anywhere, `whole` must match the whole text. */
interface Pattern {
  readonly search: RegExp;
  readonly whole: RegExp;
  /** The pattern has no special characters: it stands for itself. */
  readonly literal: boolean;
}

const cache = new Map<string, Pattern>();
const cacheSize = 500;

const space = "\\t\\n\\v\\f\\r ";
const lineEnd = "\\n\\r\\u0085\\u2028\\u2029";
const horizontal = " \\t\\u00a0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000";
const vertical = "\\n\\v\\f\\r\\u0085\\u2028\\u2029";

/** Java's predefined classes, as the inside of a character class. */
const classes: Readonly<Record<string, string>> = { d: "0-9", w: "A-Za-z0-9_", s: space, h: horizontal, v: vertical };

/** Java's POSIX classes, which are of ASCII. */
const posix: Readonly<Record<string, string>> = {
  Lower: "a-z",
  Upper: "A-Z",
  ASCII: "\\0-\\x7f",
  Alpha: "A-Za-z",
  Digit: "0-9",
  Alnum: "A-Za-z0-9",
  Punct: "!-\\/:-@\\[-`\\{-~",
  Graph: "!-~",
  Print: " -~",
  Blank: " \\t",
  Cntrl: "\\0-\\x1f\\x7f",
  XDigit: "0-9A-Fa-f",
  Space: space,
};

/** What Java's escapes stand for where JavaScript has none. */
const anchors: Readonly<Record<string, string>> = {
  A: "(?<![^])",
  z: "(?![^])",
  Z: `(?=(?:\\r\\n|[${lineEnd}])?(?![^]))`,
  R: `(?:\\r\\n|[${vertical}])`,
  b: "\\b",
  B: "\\B",
};

function patternOf(source: string): Pattern {
  const known = cache.get(source);
  if (known) return known;
  const { text, flags } = translate(source);
  const literal = !/[\\^$.|?*+()[\]{}]/.test(source) && source !== "";
  const pattern = {
    literal,
    search: compile(text, `gv${flags}`, source),
    whole: compile(`^(?:${text})$`, `v${flags}`, source),
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

function invalidPattern(source: string): TemplateError {
  return new TemplateError("evaluation", `Invalid or unsupported regular expression ${JSON.stringify(source)}`);
}

/** A Java pattern in JavaScript's syntax of the `v` flag, which has Java's unions and intersections of classes. */
function translate(source: string): { text: string; flags: string } {
  let text = "";
  let at = 0;
  let flags = "";
  let depth = 0;
  let quantified = false;
  const inline = /^\(\?([ims]+)\)/.exec(source);
  if (inline) {
    flags = [...new Set(inline[1])].filter((flag) => flag !== "s").join("");
    at = inline[0].length;
  }
  const dot = inline?.[1]?.includes("s") ? "[^]" : `[^${lineEnd}]`;
  while (at < source.length) {
    const character = source[at] as string;
    const wasQuantified = quantified;
    quantified = false;
    if (character === "\\") {
      const escaped = readEscape(source, at, depth > 0);
      text += escaped.text;
      at = escaped.end;
      continue;
    }
    at++;
    if (depth > 0) {
      if (character === "[") depth++;
      else if (character === "]") depth--;
      if (character === "&" && source[at] === "&") {
        text += "&&";
        at++;
      } else if ("[]^".includes(character) || (character === "-" && isRange(source, at - 1))) text += character;
      else text += quoteInClass(character);
      continue;
    }
    if (character === "[") {
      depth++;
      text += "[";
      if (source[at] === "^") {
        text += "^";
        at++;
      }
      // A bracket that comes first is an item of its class.
      if (source[at] === "]") {
        text += "\\]";
        at++;
      }
    } else if (character === ".") text += dot;
    else if (character === "$") text += flags.includes("m") ? "$" : (anchors.Z as string);
    else if (character === "(" && source.startsWith("?>", at)) {
      text += "(?:";
      at += 2;
    } else if ("*+?}".includes(character)) {
      // The `+` of a possessive quantifier is dropped: it matches what the greedy one does.
      if (!(character === "+" && wasQuantified)) text += character === "}" && !wasOpened(text) ? "\\}" : character;
      quantified = true;
    } else if (character === "]") text += "\\]";
    else text += character;
  }
  return { text, flags };
}

/** Whether a `}` closes a quantifier: the text ends in `{n`, `{n,` or `{n,m`. */
function wasOpened(text: string): boolean {
  return /(?<!\\)\{\d+(?:,\d*)?$/.test(text);
}

/** Whether the `-` at `at` stands between two ends of a range. */
function isRange(source: string, at: number): boolean {
  const before = source[at - 1];
  const after = source[at + 1];
  return before !== "[" && after !== "]" && after !== "[" && !(before === "^" && source[at - 2] === "[");
}

function quoteInClass(character: string): string {
  return /[()[\]{}/|\\&!#%,:;<=>@`~$*+.?-]/.test(character) ? `\\${character}` : character;
}

function readEscape(source: string, at: number, inClass: boolean): { text: string; end: number } {
  const letter = source[at + 1];
  if (letter === undefined) throw invalidPattern(source);
  const end = at + 2;
  const lower = letter.toLowerCase();
  if (letter === "Q") return readQuotation(source, end, inClass);
  const set = classes[lower];
  if (set !== undefined) return { text: letter === lower ? (inClass ? `[${set}]` : `[${set}]`) : `[^${set}]`, end };
  if (lower === "p") return readProperty(source, end, letter === "P");
  if (!inClass && anchors[letter] !== undefined) return { text: anchors[letter], end };
  if (letter === "x" || letter === "u" || letter === "0" || letter === "c") return readCode(source, at);
  if (/[1-9]/.test(letter) || letter === "k") return { text: `\\${letter}`, end };
  if ("tnrf".includes(letter)) return { text: `\\${letter}`, end };
  if (letter === "a" || letter === "e") return { text: letter === "a" ? "\\x07" : "\\x1b", end };
  if (/[A-Za-z]/.test(letter)) throw invalidPattern(source);
  return { text: quote(letter, inClass), end };
}

function quote(text: string, inClass: boolean): string {
  return [...text].map((c) => (inClass ? quoteInClass(c) : c.replace(/[\^$\\.*+?()[\]{}|/]/, "\\$&"))).join("");
}

function readQuotation(source: string, start: number, inClass: boolean): { text: string; end: number } {
  const close = source.indexOf("\\E", start);
  const end = close < 0 ? source.length : close;
  return { text: quote(source.slice(start, end), inClass), end: close < 0 ? end : end + 2 };
}

function readProperty(source: string, start: number, negated: boolean): { text: string; end: number } {
  const match = /^\{(?:Is)?(\w+)\}|^(\w)/.exec(source.slice(start));
  if (!match) throw invalidPattern(source);
  const name = (match[1] ?? match[2]) as string;
  const set = posix[name];
  const text = set === undefined ? `\\${negated ? "P" : "p"}{${name}}` : `[${negated ? "^" : ""}${set}]`;
  return { text, end: start + match[0].length };
}

function readCode(source: string, at: number): { text: string; end: number } {
  const match = /^\\(?:x\{([0-9a-fA-F]+)\}|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|0([0-3]?[0-7]{1,2})|c(.))/.exec(
    source.slice(at),
  );
  if (!match) throw invalidPattern(source);
  const [whole, braced, hex, unicode, octal, control] = match;
  const digits = braced ?? hex ?? unicode;
  let code = Number.parseInt(digits ?? "0", 16);
  if (octal !== undefined) code = Number.parseInt(octal, 8);
  if (control !== undefined) code = control.charCodeAt(0) ^ 64;
  return { text: `\\u{${code.toString(16)}}`, end: at + whole.length };
}

/** `String.matches`: the whole text must match. */
export function matches(text: string, pattern: string): boolean {
  return patternOf(pattern).whole.test(text);
}

/** `String.replaceAll`, or `replaceFirst` when `once`. */
export function replace(text: string, pattern: string, replacement: string, once: boolean): string {
  const { search, literal } = patternOf(pattern);
  const parts = /[\\$]/.test(replacement) ? undefined : replacement;
  if (literal && parts !== undefined && !once) return replaceText(text, pattern, replacement);
  let result = "";
  let end = 0;
  for (const match of text.matchAll(search)) {
    result = boundText(result + text.slice(end, match.index) + (parts ?? expand(replacement, match)));
    end = match.index + match[0].length;
    if (once) break;
  }
  return result + text.slice(end);
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
export function split(text: string, pattern: string, limit: number): string[] {
  const pieces: string[] = [];
  let start = 0;
  for (const match of text.matchAll(patternOf(pattern).search)) {
    if (limit > 0 && pieces.length === limit - 1) break;
    const end = match.index + match[0].length;
    if (end === 0 || (match[0] === "" && match.index >= text.length)) continue;
    pieces.push(text.slice(start, match.index));
    start = end;
  }
  if (start === 0 && pieces.length === 0) return [text];
  pieces.push(text.slice(start));
  if (limit === 0) while (pieces.length > 0 && pieces.at(-1) === "") pieces.pop();
  return pieces;
}
