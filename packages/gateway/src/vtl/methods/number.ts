import { castNumber, compareNumbers, type FixedType, toDouble, widths } from "../arithmetic.ts";
import { boundInteger, decimalOf } from "../decimal.ts";
import { doubleText } from "../double-text.ts";
import { hashCode, javaEquals } from "../equality.ts";
import { exception } from "../errors.ts";
import { textOf } from "../print.ts";
import {
  bigintOf,
  type IntegerType,
  integerOf,
  integerType,
  isWhole,
  JavaDecimal,
  JavaDouble,
  JavaFloat,
  type JavaNumber,
  type Methods,
  type Value,
} from "../values.ts";
import { any, bool, double, int, long, methods, on, type Parameter, text } from "./method.ts";

/** A `BigInteger`. */
const big: Parameter<bigint> = (value) =>
  isWhole(value) && integerType(value) === "BigInteger" ? bigintOf(value) : undefined;

/** A `float`, for which Java takes every number but a double. */
const float: Parameter<number> = (value) => {
  if (value instanceof JavaDouble) return value instanceof JavaFloat ? value.value : undefined;
  const whole = long(value);
  return whole === undefined ? undefined : Math.fround(Number(whole));
};

function wrongNumber(given: string): Error {
  return exception("NumberFormatException", `For input string: ${JSON.stringify(given)}`);
}

function parseWhole(given: string, type: IntegerType, radix = 10): Value {
  const match = /^([+-]?)([0-9a-zA-Z]+)$/.exec(given);
  if (!match || radix < 2 || radix > 36) throw wrongNumber(given);
  const [, sign = "", digits = ""] = match;
  if (digits.length > 10_000) throw wrongNumber(given);
  let value = 0n;
  if (radix === 10 && /^\d+$/.test(digits)) value = BigInt(digits);
  else {
    for (const digit of digits) {
      const place = Number.parseInt(digit, 36);
      if (place >= radix) throw wrongNumber(given);
      value = value * BigInt(radix) + BigInt(place);
    }
  }
  return inRange(sign === "-" ? -value : value, type, given);
}

function inRange(value: bigint, type: IntegerType, given: string): Value {
  if (type !== "BigInteger" && value !== BigInt.asIntN(widths[type], value)) throw wrongNumber(given);
  return integerOf(type, value);
}

/** As `Integer.decode`: `0x10`, `#10`, `010`. */
function decode(given: string, type: FixedType): Value {
  const [, sign = "", prefix, digits = ""] = /^([+-]?)(0[xX]|#|0(?=.))?(.*)$/s.exec(given) ?? [];
  if (/^[+-]/.test(digits)) throw wrongNumber(given);
  const radix = prefix === undefined ? 10 : prefix === "0" ? 8 : 16;
  return parseWhole(sign + digits, type, radix);
}

function parseDouble(given: string): number {
  const match = /^[+-]?(?:(\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|NaN|Infinity)[dDfF]?$/.exec(javaTrim(given));
  if (!match || (match[1] === undefined && /[dDfF]$/.test(javaTrim(given)))) throw wrongNumber(given);
  return Number(
    javaTrim(given)
      .replace(/[dDfF]$/, "")
      .replace(/^[+-]?NaN$/, "NaN"),
  );
}

function javaTrim(given: string): string {
  return given.replace(/^[\0- ]+|[\0- ]+$/g, "");
}

function radixText(value: bigint, radix: number): string {
  return value.toString(radix < 2 || radix > 36 ? 10 : radix);
}

function notThisType(): never {
  throw exception("ClassCastException");
}

/** What all numbers can do. */
const common = {
  byteValue: on([], (self: JavaNumber) => castNumber(self, "Byte")),
  shortValue: on([], (self: JavaNumber) => castNumber(self, "Short")),
  intValue: on([], (self: JavaNumber) => castNumber(self, "Integer")),
  longValue: on([], (self: JavaNumber) => castNumber(self, "Long")),
  floatValue: on([], (self: JavaNumber) => new JavaFloat(toDouble(self))),
  doubleValue: on([], (self: JavaNumber) => new JavaDouble(toDouble(self))),
  equals: on([any], (self: JavaNumber, other) => javaEquals(self, other)),
  toString: on([], (self: JavaNumber) => textOf(self)),
  hashCode: on([], (self: JavaNumber) => hashCode(self)),
};

/** The parts of `java.lang.Integer`, `Long`, `Short` and `Byte` that differ by their type only. */
function whole(type: FixedType, own: Parameter<number> | Parameter<bigint>) {
  const value: Parameter<bigint> = (given) => {
    const taken = own(given);
    return taken === undefined ? undefined : BigInt(taken);
  };
  const is: Parameter<bigint> = (given) =>
    isWhole(given) && integerType(given) === type ? bigintOf(given) : undefined;
  const order = (left: bigint, right: bigint): number => {
    if (type === "Byte" || type === "Short") return Number(left - right);
    return left < right ? -1 : left > right ? 1 : 0;
  };
  const text1 = (given: string) => parseWhole(given, type);
  const text2 = (_self: JavaNumber, given: string, radix: number) => parseWhole(given, type, radix);
  return {
    ...common,
    toString: [common.toString, on([value], (_self: JavaNumber, given) => String(given))],
    hashCode: [common.hashCode, on([value], (_self: JavaNumber, given) => hashCode(integerOf(type, given)))],
    compareTo: [
      on([is], (self: JavaNumber, other) => order(isWhole(self) ? bigintOf(self) : 0n, other)),
      on([any], notThisType),
    ],
    compare: on([value, value], (_self: JavaNumber, left, right) => order(left, right)),
    valueOf: [
      on([text], (_self: JavaNumber, given) => text1(given)),
      on([text, int], text2),
      on([value], (_self: JavaNumber, given) => integerOf(type, given)),
    ],
    decode: on([text], (_self: JavaNumber, given) => decode(given, type)),
    [`parse${type === "Integer" ? "Int" : type}`]: [
      on([text], (_self: JavaNumber, given) => text1(given)),
      on([text, int], text2),
    ],
  };
}

/** What `Integer` and `Long` have beyond the smaller types. */
function wide(type: "Integer" | "Long", own: Parameter<number> | Parameter<bigint>) {
  const bits = widths[type];
  const value: Parameter<bigint> = (given) => {
    const taken = own(given);
    return taken === undefined ? undefined : BigInt(taken);
  };
  const unsigned = (given: bigint) => BigInt.asUintN(bits, given);
  const give = (given: bigint) => integerOf(type, BigInt.asIntN(bits, given));
  const binary = (given: bigint) => unsigned(given).toString(2);
  const shared = whole(type, own);
  const one = (run: (given: bigint) => Value) => on([value], (_self: JavaNumber, given) => run(given));
  const two = (run: (left: bigint, right: bigint) => bigint) =>
    on([value, value], (_self: JavaNumber, left, right) => give(run(left, right)));
  const divisible = (right: bigint) => {
    if (right === 0n) throw exception("ArithmeticException", "/ by zero");
    return right;
  };
  return {
    ...shared,
    toString: [...shared.toString, on([value, int], (_self: JavaNumber, given, radix) => radixText(given, radix))],
    toBinaryString: one(binary),
    toOctalString: one((given) => unsigned(given).toString(8)),
    toHexString: one((given) => unsigned(given).toString(16)),
    toUnsignedString: [
      one((given) => String(unsigned(given))),
      on([value, int], (_self: JavaNumber, given, radix) => radixText(unsigned(given), radix)),
    ],
    max: two((left, right) => (left > right ? left : right)),
    min: two((left, right) => (left < right ? left : right)),
    sum: two((left, right) => left + right),
    divideUnsigned: two((left, right) => unsigned(left) / divisible(unsigned(right))),
    remainderUnsigned: two((left, right) => unsigned(left) % divisible(unsigned(right))),
    compareUnsigned: on(
      [value, value],
      (_self: JavaNumber, left, right) =>
        Number(unsigned(left) > unsigned(right)) - Number(unsigned(left) < unsigned(right)),
    ),
    signum: one((given) => (given > 0n ? 1 : given < 0n ? -1 : 0)),
    bitCount: one((given) => binary(given).replaceAll("0", "").length),
    numberOfLeadingZeros: one((given) => (given === 0n ? bits : bits - binary(given).length)),
    numberOfTrailingZeros: one((given) =>
      given === 0n ? bits : binary(given).length - binary(given).lastIndexOf("1") - 1,
    ),
    highestOneBit: one((given) => give(given === 0n ? 0n : 1n << BigInt(binary(given).length - 1))),
    lowestOneBit: one((given) => give(given & -given)),
    reverse: one((given) => give(BigInt(`0b${[...binary(given).padStart(bits, "0")].reverse().join("")}`))),
    reverseBytes: one((given) =>
      give(
        BigInt(
          `0x${unsigned(given)
            .toString(16)
            .padStart(bits / 4, "0")
            .match(/../g)
            ?.reverse()
            .join("")}`,
        ),
      ),
    ),
    rotateLeft: on([value, int], (_self: JavaNumber, given, by) => give(rotate(unsigned(given), by, bits))),
    rotateRight: on([value, int], (_self: JavaNumber, given, by) => give(rotate(unsigned(given), -by, bits))),
  };
}

function rotate(value: bigint, by: number, bits: number): bigint {
  const shift = BigInt(((by % bits) + bits) % bits);
  return (value << shift) | (value >> (BigInt(bits) - shift));
}

/** The parts of `java.lang.Double` and `Float` that differ by their type only. */
function floating(own: Parameter<number>, make: (value: number) => JavaDouble, name: "Double" | "Float") {
  const isOwn: Parameter<number> = (given) =>
    given instanceof JavaDouble && given instanceof JavaFloat === (name === "Float") ? given.value : undefined;
  const one = (run: (given: number) => Value) => on([own], (_self: JavaDouble, given) => run(given));
  const two = (run: (left: number, right: number) => number) =>
    on([own, own], (_self: JavaDouble, left, right) => make(run(left, right)));
  const order = (left: number, right: number): number => {
    if (left < right) return -1;
    if (left > right) return 1;
    if (left === right) return left === 0 ? Number(Object.is(left, 0)) - Number(Object.is(right, 0)) : 0;
    return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
  };
  return {
    ...common,
    toString: [common.toString, one((given) => doubleText(given, name === "Float"))],
    hashCode: [common.hashCode, one((given) => hashCode(make(given)))],
    compareTo: [on([isOwn], (self: JavaDouble, other) => order(self.value, other)), on([any], notThisType)],
    compare: on([own, own], (_self: JavaDouble, left, right) => order(left, right)),
    isNaN: [on([], (self: JavaDouble) => Number.isNaN(self.value)), one(Number.isNaN)],
    isInfinite: [on([], (self: JavaDouble) => isInfinite(self.value)), one(isInfinite)],
    isFinite: one(Number.isFinite),
    valueOf: [on([text], (_self: JavaDouble, given) => make(parseDouble(given))), one(make)],
    [`parse${name}`]: on([text], (_self: JavaDouble, given) => make(parseDouble(given))),
    toHexString: one(hexText),
    max: two(Math.max),
    min: two(Math.min),
    sum: two((left, right) => left + right),
  };
}

/** As `Double.toHexString`, of numbers that are not too small to be normal. */
function hexText(value: number): string {
  if (value === 0 || !Number.isFinite(value))
    return value === 0 ? `${Object.is(value, -0) ? "-" : ""}0x0.0p0` : doubleText(value);
  const exponent = Math.floor(Math.log2(Math.abs(value)));
  const power = 2 ** exponent > Math.abs(value) ? exponent - 1 : exponent;
  const text = (Math.abs(value) / 2 ** power).toString(16);
  return `${value < 0 ? "-" : ""}0x${text.includes(".") ? text : `${text}.0`}p${power}`;
}

function isInfinite(value: number): boolean {
  return Math.abs(value) === Infinity;
}

/** The methods of `java.lang.Integer`; the static ones are called on a number at hand: `#set($int = 0)$int.parseInt("5")`. */
export const integerMethods = methods<JavaNumber>({
  ...wide("Integer", int),
  toUnsignedLong: on([int], (_self: JavaNumber, given) => integerOf("Long", BigInt(given >>> 0))),
});

const longMethods = methods<JavaNumber>(wide("Long", long));
const shortMethods = methods<JavaNumber>(whole("Short", small("Byte", "Short")));
const byteMethods = methods<JavaNumber>(whole("Byte", small("Byte")));

function small(...types: readonly IntegerType[]): Parameter<bigint> {
  return (value) => (isWhole(value) && types.includes(integerType(value)) ? bigintOf(value) : undefined);
}

/** The methods of `java.lang.Double`. */
export const doubleMethods = methods<JavaDouble>(floating(double, (value) => new JavaDouble(value), "Double"));

/** The methods of `java.lang.Float`. */
export const floatMethods = methods<JavaDouble>(floating(float, (value) => new JavaFloat(value), "Float"));

function ofTwo(run: (left: bigint, right: bigint) => bigint) {
  return on([big], (self: JavaNumber, other) =>
    integerOf("BigInteger", boundInteger(run(isWhole(self) ? bigintOf(self) : 0n, other))),
  );
}

function divisor(value: bigint): bigint {
  if (value === 0n) throw exception("ArithmeticException", "BigInteger divide by zero");
  return value;
}

const bigIntegerMethods = methods<JavaNumber>({
  ...common,
  toString: [
    common.toString,
    on([int], (self: JavaNumber, radix) => radixText(isWhole(self) ? bigintOf(self) : 0n, radix)),
  ],
  add: ofTwo((left, right) => left + right),
  subtract: ofTwo((left, right) => left - right),
  multiply: ofTwo((left, right) => left * right),
  divide: ofTwo((left, right) => left / divisor(right)),
  remainder: ofTwo((left, right) => left % divisor(right)),
  max: ofTwo((left, right) => (left > right ? left : right)),
  min: ofTwo((left, right) => (left < right ? left : right)),
  negate: on([], (self: JavaNumber) => integerOf("BigInteger", isWhole(self) ? -bigintOf(self) : 0n)),
  abs: on([], (self: JavaNumber) =>
    compareNumbers(self, 0) < 0 ? integerOf("BigInteger", isWhole(self) ? -bigintOf(self) : 0n) : self,
  ),
  signum: on([], (self: JavaNumber) => compareNumbers(self, 0)),
  valueOf: on([long], (_self: JavaNumber, given) => integerOf("BigInteger", given)),
  compareTo: [on([big], (self: JavaNumber, other) => compareNumbers(self, other)), on([any], notThisType)],
});

const decimalMethods = methods<JavaDecimal>({
  ...common,
  scale: on([], (self) => self.scale),
  signum: on([], (self) => compareNumbers(self, 0)),
  toPlainString: on([], (self) => textOf(new JavaDecimal(self.unscaled, Math.max(0, self.scale)))),
  compareTo: [
    on([(value) => (value instanceof JavaDecimal ? value : undefined)], (self: JavaDecimal, other) =>
      compareNumbers(self, other),
    ),
    on([any], notThisType),
  ],
  valueOf: on([double], (_self: JavaDecimal, given) => decimalOf(new JavaDouble(given))),
});

/** The methods of `java.lang.Boolean`. */
export const booleanMethods = methods<boolean>({
  booleanValue: on([], (self) => self),
  toString: [on([], (self) => String(self)), on([bool], (_self, given) => String(given))],
  hashCode: [on([], (self) => hashCode(self)), on([bool], (_self, given) => hashCode(given))],
  equals: on([any], (self, other) => self === other),
  compareTo: [on([bool], (self, other) => Number(self) - Number(other)), on([any], notThisType)],
  compare: on([bool, bool], (_self, left, right) => Number(left) - Number(right)),
  parseBoolean: on([text], (_self, given) => given.toLowerCase() === "true"),
  valueOf: [on([bool], (_self, given) => given), on([text], (_self, given) => given.toLowerCase() === "true")],
  logicalAnd: on([bool, bool], (_self, left, right) => left && right),
  logicalOr: on([bool, bool], (_self, left, right) => left || right),
  logicalXor: on([bool, bool], (_self, left, right) => left !== right),
});

/** The methods of a number. */
export function numberMethods(value: JavaNumber): Methods {
  if (value instanceof JavaDouble) return value instanceof JavaFloat ? floatMethods : doubleMethods;
  if (value instanceof JavaDecimal) return decimalMethods;
  switch (integerType(value)) {
    case "Integer":
      return integerMethods;
    case "Long":
      return longMethods;
    case "Short":
      return shortMethods;
    case "Byte":
      return byteMethods;
    default:
      return bigIntegerMethods;
  }
}
