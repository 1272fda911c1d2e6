import { hashCode, javaEquals } from "../equality.ts";
import { exception } from "../errors.ts";
import { JavaChar } from "../values.ts";
import { any, char, int, methods, type Overload, on, type Parameter } from "./method.ts";

/** A `char`, or the `int` of a code point, as its text. */
const point: Parameter<string> = (value) => {
  const character = char(value);
  if (character !== undefined) return character;
  const code = int(value);
  return code === undefined || code < 0 || code > 0x10ffff ? undefined : String.fromCodePoint(code);
};

function is(pattern: RegExp): Overload<JavaChar> {
  return on([point], (_self, character) => pattern.test(character));
}

function cased(change: (character: string) => string): Overload<JavaChar>[] {
  const single = (character: string) => {
    const changed = change(character);
    return [...changed].length === 1 ? changed : character;
  };
  return [
    on([char], (_self, character) => new JavaChar(single(character))),
    on([point], (_self, character) => single(character).codePointAt(0) ?? 0),
  ];
}

/** Java counts the separators U+001C to U+001F as white space, and no space that does not break. */
function isWhitespace(character: string): boolean {
  const code = character.charCodeAt(0);
  return (code >= 9 && code <= 13) || (code >= 28 && code <= 31) || /^(?![\u00a0\u2007\u202f])\p{Z}$/u.test(character);
}

/** The methods of `java.lang.Character`; its static methods are called on a character at hand. */
export const characterMethods = methods<JavaChar>({
  charValue: on([], (self) => self),
  toString: [on([], (self: JavaChar) => self.text), on([char], (_self, character) => character)],
  hashCode: [on([], (self) => hashCode(self)), on([char], (_self, character) => character.charCodeAt(0))],
  equals: on([any], (self, other) => javaEquals(self, other)),
  compareTo: [
    on([char], (self, other) => self.text.charCodeAt(0) - other.charCodeAt(0)),
    on([any], () => {
      throw exception("ClassCastException");
    }),
  ],
  compare: on([char, char], (_self, left, right) => left.charCodeAt(0) - right.charCodeAt(0)),
  valueOf: on([char], (_self, character) => new JavaChar(character)),
  isDigit: is(/^\p{Nd}$/u),
  isLetter: is(/^\p{L}$/u),
  isLetterOrDigit: is(/^[\p{L}\p{Nd}]$/u),
  isAlphabetic: is(/^\p{Alphabetic}$/u),
  isUpperCase: is(/^\p{Uppercase}$/u),
  isLowerCase: is(/^\p{Lowercase}$/u),
  isSpaceChar: is(/^\p{Z}$/u),
  isWhitespace: on([point], (_self, character) => isWhitespace(character)),
  isISOControl: is(/^\p{Cc}$/u),
  toUpperCase: cased((character) => character.toUpperCase()),
  toLowerCase: cased((character) => character.toLowerCase()),
  getNumericValue: on([point], (_self, character) => {
    const value = Number.parseInt(character, 36);
    return Number.isNaN(value) ? -1 : value;
  }),
});
