import { parseDecimal } from "./decimal.ts";
import { payloadError } from "./errors.ts";
import { JavaDouble, type Value } from "./values.ts";

/** Characters of a number that json-smart reads as a Double; it keeps all the digits of longer ones. */
const LONGEST_DOUBLE = 18;

/** A whole number, which is written with digits alone and a minus before them. */
export function integerOf(word: string): Value {
  const value = Number(word);
  return Number.isSafeInteger(value) ? value : BigInt(word);
}

/** A number of JSON with a fraction or an exponent. */
export function fractionOf(word: string): Value {
  return word.length > LONGEST_DOUBLE ? parseDecimal(word) : new JavaDouble(Number(word));
}

/**
 * A word that begins like a number. json-smart reads digits, and takes the rest for a number whatever it is: `-` is 0, and `1e+`
 * an error.
 * @throws TemplateError when json-smart fails to read it
 */
export function numberOf(word: string): Value {
  if (/^-?\d*$/.test(word)) return word === "-" ? 0 : integerOf(word);
  if (!/^-?\d*(?:\.\d*)?(?:[eE][+-]?\d*)?$/.test(word) || /[eE]$/.test(word)) return word;
  if (!/\d/.test(word.split(/[eE]/)[0] ?? "") || /[eE][+-]$/.test(word)) {
    throw payloadError(`Unexpected token ${word}.`);
  }
  return fractionOf(word);
}

/**
 * Whether Java prints a fraction of JSON as it is written: it has few digits, a size at which Java writes no exponent, and no zero
 * at its end but a single one. `doubleText` prints such numbers as JavaScript does.
 */
export function isPrintedAsWritten(word: string): boolean {
  return word.length <= 15 && /^-?(?:[1-9]\d{0,6}|0(?=\.\d{0,2}[1-9]))\.(?:0|\d*[1-9])$/.test(word);
}
