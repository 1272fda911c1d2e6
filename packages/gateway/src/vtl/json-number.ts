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
 * Whether Java prints a fraction of JSON as it is written: a Double of few digits, a size for which Java writes no exponent, and no
 * zero at its end but a single one; a BigDecimal that does not begin with seven zeros.
 */
export function isPrintedAsWritten(text: string, from: number, to: number): boolean {
  const start = text.charCodeAt(from) === MINUS ? from + 1 : from;
  const dot = text.indexOf(".", start);
  if (dot < 0 || dot >= to || hasExponent(text, dot, to)) return false;
  const isLong = to - from > LONGEST_DOUBLE;
  // `doubleText` prints what has so few digits as JavaScript does.
  if (!isLong && (to - from > 15 || dot - start > 7)) return false;
  if (!isLong && text.charCodeAt(to - 1) === ZERO && to - dot > 2) return false;
  if (text.charCodeAt(start) !== ZERO) return true;
  const last = Math.min(to, dot + (isLong ? 7 : 4));
  for (let at = dot + 1; at < last; at++) if (text.charCodeAt(at) !== ZERO) return true;
  return false;
}

const MINUS = 0x2d;
const ZERO = 0x30;

function hasExponent(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (text.charCodeAt(at) > 0x39) return true;
  return false;
}
