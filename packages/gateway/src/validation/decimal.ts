/** A decimal number of any size: the digits, without zeros around them and empty for zero, times a power of ten. */
export interface Decimal {
  readonly isNegative: boolean;
  readonly digits: string;
  readonly exponent: number;
}

/** Reads a number as JSON has it, in a time that grows with its length alone. */
export function readDecimal(text: string): Decimal {
  const isNegative = text.startsWith("-");
  const mark = text.search(/[eE]/);
  const mantissa = text.slice(isNegative ? 1 : 0, mark < 0 ? undefined : mark);
  const point = mantissa.indexOf(".");
  const written = point < 0 ? mantissa : mantissa.slice(0, point) + mantissa.slice(point + 1);
  let start = 0;
  let end = written.length;
  while (start < end && written.charCodeAt(start) === 48) start++;
  while (end > start && written.charCodeAt(end - 1) === 48) end--;
  if (start === end) return { isNegative: false, digits: "", exponent: 0 };
  const shift = (mark < 0 ? 0 : Number(text.slice(mark + 1))) - (point < 0 ? 0 : mantissa.length - point - 1);
  return { isNegative, digits: written.slice(start, end), exponent: shift + written.length - end };
}

/** Less than 0 when `a` is the smaller, more when it is the greater, 0 when their values are equal. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  if (a.isNegative !== b.isNegative) return a.isNegative ? -1 : 1;
  const sign = a.isNegative ? -1 : 1;
  if (a.digits === "" || b.digits === "") return sign * (a.digits.length - b.digits.length);
  const order = a.digits.length + a.exponent - (b.digits.length + b.exponent);
  if (order !== 0) return sign * order;
  if (a.digits === b.digits) return 0;
  return a.digits < b.digits ? -sign : sign;
}

/** Digits that are taken at once when a long number is divided. */
const CHUNK = 400;

/** Whether `value` is a multiple of `divisor`, which is greater than 0: exactly, as decimals divide. */
export function isMultiple(value: Decimal, divisor: Decimal): boolean {
  if (value.digits === "") return true;
  const shift = value.exponent - divisor.exponent;
  // The last digit is not 0, so the value is not a multiple of a higher power of ten.
  if (shift < 0) return false;
  const modulus = BigInt(divisor.digits);
  let remainder = 0n;
  for (let at = 0; at < value.digits.length; at += CHUNK) {
    const chunk = value.digits.slice(at, at + CHUNK);
    remainder = (remainder * 10n ** BigInt(chunk.length) + BigInt(chunk)) % modulus;
  }
  return (remainder * powerOfTen(shift, modulus)) % modulus === 0n;
}

function powerOfTen(exponent: number, modulus: bigint): bigint {
  let result = 1n;
  let base = 10n % modulus;
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = (result * base) % modulus;
    base = (base * base) % modulus;
  }
  return result;
}

/** A decimal as Java's `BigDecimal` prints it when zeros at its end are dropped: `1.5`, `1E-7`, and `1E+2` for `100.0`. */
export function decimalText({ isNegative, digits, exponent }: Decimal): string {
  if (digits === "") return "0";
  const sign = isNegative ? "-" : "";
  const order = digits.length + exponent - 1;
  if (exponent <= 0 && order >= -6) {
    const padded = digits.padStart(1 - exponent, "0");
    const point = padded.length + exponent;
    return `${sign}${padded.slice(0, point)}${exponent < 0 ? `.${padded.slice(point)}` : ""}`;
  }
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : "";
  return `${sign}${digits[0]}${fraction}E${order < 0 ? "" : "+"}${order}`;
}
