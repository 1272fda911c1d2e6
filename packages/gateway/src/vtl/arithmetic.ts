import { boundInteger, calculateDecimals, compareDecimals, decimalOf, decimalToDouble } from "./decimal.ts";
import { exception } from "./errors.ts";
import {
  bigintOf,
  type IntegerType,
  integerOf,
  integerType,
  isNumber,
  isWhole,
  JavaDecimal,
  JavaDouble,
  JavaFloat,
  JavaInteger,
  type JavaNumber,
  type Value,
} from "./values.ts";

/** The arithmetic of the template language. */
export type ArithmeticOperator = "+" | "-" | "*" | "/" | "%";

/**
 * `left operator right` on numbers, as Velocity's MathUtils computes it: whole numbers stay whole, of the larger type;
 * null where an operand is not a number or the divisor is zero.
 * https://github.com/apache/velocity-engine/blob/1.7/src/java/org/apache/velocity/runtime/parser/node/MathUtils.java
 */
export function calculate(operator: ArithmeticOperator, left: Value, right: Value): Value {
  if (!isNumber(left) || !isNumber(right)) return null;
  if ((operator === "/" || operator === "%") && isZero(right)) return null;
  const a = safeNumber(left);
  const b = safeNumber(right);
  const result = computeNumbers(operator, a, b);
  const whole = operator === "/" ? Math.trunc(result) : result;
  // A result that is not one of JavaScript's safe integers is computed below.
  if (Number.isSafeInteger(whole)) {
    if (whole !== (whole | 0)) return whole;
    // In this range a number is an Integer, also as 0 without a sign.
    const isInt = typeof left === "number" && typeof right === "number" && a === (a | 0) && b === (b | 0);
    return isInt ? whole + 0 : new JavaInteger("Long", whole + 0);
  }
  const isWholeLeft = isWhole(left);
  const isWholeRight = isWhole(right);
  if (isWholeLeft && isWholeRight) return computeIntegers(operator, left, right);
  if (needsDecimal(left, right)) return calculateDecimals(operator, decimalOf(left), decimalOf(right));
  const double = computeNumbers(operator, toDouble(left), toDouble(right));
  const isFloat = (isWholeLeft || left instanceof JavaFloat) && (isWholeRight || right instanceof JavaFloat);
  return isFloat ? new JavaFloat(double) : new JavaDouble(double);
}

/** An Integer or Long as one of JavaScript's whole numbers; NaN of what is not one. */
function safeNumber(value: JavaNumber): number {
  if (typeof value === "number") return value;
  if (!(value instanceof JavaInteger) || value.type !== "Long") return Number.NaN;
  const number = Number(value.value);
  return Number.isSafeInteger(number) ? number : Number.NaN;
}

function needsDecimal(left: JavaNumber, right: JavaNumber): boolean {
  return isLarge(left) || isLarge(right);
}

function isLarge(value: JavaNumber): boolean {
  return value instanceof JavaDecimal || (isWhole(value) && integerType(value) === "BigInteger");
}

function isZero(value: JavaNumber): boolean {
  return value instanceof JavaDecimal ? value.unscaled === 0n : toDouble(value) === 0;
}

/** A number as a `double`. */
export function toDouble(value: JavaNumber): number {
  if (typeof value === "number") return value;
  if (value instanceof JavaDouble) return value.value;
  return value instanceof JavaDecimal ? decimalToDouble(value) : Number(bigintOf(value));
}

function computeNumbers(operator: ArithmeticOperator, left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    default:
      return left % right;
  }
}

const types: readonly IntegerType[] = ["Byte", "Short", "Integer", "Long", "BigInteger"];

/** Java's whole numbers of a fixed size. */
export type FixedType = Exclude<IntegerType, "BigInteger">;

/** The bits of their types. */
export const widths: Readonly<Record<FixedType, number>> = { Byte: 8, Short: 16, Integer: 32, Long: 64 };

function computeIntegers(
  operator: ArithmeticOperator,
  left: Exclude<JavaNumber, JavaDouble | JavaDecimal>,
  right: Exclude<JavaNumber, JavaDouble | JavaDecimal>,
): Value {
  let type = types[Math.max(types.indexOf(integerType(left)), types.indexOf(integerType(right)))] ?? "BigInteger";
  const result = boundInteger(computeBigints(operator, bigintOf(left), bigintOf(right), type === "BigInteger"));
  while (type !== "BigInteger" && result !== BigInt.asIntN(widths[type], result)) {
    type = types[types.indexOf(type) + 1] ?? "BigInteger";
  }
  return integerOf(type, result);
}

function computeBigints(operator: ArithmeticOperator, left: bigint, right: bigint, isModulus: boolean): bigint {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    default: {
      const rest = left % right;
      // BigInteger.mod is never negative, and takes no negative modulus.
      if (isModulus && right < 0n) throw exception("ArithmeticException", "BigInteger: modulus not positive");
      return isModulus && rest < 0n ? rest + right : rest;
    }
  }
}

/** -1, 0 or 1 as `left` is less than, equal to or greater than `right`; 0 where a Double has no order. */
export function compareNumbers(left: JavaNumber, right: JavaNumber): number {
  if (typeof left === "number" && typeof right === "number") return left < right ? -1 : left > right ? 1 : 0;
  if (isWhole(left) && isWhole(right)) {
    const [a, b] = [bigintOf(left), bigintOf(right)];
    return a < b ? -1 : a > b ? 1 : 0;
  }
  if (needsDecimal(left, right)) return compareDecimals(decimalOf(left), decimalOf(right));
  const isFloat = (isWhole(left) || left instanceof JavaFloat) && (isWhole(right) || right instanceof JavaFloat);
  const [a, b] = isFloat
    ? [Math.fround(toDouble(left)), Math.fround(toDouble(right))]
    : [toDouble(left), toDouble(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What Java's casts make of a number: a whole number loses its upper bits, any other stops at the type's ends. */
export function castNumber(self: JavaNumber, type: FixedType): Value {
  const bits = widths[type];
  if (isWhole(self)) return integerOf(type, BigInt.asIntN(bits, bigintOf(self)));
  if (self instanceof JavaDecimal) return integerOf(type, BigInt.asIntN(bits, truncated(self)));
  const { value } = self;
  if (Number.isNaN(value)) return integerOf(type, 0n);
  const end = 2n ** BigInt(Math.max(32, bits) - 1);
  const whole = Number.isFinite(value) ? BigInt(Math.trunc(value)) : value > 0 ? end : -end;
  const bounded = whole >= end ? end - 1n : whole < -end ? -end : whole;
  return integerOf(type, BigInt.asIntN(bits, bounded));
}

function truncated({ unscaled, scale }: JavaDecimal): bigint {
  if (scale > 10_000 || scale < -10_000) return 0n;
  return scale <= 0 ? unscaled * 10n ** BigInt(-scale) : unscaled / 10n ** BigInt(scale);
}
