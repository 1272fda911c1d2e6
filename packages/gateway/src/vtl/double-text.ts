/**
 * The decimal digits of a floating-point number as Java writes them up to Java 18, which are not always the fewest that
 * tell it from its neighbours: `1e23` is `9.999999999999999E22`.
 * https://github.com/openjdk/jdk/blob/jdk-17+35/src/java.base/share/classes/jdk/internal/math/FloatingDecimal.java
 */
export interface Digits {
  readonly digits: string;
  /** Place of the decimal point, counted from before the first digit. */
  readonly point: number;
}

const bits = new DataView(new ArrayBuffer(8));

/** As `Double.toString` or, for a Float's value, `Float.toString`: `2.0`, `0.05`, `1.0E10`. */
export function doubleText(value: number, isFloat = false): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const magnitude = Math.abs(value);
  if (magnitude >= 1e-3 && magnitude < 1e7 && !isFloat) {
    // Of so few digits JavaScript's are Java's, and cost less.
    const text = String(value);
    if (text.length <= 15) return text.includes(".") ? text : `${text}.0`;
  }
  const { digits, point } = doubleDigits(magnitude, isFloat);
  const sign = value < 0 ? "-" : "";
  if (point > 0 && point < 8) {
    return `${sign}${digits.slice(0, point).padEnd(point, "0")}.${digits.slice(point) || "0"}`;
  }
  if (point <= 0 && point > -3) return `${sign}0.${"0".repeat(-point)}${digits}`;
  return `${sign}${digits[0]}.${digits.slice(1) || "0"}E${point - 1}`;
}

/** The digits of a positive number. `compatible`: as `toString` has them, with two at least where it writes an exponent. */
export function doubleDigits(value: number, isFloat = false, compatible = true): Digits {
  bits.setFloat64(0, value);
  const raw = bits.getBigUint64(0);
  let exponent = Number(raw >> 52n) & 0x7ff;
  let fraction = raw & 0xfffffffffffffn;
  let significant = isFloat ? 24 : 53;
  if (isFloat && value < 2 ** -126) significant = bitLength(BigInt(Math.round(value * 2 ** 149)));
  if (exponent === 0) {
    const shift = 53 - bitLength(fraction);
    fraction <<= BigInt(shift);
    exponent = 1 - shift;
    significant = 53 - shift;
  } else fraction |= 0x10000000000000n;
  return develop(exponent - 1023, fraction, significant, compatible);
}

function bitLength(value: bigint): number {
  return value === 0n ? 0 : value.toString(2).length;
}

/** `fraction`: 53 bits; the number is it times two to the `exponent - 52`. */
function develop(exponent: number, fraction: bigint, significant: number, compatible: boolean): Digits {
  const binary = fraction.toString(2);
  const length = binary.lastIndexOf("1") + 1;
  const tiny = Math.max(0, length - exponent - 1);
  if (tiny === 0 && exponent <= 62) return wholeDigits(fraction, exponent, significant);
  const whole = fraction >> BigInt(53 - length);
  let decimal = estimate(fraction, exponent);
  const five = Math.max(0, -decimal);
  let b2 = five + tiny + exponent;
  let s2 = Math.max(0, decimal) + tiny;
  let m2 = b2 - significant;
  b2 -= length - 1;
  const common = Math.min(b2, s2);
  b2 -= common;
  s2 -= common;
  m2 -= common;
  // Below a power of two the next number is half as far away.
  if (length === 1) m2 -= 1;
  if (m2 < 0) {
    b2 -= m2;
    s2 -= m2;
    m2 = 0;
  }
  const scale = (5n ** BigInt(Math.max(0, decimal))) << BigInt(s2);
  const tens = scale * 10n;
  let rest = (whole * 5n ** BigInt(five)) << BigInt(b2);
  let half = (5n ** BigInt(five)) << BigInt(m2);
  // Java compares otherwise where it needs more than 64 bits.
  const isLarge = length + b2 + fiveBits(five) >= 64 || s2 + 1 + fiveBits(Math.max(0, decimal) + 1) >= 64;
  let digits = "";
  let low = false;
  let high = false;
  const step = () => {
    const digit = rest / scale;
    rest = 10n * (rest % scale);
    half *= 10n;
    low = rest < half;
    high = isLarge ? rest + half >= tens : rest + half > tens;
    return digit;
  };
  const first = step();
  if (first === 0n && !high) decimal--;
  else digits += first;
  if (!compatible || decimal < -3 || decimal >= 8) {
    high = false;
    low = false;
  }
  while (!low && !high) digits += step();
  const difference = rest * 2n - tens;
  const isOdd = Number(digits.at(-1)) % 2 === 1;
  if (high && (!low || difference > 0n || (difference === 0n && isOdd))) return roundUp(digits, decimal + 1);
  return { digits, point: decimal + 1 };
}

const powersOfFive: readonly number[] = [
  0, 3, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28, 31, 33, 35, 38, 40, 42, 45, 47, 49, 52, 54, 56, 59, 61,
];

function fiveBits(power: number): number {
  return powersOfFive[power] ?? power * 3;
}

function estimate(fraction: bigint, exponent: number): number {
  const mantissa = Number(fraction) / 2 ** 52;
  return Math.floor((mantissa - 1.5) * 0.289529654 + 0.176091259 + exponent * 0.301029995663981);
}

function wholeDigits(fraction: bigint, exponent: number, significant: number): Digits {
  let whole = exponent >= 52 ? fraction << BigInt(exponent - 52) : fraction >> BigInt(52 - exponent);
  const spare = exponent > significant ? Math.floor((exponent - significant - 1) * Math.log10(2)) : 0;
  if (spare > 0 && exponent - significant - 1 > 1) {
    const power = 10n ** BigInt(spare);
    const isMore = whole % power >= power / 2n;
    whole = whole / power + (isMore ? 1n : 0n);
    const text = String(whole);
    return { digits: text.replace(/0+$/, ""), point: text.length + spare };
  }
  const text = String(whole);
  return { digits: text.replace(/0+$/, "") || "0", point: text.length };
}

/** Adds one to the last digit. */
export function roundUp(digits: string, point: number): Digits {
  const kept = digits.replace(/9+$/, "");
  if (kept === "") return { digits: `1${"0".repeat(Math.max(0, digits.length - 1))}`, point: point + 1 };
  const raised = kept.slice(0, -1) + String(Number(kept.at(-1)) + 1);
  return { digits: raised.padEnd(digits.length, "0"), point };
}
