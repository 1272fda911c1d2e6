import { exception } from "./errors.ts";
import { limitError } from "./limits.ts";
import { bigintOf, JavaDecimal, JavaDouble, type JavaNumber } from "./values.ts";

/** Digits that a number may have: a template that squares a number again and again must not eat the machine. */
const MAX_DIGITS = 10_000;
const LARGEST = 10n ** BigInt(MAX_DIGITS);

/**
 * Lets a whole number through.
 * @throws TemplateError when it has more than 10,000 digits
 */
export function boundInteger(value: bigint): bigint {
  if (value < LARGEST && value > -LARGEST) return value;
  throw limitError("digits of a number", MAX_DIGITS);
}

/** As `new BigDecimal(text)`, of a text that is a number. */
export function parseDecimal(text: string): JavaDecimal {
  const [mantissa = "", exponent = "0"] = text.toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const digits = `${whole}${fraction}`;
  return new JavaDecimal(BigInt(digits.replace("+", "")), fraction.length - Number(exponent));
}

/** A number as a BigDecimal: a Double's is exact, `0.1000000000000000055511151231257827…`. */
export function decimalOf(value: JavaNumber): JavaDecimal {
  if (value instanceof JavaDecimal) return value;
  if (!(value instanceof JavaDouble)) return new JavaDecimal(bigintOf(value), 0);
  const { value: float } = value;
  if (!Number.isFinite(float)) throw exception("NumberFormatException", "Infinite or NaN");
  let scale = 0;
  let rest = float;
  for (; !Number.isInteger(rest); rest *= 2) scale++;
  return new JavaDecimal(BigInt(rest) * 5n ** BigInt(scale), scale);
}

function scaled(value: JavaDecimal, scale: number): bigint {
  const shift = scale - value.scale;
  if (value.unscaled === 0n || shift === 0) return value.unscaled;
  if (shift > MAX_DIGITS) throw limitError("digits of a number", MAX_DIGITS);
  return value.unscaled * 10n ** BigInt(shift);
}

/** -1, 0 or 1 as `left` is less than, equal to or greater than `right`. */
export function compareDecimals(left: JavaDecimal, right: JavaDecimal): number {
  const scale = Math.max(left.scale, right.scale);
  const [a, b] = [scaled(left, scale), scaled(right, scale)];
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `left operator right`, as `java.math.BigDecimal` computes it; a quotient has the scale of `left`. */
export function calculateDecimals(
  operator: "+" | "-" | "*" | "/" | "%",
  left: JavaDecimal,
  right: JavaDecimal,
): JavaDecimal {
  const scale = Math.max(left.scale, right.scale);
  switch (operator) {
    case "+":
      return new JavaDecimal(boundInteger(scaled(left, scale) + scaled(right, scale)), scale);
    case "-":
      return new JavaDecimal(boundInteger(scaled(left, scale) - scaled(right, scale)), scale);
    case "*":
      return new JavaDecimal(boundInteger(left.unscaled * right.unscaled), left.scale + right.scale);
    case "/":
      return divide(left, right);
    default:
      throw exception("ArithmeticException", "Cannot calculate the modulo of BigDecimals.");
  }
}

/** Rounds to the nearest, and down in the middle. */
function divide(left: JavaDecimal, right: JavaDecimal): JavaDecimal {
  const numerator = right.scale > 0 ? scaled(left, left.scale + right.scale) : left.unscaled;
  const denominator = right.scale < 0 ? scaled(right, 0) : right.unscaled;
  const quotient = numerator / denominator;
  const rest = numerator % denominator;
  const isMore = 2n * (rest < 0n ? -rest : rest) > (denominator < 0n ? -denominator : denominator);
  const away = rest < 0n === denominator < 0n ? 1n : -1n;
  return new JavaDecimal(isMore ? quotient + away : quotient, left.scale);
}

/** As `BigDecimal.toString`. */
export function decimalText({ unscaled, scale }: JavaDecimal): string {
  const sign = unscaled < 0n ? "-" : "";
  const digits = String(unscaled < 0n ? -unscaled : unscaled);
  const exponent = digits.length - 1 - scale;
  if (scale === 0) return sign + digits;
  if (scale > 0 && exponent >= -6) {
    const padded = digits.padStart(scale + 1, "0");
    return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
  }
  const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
  return `${sign}${mantissa}${exponent === 0 ? "" : `E${exponent > 0 ? "+" : ""}${exponent}`}`;
}

/** As `BigDecimal.doubleValue`. */
export function decimalToDouble({ unscaled, scale }: JavaDecimal): number {
  return Number(`${unscaled}e${-scale}`);
}
