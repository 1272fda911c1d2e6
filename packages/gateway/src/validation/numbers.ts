import { compareDecimals, type Decimal, decimalText, isMultiple, readDecimal } from "./decimal.ts";
import { numberOf, valueText } from "./json-equality.ts";
import { INTEGER, kindOf, sourceOf } from "./json-tape.ts";
import { type Check, fail } from "./run.ts";
import { type JsonObject, numberAt, own } from "./schema-syntax.ts";

// Keywords about numbers.

/** Characters of a number without an exponent that a double tells from all others of as many. */
const EXACT_CHARACTERS = 15;

const isShort = (source: string) => source.length <= EXACT_CHARACTERS && !/e/i.test(source);

export function numericLimit(schema: JsonObject, keyword: "minimum" | "maximum"): Check {
  const limit = numberAt(schema, keyword);
  const source = String(limit);
  const decimal = readDecimal(source);
  const sign = keyword === "minimum" ? -1 : 1;
  const isExclusive = own(schema, keyword === "minimum" ? "exclusiveMinimum" : "exclusiveMaximum") === true;
  const isLimitShort = isShort(source);
  return (run, at) => {
    const written = sourceOf(run.tape, at);
    const difference =
      isLimitShort && isShort(written) ? Number(written) - limit : compareDecimals(numberOf(run.tape, at), decimal);
    const beyond = sign * difference;
    if (beyond < 0 || (beyond === 0 && !isExclusive)) return;
    fail(run, () =>
      limitMessage(keyword, limitText(source, decimal), beyond > 0 ? valueText(run.tape, at) : undefined),
    );
  };
}

function limitMessage(keyword: "minimum" | "maximum", limit: string, found: string | undefined): string {
  const [bound, strictly] = keyword === "minimum" ? ["lower", "greater"] : ["greater", "lower"];
  if (found === undefined) return `numeric instance is not strictly ${strictly} than the required ${keyword} ${limit}`;
  return `numeric instance is ${bound} than the required ${keyword} (${keyword}: ${limit}, found: ${found})`;
}

/** A number of a schema as the Java validator prints it: an integer with all its digits. */
function limitText(source: string, decimal: Decimal): string {
  return Number.isInteger(Number(source)) && !source.includes("e") ? `${Number(source)}` : decimalText(decimal);
}

export function multipleOf(schema: JsonObject): Check {
  const divisor = numberAt(schema, "multipleOf");
  const decimal = readDecimal(String(divisor));
  const shown = limitText(String(divisor), decimal);
  const isSmallInteger = Number.isSafeInteger(divisor);
  return (run, at) => {
    const isQuick = isSmallInteger && kindOf(run.tape, at) === INTEGER && isShort(sourceOf(run.tape, at));
    const isRight = isQuick
      ? Number(sourceOf(run.tape, at)) % divisor === 0
      : isMultiple(numberOf(run.tape, at), decimal);
    if (!isRight) fail(run, () => `remainder of division is not zero (${valueText(run.tape, at)} / ${shown})`);
  };
}
