import { compareNumbers, javaEquals } from "../arithmetic.ts";
import { TemplateError } from "../errors.ts";
import { isNumber, JavaDouble, type Value } from "../values.ts";
import { type Method, methods, ofAny, ofString, plain, textOf } from "./method.ts";

type JavaNumber = number | bigint | JavaDouble;

function toInteger(self: JavaNumber): number {
  const value = self instanceof JavaDouble ? self.value : Number(self);
  return Number.isNaN(value) ? 0 : Math.trunc(value);
}

function parseInteger(text: string): number {
  if (/^[+-]?\d{1,15}$/.test(text)) return Number(text);
  throw new TemplateError("evaluation", `java.lang.NumberFormatException: For input string: ${JSON.stringify(text)}`);
}

function parseDouble(text: string): JavaDouble {
  const value = text.trim();
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(value)) return new JavaDouble(Number(value));
  throw new TemplateError("evaluation", `java.lang.NumberFormatException: For input string: ${JSON.stringify(text)}`);
}

/** Static methods are called on a number at hand: `#set($int = 0)$int.parseInt("5")`. */
const convert: Method<JavaNumber> = (self, args) => {
  const [value] = args;
  if (args.length !== 1) return undefined;
  if (typeof value === "string") return self instanceof JavaDouble ? parseDouble(value) : parseInteger(value);
  return isNumber(value) ? value : undefined;
};

/** The methods of `java.lang.Integer`, `Long` and `Double`. */
export const numberMethods = methods<JavaNumber>({
  intValue: plain(toInteger),
  longValue: plain(toInteger),
  doubleValue: plain((self) => new JavaDouble(self instanceof JavaDouble ? self.value : Number(self))),
  toString: (self: JavaNumber, args: readonly Value[]) => (args.length < 2 ? textOf(args[0] ?? self) : undefined),
  equals: ofAny((self, other) => javaEquals(self, other)),
  compareTo: (self, args) => {
    const [other] = args;
    return args.length === 1 && isNumber(other) ? compareNumbers(self, other) : undefined;
  },
  hashCode: plain(toInteger),
  valueOf: convert,
  parseInt: ofString((_self, text) => parseInteger(text)),
  parseLong: ofString((_self, text) => parseInteger(text)),
  parseDouble: ofString((_self, text) => parseDouble(text)),
});

/** The methods of `java.lang.Boolean`. */
export const booleanMethods = methods<boolean>({
  booleanValue: plain((self) => self),
  toString: plain((self) => String(self) as Value),
  equals: ofAny((self, other) => self === other),
  parseBoolean: ofString((_self, text) => text.toLowerCase() === "true"),
  valueOf: ofString((_self, text) => text.toLowerCase() === "true"),
});
