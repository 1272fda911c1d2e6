import { compareNumbers } from "./arithmetic.ts";
import { print } from "./print.ts";
import {
  bigintOf,
  integerType,
  isHostObject,
  isNumber,
  isWhole,
  JavaArray,
  JavaChar,
  JavaDecimal,
  JavaDouble,
  JavaFloat,
  type JavaNumber,
  type Value,
} from "./values.ts";

/** `==` of the template language: numbers by value, values of one type by `equals`, others by their text. */
export function looselyEqual(left: Value, right: Value): boolean {
  if (typeof left === "string" && typeof right === "string") return left === right;
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right) === 0;
  if (left === null || right === null) return left === right || printsAsNull(left) || printsAsNull(right);
  if (sameType(left, right)) return javaEquals(left, right);
  return print(left) === print(right);
}

/** Whether one side is null and the other's text is: a definition too deep in itself, say. */
function printsAsNull(value: Value): boolean {
  return isHostObject(value) && value.print() === null;
}

function sameType(left: Value, right: Value): boolean {
  if (Array.isArray(left)) return Array.isArray(right);
  if (left instanceof Map) return right instanceof Map;
  if (isHostObject(left)) return isHostObject(right) && left.constructor === right.constructor;
  return typeof left === typeof right && typeof left !== "object";
}

/** Java's `equals`: types count, lists and maps compare by their items. */
export function javaEquals(left: Value, right: Value, budget = { steps: 1_000_000 }): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || left === null) return isNumber(left) && isNumber(right) && equalNumbers(left, right);
  // Past the budget the answer no longer matters: the template is a runaway.
  if (budget.steps-- < 0) return false;
  if (Array.isArray(left)) {
    if (!Array.isArray(right) || left.length !== right.length) return false;
    if (left instanceof JavaArray || right instanceof JavaArray) return false;
    return left.every((item, index) => javaEquals(item, right[index] ?? null, budget));
  }
  if (left instanceof Map) {
    if (!(right instanceof Map) || left.size !== right.size) return false;
    return [...left].every(([key, value]) => right.has(key) && javaEquals(value, right.get(key) ?? null, budget));
  }
  if (left instanceof JavaChar) return right instanceof JavaChar && left.text === right.text;
  if (isHostObject(left)) return left.equals?.(right) ?? false;
  return isNumber(right) && equalNumbers(left, right);
}

function equalNumbers(left: JavaNumber, right: JavaNumber): boolean {
  if (isWhole(left)) {
    return isWhole(right) && integerType(left) === integerType(right) && bigintOf(left) === bigintOf(right);
  }
  if (left instanceof JavaDecimal) {
    return right instanceof JavaDecimal && left.scale === right.scale && left.unscaled === right.unscaled;
  }
  if (!(right instanceof JavaDouble) || left instanceof JavaFloat !== right instanceof JavaFloat) return false;
  return Object.is(left.value, right.value);
}

/** Java's `hashCode`; 0 for what has its identity's. */
export function hashCode(value: Value, budget = { steps: 1_000_000 }): number {
  if (budget.steps-- < 0) return 0;
  if (typeof value === "string") return hashText(value);
  if (typeof value === "boolean") return value ? 1231 : 1237;
  if (value === null) return 0;
  if (isNumber(value)) return hashNumber(value);
  if (value instanceof JavaChar) return value.text.charCodeAt(0);
  if (value instanceof Map) {
    let hash = 0;
    for (const [key, item] of value) hash = (hash + (hashCode(key, budget) ^ hashCode(item, budget))) | 0;
    return hash;
  }
  if (!Array.isArray(value)) return isHostObject(value) ? (value.hash?.() ?? 0) : 0;
  if (value instanceof JavaArray) return 0;
  let hash = 1;
  for (const item of value) hash = (Math.imul(31, hash) + hashCode(item, budget)) | 0;
  return hash;
}

function hashText(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index++) hash = (Math.imul(31, hash) + text.charCodeAt(index)) | 0;
  return hash;
}

const bits = new DataView(new ArrayBuffer(8));

function hashNumber(value: JavaNumber): number {
  if (value instanceof JavaFloat) {
    bits.setFloat32(0, value.value);
    return bits.getInt32(0);
  }
  if (value instanceof JavaDouble) {
    bits.setFloat64(0, value.value);
    return bits.getInt32(0) ^ bits.getInt32(4);
  }
  if (value instanceof JavaDecimal) return (Math.imul(31, hashBigInteger(value.unscaled)) + value.scale) | 0;
  const whole = bigintOf(value);
  switch (integerType(value)) {
    case "BigInteger":
      return hashBigInteger(whole);
    case "Long":
      return Number(BigInt.asIntN(32, whole ^ (whole >> 32n)));
    default:
      return Number(whole);
  }
}

function hashBigInteger(value: bigint): number {
  const magnitude = (value < 0n ? -value : value).toString(16);
  let hash = 0;
  const padded = magnitude.padStart(Math.ceil(magnitude.length / 8) * 8, "0");
  for (let at = 0; at < padded.length; at += 8)
    hash = (Math.imul(31, hash) + Number(`0x${padded.slice(at, at + 8)}`)) | 0;
  return value < 0n ? -hash | 0 : hash;
}
