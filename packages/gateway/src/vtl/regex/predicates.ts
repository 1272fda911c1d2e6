/** Whether a character, by its code point, belongs to a set. */
export type Predicate = (code: number) => boolean;

/** Flags of a pattern, as `(?imsdux)` sets them. */
export interface Flags {
  /** `i`: of ASCII, with `u` of all letters. */
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  /** `d`: only `\n` ends a line. */
  readonly unixLines: boolean;
  readonly unicodeCase: boolean;
  /** `x`: blanks and `#` to the end of a line are comments. */
  readonly comments: boolean;
  /** `U`: `\w` and its like are of all of Unicode. */
  readonly unicodeClasses: boolean;
}

/** No flags. */
export const noFlags: Flags = {
  ignoreCase: false,
  multiline: false,
  dotAll: false,
  unixLines: false,
  unicodeCase: false,
  comments: false,
  unicodeClasses: false,
};

function of(pattern: RegExp): Predicate {
  return (code) => pattern.test(String.fromCodePoint(code));
}

/** The characters that are not in a set. */
export function not(predicate: Predicate): Predicate {
  return (code) => !predicate(code);
}

/** A character, or one of other case when the flags say so. */
export function single(code: number, flags: Flags): Predicate {
  return range(code, code, flags);
}

/** The characters from one to another. */
export function range(low: number, high: number, { ignoreCase, unicodeCase }: Flags): Predicate {
  const within = (code: number) => code >= low && code <= high;
  if (!ignoreCase) return within;
  if (unicodeCase) {
    return (code) => within(code) || within(upperOf(code)) || within(lowerOf(upperOf(code)));
  }
  return (code) => within(code) || (code < 128 && (within(upperOf(code)) || within(lowerOf(code))));
}

/** As `Character.toUpperCase`: characters that would become several stay. */
function upperOf(code: number): number {
  return mapped(code, String.fromCodePoint(code).toUpperCase());
}

function lowerOf(code: number): number {
  return mapped(code, String.fromCodePoint(code).toLowerCase());
}

function mapped(code: number, changed: string): number {
  const result = changed.codePointAt(0) ?? code;
  return String.fromCodePoint(result).length === changed.length ? result : code;
}

/** Whether two characters are the same when the case of letters does not count. */
export function sameIgnoringCase(a: number, b: number, unicodeCase: boolean): boolean {
  if (a === b) return true;
  if (!unicodeCase) return a < 128 && b < 128 && lowerOf(a) === lowerOf(b);
  return upperOf(a) === upperOf(b) || lowerOf(upperOf(a)) === lowerOf(upperOf(b));
}

const isLineEnd: Predicate = (code) =>
  code === 10 || code === 13 || code === 0x85 || code === 0x2028 || code === 0x2029;

/** What `.` stands for. */
export function dot({ dotAll, unixLines }: Flags): Predicate {
  if (dotAll) return () => true;
  return unixLines ? (code) => code !== 10 : not(isLineEnd);
}

const isSpace: Predicate = (code) => code === 32 || (code >= 9 && code <= 13);
const isDigit: Predicate = (code) => code >= 48 && code <= 57;
const isLower: Predicate = (code) => code >= 97 && code <= 122;
const isUpper: Predicate = (code) => code >= 65 && code <= 90;
const isAlpha: Predicate = (code) => isLower(code) || isUpper(code);
const isAlnum: Predicate = (code) => isAlpha(code) || isDigit(code);
const isPunct: Predicate = (code) => code > 32 && code < 127 && !isAlnum(code);
const isWord: Predicate = (code) => isAlnum(code) || code === 95;
const isHorizontal = of(/^[ \t\u00a0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000]$/u);
const isVertical: Predicate = (code) => isLineEnd(code) || code === 11 || code === 12;
const unicodeSpace = of(/^\p{White_Space}$/u);
const unicodeDigit = of(/^\p{Nd}$/u);
const unicodeWord = of(/^[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]$/u);
const letterOrDigit = of(/^[\p{L}\p{Nd}]$/u);

/** What `\d`, `\h`, `\s`, `\v` and `\w` stand for; undefined of another letter. */
export function classNamed(letter: string, { unicodeClasses }: Flags): Predicate | undefined {
  switch (letter) {
    case "d":
      return unicodeClasses ? unicodeDigit : isDigit;
    case "s":
      return unicodeClasses ? unicodeSpace : isSpace;
    case "w":
      return unicodeClasses ? unicodeWord : isWord;
    case "h":
      return isHorizontal;
    case "v":
      return isVertical;
    default:
      return undefined;
  }
}

/** What `\b` takes for a part of a word: up to Java 18 any letter or digit, of which `\w` are ASCII's alone. */
export const isWordPart: Predicate = (code) => code === 95 || letterOrDigit(code);

/** Whether a character is a mark on the one before it. */
export const isMark: Predicate = of(/^\p{Mn}$/u);

/** The POSIX classes, which are of ASCII. */
const posix: Readonly<Record<string, Predicate>> = {
  Lower: isLower,
  Upper: isUpper,
  ASCII: (code) => code < 128,
  Alpha: isAlpha,
  Digit: isDigit,
  Alnum: isAlnum,
  Punct: isPunct,
  Graph: (code) => code > 32 && code < 127,
  Print: (code) => code >= 32 && code < 127,
  Blank: (code) => code === 32 || code === 9,
  Cntrl: (code) => code < 32 || code === 127,
  XDigit: (code) => isDigit(code) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102),
  Space: isSpace,
};

/** The methods of `java.lang.Character` that are properties, as JavaScript's classes. */
const javaProperties: Readonly<Record<string, string>> = {
  LowerCase: "\\p{Lowercase}",
  UpperCase: "\\p{Uppercase}",
  Alphabetic: "\\p{Alphabetic}",
  Ideographic: "\\p{Ideographic}",
  TitleCase: "\\p{Lt}",
  Digit: "\\p{Nd}",
  Defined: "\\P{Cn}",
  Letter: "\\p{L}",
  LetterOrDigit: "[\\p{L}\\p{Nd}]",
  SpaceChar: "\\p{Z}",
  Whitespace: "[\\t-\\r\\u001c-\\u001f\\p{Zl}\\p{Zp} \\u1680\\u2000-\\u2006\\u2008-\\u200a\\u205f\\u3000]",
  ISOControl: "\\p{Cc}",
};

/** Unicode's binary properties, by the names that `\p{Is…}` takes in any case. */
const unicodeProperties: Readonly<Record<string, string>> = {
  ALPHABETIC: "\\p{Alphabetic}",
  LETTER: "\\p{L}",
  IDEOGRAPHIC: "\\p{Ideographic}",
  LOWERCASE: "\\p{Lowercase}",
  UPPERCASE: "\\p{Uppercase}",
  TITLECASE: "\\p{Lt}",
  WHITE_SPACE: "\\p{White_Space}",
  WHITESPACE: "\\p{White_Space}",
  CONTROL: "\\p{Cc}",
  PUNCTUATION: "\\p{P}",
  HEX_DIGIT: "\\p{Hex_Digit}",
  HEXDIGIT: "\\p{Hex_Digit}",
  ASSIGNED: "\\P{Cn}",
  NONCHARACTER_CODE_POINT: "\\p{Noncharacter_Code_Point}",
  DIGIT: "\\p{Nd}",
  ALNUM: "[\\p{Alphabetic}\\p{Nd}]",
  BLANK: "[\\p{Zs}\\t]",
  GRAPH: "[^\\p{White_Space}\\p{Cc}\\p{Cs}\\p{Cn}]",
  PRINT: "[[^\\p{White_Space}\\p{Cs}\\p{Cn}]\\p{Zs}--\\p{Cc}]",
  WORD: "[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}]",
  JOIN_CONTROL: "\\p{Join_Control}",
  EMOJI: "\\p{Emoji}",
};

const posixInUnicode: Readonly<Record<string, string>> = {
  Alpha: "ALPHABETIC",
  Lower: "LOWERCASE",
  Upper: "UPPERCASE",
  Space: "WHITE_SPACE",
  Punct: "PUNCTUATION",
  XDigit: "HEX_DIGIT",
  Alnum: "ALNUM",
  Cntrl: "CONTROL",
  Digit: "DIGIT",
  Blank: "BLANK",
  Graph: "GRAPH",
  Print: "PRINT",
};

const CATEGORIES = /^(?:C[cfnos]?|L[lmotu]?|LC|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?)$/;

function jsClass(source: string): Predicate | undefined {
  try {
    return of(new RegExp(`^${source}$`, "v"));
  } catch {
    return undefined;
  }
}

/** What `\p{name}` stands for; undefined when there is no such property, or only Java has it (blocks). */
export function property(name: string, flags: Flags): Predicate | undefined {
  const [key, value] = name.split("=");
  if (value !== undefined) {
    if (/^(?:sc|script)$/i.test(key ?? "")) return script(value);
    return /^(?:gc|general_category)$/i.test(key ?? "") ? category(value, flags) : undefined;
  }
  if (name.startsWith("Is")) {
    const rest = name.slice(2);
    const known = unicodeProperties[rest.toUpperCase()];
    if (known !== undefined) return caseless(known, flags);
    return category(rest, flags) ?? script(rest);
  }
  if (flags.unicodeClasses && own(posixInUnicode, name) !== undefined) {
    return caseless(unicodeProperties[own(posixInUnicode, name) ?? ""] ?? "", flags);
  }
  return category(name, flags);
}

function caseless(source: string, { ignoreCase }: Flags): Predicate | undefined {
  const cased = /^\\p\{(?:Lowercase|Uppercase|Lt|Lu|Ll)\}$/.test(source);
  return jsClass(ignoreCase && cased ? "[\\p{Lowercase}\\p{Uppercase}\\p{Lt}]" : source);
}

function category(name: string, flags: Flags): Predicate | undefined {
  if (CATEGORIES.test(name)) return caseless(`\\p{${name}}`, flags);
  const known = own(posix, name);
  if (known) return flags.ignoreCase && (name === "Lower" || name === "Upper") ? isAlpha : known;
  if (name === "all") return () => true;
  if (name === "L1") return (code) => code < 256;
  if (name === "LD") return letterOrDigit;
  const java = name.startsWith("java") ? own(javaProperties, name.slice(4)) : undefined;
  return java === undefined ? undefined : caseless(java, flags);
}

function script(name: string): Predicate | undefined {
  const words = name.toLowerCase().split("_");
  return jsClass(`\\p{Script=${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("_")}}`);
}

/** What a table has under a name: `constructor` is not a class of characters. */
const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
