import { TemplateError } from "./errors.ts";

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

/** The error of a pattern that Java, or this translation, does not know. */
export function invalidPattern(source: string): TemplateError {
  return new TemplateError("evaluation", `Invalid or unsupported regular expression ${JSON.stringify(source)}`);
}

/**
 * A Java pattern in JavaScript's syntax of the `v` flag, which has Java's unions and intersections of classes.
 * https://docs.oracle.com/javase/8/docs/api/java/util/regex/Pattern.html
 * @throws TemplateError when it is no pattern, or has what JavaScript lacks
 */
export function translatePattern(source: string): { text: string; flags: string } {
  const inline = /^\(\?([ims]+)\)/.exec(source);
  const flags = [...new Set(inline?.[1])].filter((flag) => flag !== "s").join("");
  const dot = inline?.[1]?.includes("s") ? "[^]" : `[^${lineEnd}]`;
  let text = "";
  let at = inline?.[0].length ?? 0;
  let quantified = false;
  while (at < source.length) {
    const character = source[at] as string;
    const wasQuantified = quantified;
    quantified = "*+?}".includes(character);
    if (character === "\\" || character === "[") {
      const read = character === "[" ? readClass(source, at) : readEscape(source, at, false);
      text += read.text;
      at = read.end;
      continue;
    }
    at++;
    if (character === ".") text += dot;
    else if (character === "$") text += flags.includes("m") ? "$" : (anchors.Z as string);
    else if (character === "(" && source.startsWith("?>", at)) {
      text += "(?:";
      at += 2;
    } else if (character === "]" || (character === "}" && !wasOpened(text))) text += `\\${character}`;
    // The `+` of a possessive quantifier is dropped: what it matches, the greedy one matches as well.
    else if (character !== "+" || !wasQuantified) text += character;
  }
  return { text, flags };
}

/** A character class: the operands of an intersection, `&&`, are classes of their own in JavaScript. */
function readClass(source: string, start: number): { text: string; end: number } {
  const negated = source[start + 1] === "^";
  const operands: string[] = [];
  let operand = "";
  let at = start + (negated ? 2 : 1);
  for (const first = at; source[at] !== "]" || at === first; ) {
    const character = source[at];
    if (character === undefined) throw invalidPattern(source);
    if (character === "\\" || character === "[") {
      const read = character === "[" ? readClass(source, at) : readEscape(source, at, true);
      operand += read.text;
      at = read.end;
    } else if (source.startsWith("&&", at)) {
      operands.push(operand);
      operand = "";
      at += 2;
    } else {
      operand += character === "-" && isRange(source, at) ? "-" : quoteInClass(character);
      at++;
    }
  }
  const text = [...operands, operand].filter((item) => item !== "").map((item) => `[${item}]`);
  return { text: `[${negated ? "^" : ""}${operands.length === 0 ? operand : text.join("&&")}]`, end: at + 1 };
}

/** Whether a `}` closes a quantifier: the text ends in `{n`, `{n,` or `{n,m`. */
function wasOpened(text: string): boolean {
  return /(?<!\\)\{\d+(?:,\d*)?$/.test(text);
}

/** Whether the `-` at `at` stands between two ends of a range. */
function isRange(source: string, at: number): boolean {
  const after = source[at + 1];
  return after !== "]" && after !== "[" && !/(?:\[|\[\^|\\[dDwWsShHvV]|&&)$/.test(source.slice(0, at));
}

function quoteInClass(character: string): string {
  return /[()[\]{}/|\\&!#%,:;<=>@`~$*+.?^-]/.test(character) ? `\\${character}` : character;
}

function readEscape(source: string, at: number, inClass: boolean): { text: string; end: number } {
  const letter = source[at + 1];
  if (letter === undefined) throw invalidPattern(source);
  const end = at + 2;
  const lower = letter.toLowerCase();
  if (letter === "Q") return readQuotation(source, end, inClass);
  const set = classes[lower];
  if (set !== undefined) return { text: `[${letter === lower ? "" : "^"}${set}]`, end };
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
