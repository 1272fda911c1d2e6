import { print } from "./print.ts";
import { isNumber, JavaDouble, type Value } from "./values.ts";

type JavaNumber = number | bigint | JavaDouble;

/**
 * `left operator right` on numbers, as Velocity computes it: integers stay integers, of any size; null where an operand
 * is no number or the divisor is zero.
 */
export function calculate(operator: "+" | "-" | "*" | "/" | "%", left: Value, right: Value): Value {
  if (!isNumber(left) || !isNumber(right)) return null;
  if ((operator === "/" || operator === "%") && asFloat(right) === 0) return null;
  if (typeof left === "number" && typeof right === "number") {
    const result = compute(operator, left, right);
    const integer = operator === "/" ? Math.trunc(result) : result;
    if (Number.isSafeInteger(integer)) return integer + 0;
  }
  if (left instanceof JavaDouble || right instanceof JavaDouble) {
    return new JavaDouble(compute(operator, asFloat(left), asFloat(right)));
  }
  const result = computeIntegers(operator, BigInt(left), BigInt(right));
  const small = Number(result);
  return Number.isSafeInteger(small) ? small : result;
}

function compute(operator: string, left: number, right: number): number {
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

function computeIntegers(operator: string, left: bigint, right: bigint): bigint {
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

function asFloat(value: JavaNumber): number {
  return value instanceof JavaDouble ? value.value : Number(value);
}

/** -1, 0 or 1 as `left` is less than, equal to or greater than `right`; NaN when a Double has no order. */
export function compareNumbers(left: JavaNumber, right: JavaNumber): number {
  const a = left instanceof JavaDouble ? left.value : left;
  const b = right instanceof JavaDouble ? right.value : right;
  if (a < b) return -1;
  if (a > b) return 1;
  // Velocity's compare gives 0 for NaN as well.
  return 0;
}

/** `==` of the template language: numbers by value, values of one type by `equals`, others by their text. */
export function looselyEqual(left: Value, right: Value): boolean {
  if (typeof left === "string" && typeof right === "string") return left === right;
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right) === 0;
  if (left === null || right === null) return left === right;
  if (sameType(left, right)) return javaEquals(left, right);
  return print(left) === print(right);
}

function sameType(left: Value, right: Value): boolean {
  if (Array.isArray(left)) return Array.isArray(right);
  if (left instanceof Map) return right instanceof Map;
  return typeof left === typeof right && typeof left !== "object";
}

/** Java's `equals`: types count, lists and maps compare by their items. */
export function javaEquals(left: Value, right: Value, budget = { steps: 1_000_000 }): boolean {
  if (left === right) return true;
  if (left instanceof JavaDouble) return right instanceof JavaDouble && Object.is(left.value, right.value);
  // Past the budget the answer no longer matters: the template is a runaway.
  if (budget.steps-- < 0) return false;
  if (Array.isArray(left)) {
    if (!Array.isArray(right) || left.length !== right.length) return false;
    return left.every((item, index) => javaEquals(item, right[index] as Value, budget));
  }
  if (left instanceof Map) {
    if (!(right instanceof Map) || left.size !== right.size) return false;
    return [...left].every(([key, value]) => right.has(key) && javaEquals(value, right.get(key) as Value, budget));
  }
  return false;
}
