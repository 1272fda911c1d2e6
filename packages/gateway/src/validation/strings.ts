import { FORMATS } from "./formats.ts";
import { stringOf, writtenLength } from "./json-tape.ts";
import { compilePattern } from "./pattern.ts";
import { type Check, fail, isMatch, type Run } from "./run.ts";
import { type JsonObject, numberAt, textAt } from "./schema-syntax.ts";

// Keywords about strings.

export function maxLength(schema: JsonObject): Check {
  const max = numberAt(schema, "maxLength");
  return (run, at) => {
    if (writtenLength(run.tape, at) <= max) return;
    const text = stringOf(run.tape, at);
    const length = lengthOf(text);
    if (length <= max) return;
    run.wrongLengthAt = at;
    fail(run, () => `string "${text}" is too long (length: ${length}, maximum allowed: ${max})`);
  };
}

export function minLength(schema: JsonObject): Check {
  const min = numberAt(schema, "minLength");
  return (run, at) => {
    // An escape is of six characters at most, and a character of two units.
    if (writtenLength(run.tape, at) >= 12 * min) return;
    const text = stringOf(run.tape, at);
    const length = lengthOf(text);
    if (length >= min) return;
    run.wrongLengthAt = at;
    fail(run, () => `string "${text}" is too short (length: ${length}, required minimum: ${min})`);
  };
}

/** Code points of a text, as Java counts its length. */
function lengthOf(text: string): number {
  let pairs = 0;
  for (let at = 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0xdc00 || code > 0xdfff) continue;
    const before = text.charCodeAt(at - 1);
    if (before >= 0xd800 && before <= 0xdbff) pairs++;
  }
  return text.length - pairs;
}

/** Characters of a string of wrong length up to which its pattern and format are checked all the same, for their messages. */
const MAXIMUM_CHECKED = 1000;

const isHopeless = (run: Run, at: number, text: string) => run.wrongLengthAt === at && text.length > MAXIMUM_CHECKED;

export function pattern(schema: JsonObject): Check | undefined {
  const source = textAt(schema, "pattern");
  const compiled = compilePattern(source);
  if (!compiled) return undefined;
  return (run, at) => {
    const text = stringOf(run.tape, at);
    if (isHopeless(run, at, text) || isMatch(run, compiled, text)) return;
    fail(run, () => `ECMA 262 regex "${source}" does not match input string "${text}"`);
  };
}

export function format(schema: JsonObject): Check | undefined {
  const check = FORMATS.get(textAt(schema, "format"));
  if (!check) return undefined;
  return (run, at) => {
    const text = stringOf(run.tape, at);
    const message = isHopeless(run, at, text) ? undefined : check(text);
    if (message !== undefined) fail(run, () => message);
  };
}
