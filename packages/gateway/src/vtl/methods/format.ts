import { doubleDigits, roundUp } from "../double-text.ts";
import { hashCode } from "../equality.ts";
import { exception } from "../errors.ts";
import { boundText, limitError, limits } from "../limits.ts";
import { textOf } from "../print.ts";
import { bigintOf, integerType, isWhole, JavaChar, JavaDecimal, JavaDouble, JavaFloat, type Value } from "../values.ts";

interface Specifier {
  readonly flags: string;
  readonly width: number | undefined;
  readonly precision: number | undefined;
  readonly conversion: string;
}

const SPECIFIER = /%(?:(\d+)\$|(<))?([-#+ 0,(<]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])/y;

/**
 * As `String.format`, without dates and times.
 * https://docs.oracle.com/javase/8/docs/api/java/util/Formatter.html
 * @throws TemplateError when a specifier is not one, or its argument is missing or of another type
 */
export function format(pattern: string, args: readonly Value[]): string {
  let text = "";
  let at = 0;
  let ordinary = 0;
  let last = -1;
  for (;;) {
    const percent = pattern.indexOf("%", at);
    if (percent < 0) return boundText(text + pattern.slice(at));
    text += pattern.slice(at, percent);
    SPECIFIER.lastIndex = percent;
    const match = SPECIFIER.exec(pattern);
    if (!match) throw exception("util.UnknownFormatConversionException", pattern.slice(percent, percent + 2));
    at = SPECIFIER.lastIndex;
    const [, index, relative, flags = "", width, precision, conversion = ""] = match;
    const parsed: Specifier = {
      flags,
      width: width === undefined ? undefined : Number(width),
      precision: precision === undefined ? undefined : Number(precision),
      conversion,
    };
    if (Math.max(parsed.width ?? 0, parsed.precision ?? 0) > limits.text) throw limitError("text", limits.text);
    checkFlags(parsed);
    if (conversion === "n" || conversion === "%") {
      text += conversion === "n" ? "\n" : pad("%", parsed);
      continue;
    }
    if (relative === undefined && !flags.includes("<")) last = index === undefined ? ordinary++ : Number(index) - 1;
    if (last < 0 || last >= args.length) throw exception("util.MissingFormatArgumentException", match[0]);
    const formatted = formatOne(parsed, args[last] ?? null);
    text = boundText(text + (/[A-Z]/.test(conversion) ? formatted.toUpperCase() : formatted));
  }
}

function checkFlags({ flags, width, precision, conversion }: Specifier): void {
  const fail = (name: string) => exception(`util.${name}`, `%${flags}${conversion}`);
  if (new Set(flags).size < flags.length) throw fail("DuplicateFormatFlagsException");
  if (/[-0]/.test(flags) && width === undefined && conversion !== "n") throw fail("MissingFormatWidthException");
  const kind = conversion.toLowerCase();
  const has = (set: RegExp) => set.test(flags);
  if ((has(/-/) && has(/0/)) || (has(/\+/) && has(/ /))) throw fail("IllegalFormatFlagsException");
  if ("cdoxn%".includes(kind) && precision !== undefined) throw fail("IllegalFormatPrecisionException");
  if (conversion === "n" && (flags !== "" || width !== undefined)) throw fail("IllegalFormatFlagsException");
  const wrong = {
    b: /[+ 0,(#]/,
    h: /[+ 0,(#]/,
    s: /[+ 0,(]/,
    c: /[#+ 0,(]/,
    d: /#/,
    e: /,/,
    g: /#/,
    a: /[,(]/,
    "%": /[#+ 0,(]/,
  };
  const flagged = wrong[kind as keyof typeof wrong];
  if (flagged && has(flagged)) throw fail("FormatFlagsConversionMismatchException");
}

function formatOne(parsed: Specifier, value: Value): string {
  const { conversion, flags, precision } = parsed;
  const cut = (text: string) => pad(precision === undefined ? text : text.slice(0, precision), parsed);
  const mismatch = () => exception("util.IllegalFormatConversionException", `%${conversion}`);
  switch (conversion) {
    case "b":
    case "B":
      return cut(String(value !== null && value !== false));
    case "h":
    case "H":
      return cut(value === null ? "null" : (hashCode(value) >>> 0).toString(16));
    case "s":
    case "S":
      if (flags.includes("#")) throw exception("util.FormatFlagsConversionMismatchException");
      return cut(textOf(value));
  }
  if (value === null) return cut("null");
  switch (conversion) {
    case "c":
    case "C":
      if (value instanceof JavaChar) return pad(value.text, parsed);
      if (isWhole(value) && ["Byte", "Short", "Integer"].includes(integerType(value))) {
        const code = Number(bigintOf(value));
        if (code >= 0 && code <= 0x10ffff) return pad(String.fromCodePoint(code), parsed);
        throw exception("util.IllegalFormatCodePointException");
      }
      throw mismatch();
    case "d":
      if (!isWhole(value)) throw mismatch();
      return signed(group(String(abs(bigintOf(value))), flags), bigintOf(value) < 0n, parsed);
    case "o":
    case "x":
    case "X":
      if (!isWhole(value)) throw mismatch();
      return unsignedText(parsed, value);
    case "e":
    case "E":
    case "f":
    case "g":
    case "G":
      if (!(value instanceof JavaDouble || value instanceof JavaDecimal)) throw mismatch();
      return floating(parsed, value);
    case "a":
    case "A":
      throw exception("UnsupportedOperationException", "%a is not emulated");
    default:
      throw exception("util.UnknownFormatConversionException", conversion);
  }
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function unsignedText(parsed: Specifier, value: Parameters<typeof bigintOf>[0]): string {
  const { flags, conversion } = parsed;
  const whole = bigintOf(value);
  const type = integerType(value);
  const radix = conversion === "o" ? 8 : 16;
  const sign = flags.includes("#") ? (radix === 8 ? "0" : "0x") : "";
  if (type === "BigInteger") return signed(sign + abs(whole).toString(radix), whole < 0n, parsed);
  if (/[+ (,]/.test(flags)) throw exception("util.FormatFlagsConversionMismatchException");
  const bits = { Byte: 8, Short: 16, Integer: 32, Long: 64 }[type];
  const digits = BigInt.asUintN(bits, whole).toString(radix);
  const zeros = flags.includes("0") ? Math.max(0, (parsed.width ?? 0) - digits.length - sign.length) : 0;
  return pad(sign + "0".repeat(zeros) + digits, parsed);
}

function floating(parsed: Specifier, value: JavaDouble | JavaDecimal): string {
  const { conversion, precision = 6 } = parsed;
  if (value instanceof JavaDouble && !Number.isFinite(value.value)) {
    const plain = { ...parsed, flags: parsed.flags.replace("0", "") };
    return signed(Number.isNaN(value.value) ? "NaN" : "Infinity", value.value < 0, plain);
  }
  const isNegative = value instanceof JavaDouble ? value.value < 0 || Object.is(value.value, -0) : value.unscaled < 0n;
  const exact = digitsOf(value);
  switch (conversion) {
    case "f":
      return signed(group(fixed(exact, precision), parsed.flags), isNegative, parsed);
    case "e":
    case "E":
      return signed(scientific(exact, precision), isNegative, parsed);
    default: {
      const digits = precision === 0 ? 1 : precision;
      const rounded = round(exact, digits);
      const magnitude = rounded.digits === "" ? 0 : rounded.point - 1;
      if (rounded.digits !== "" && (magnitude < -4 || magnitude >= digits)) {
        return signed(scientific(exact, digits - 1), isNegative, parsed);
      }
      return signed(group(fixed(exact, digits - 1 - magnitude), parsed.flags), isNegative, parsed);
    }
  }
}

interface Exact {
  readonly digits: string;
  readonly point: number;
}

/** The digits that are rounded: those Java writes of a Double, all of a BigDecimal; none for zero. */
function digitsOf(value: JavaDouble | JavaDecimal): Exact {
  if (value instanceof JavaDecimal) {
    const digits = String(abs(value.unscaled));
    return value.unscaled === 0n ? { digits: "", point: 0 } : { digits, point: digits.length - value.scale };
  }
  if (value.value === 0) return { digits: "", point: 0 };
  return doubleDigits(Math.abs(value.value), value instanceof JavaFloat);
}

/** Rounded to a count of digits, half up. */
function round({ digits, point }: Exact, count: number): Exact {
  if (digits.length <= count) return { digits, point };
  if (count < 0) return { digits: "", point };
  const isUp = (digits[count] ?? "0") >= "5";
  const kept = digits.slice(0, count);
  if (!isUp) return { digits: kept, point };
  return count === 0 ? { digits: "1", point: point + 1 } : roundUp(kept, point);
}

function fixed(exact: Exact, precision: number): string {
  const { digits, point } = round(exact, exact.point + precision);
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, "0") : "";
  const fraction = ("0".repeat(Math.max(0, -point)) + digits.slice(Math.max(0, point))).padEnd(precision, "0");
  return `${whole || "0"}${precision > 0 ? `.${fraction.slice(0, precision)}` : ""}`;
}

function scientific(exact: Exact, precision: number): string {
  const { digits, point } = round(exact, precision + 1);
  const exponent = digits === "" ? 0 : point - 1;
  const padded = digits.padEnd(precision + 1, "0");
  const mantissa = precision > 0 ? `${padded[0]}.${padded.slice(1)}` : (padded[0] ?? "0");
  return `${mantissa}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

function group(digits: string, flags: string): string {
  if (!flags.includes(",")) return digits;
  const [whole = "", fraction] = digits.split(".");
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** A number with its sign, filled with zeros where the flags say so. */
function signed(digits: string, isNegative: boolean, parsed: Specifier): string {
  const { flags, width = 0 } = parsed;
  const before = isNegative
    ? flags.includes("(")
      ? "("
      : "-"
    : flags.includes("+")
      ? "+"
      : flags.includes(" ")
        ? " "
        : "";
  const after = isNegative && flags.includes("(") ? ")" : "";
  const zeros = flags.includes("0") ? Math.max(0, width - digits.length - before.length - after.length) : 0;
  return pad(`${before}${"0".repeat(zeros)}${digits}${after}`, parsed);
}

function pad(text: string, { flags, width = 0 }: Specifier): string {
  return flags.includes("-") ? text.padEnd(width) : text.padStart(width);
}
