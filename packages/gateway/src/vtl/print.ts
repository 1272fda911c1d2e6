import { ContextMap } from "./context.ts";
import { jsonText } from "./json-text.ts";
import { boundText } from "./limits.ts";
import { JavaDouble, JsonList, type Value } from "./values.ts";

/** The texts of lists and maps printed so far: one that is in many places must not take time for each. */
type Printed = Map<Value, string>;

/**
 * The text a value prints as, which is Java's `toString`; null when that is null.
 * @throws TemplateError when the text grows past the limit
 */
export function print(value: Value, texts?: Printed): string | null {
  if (typeof value === "string") return value;
  if (value === null) return "null";
  if (typeof value !== "object") return String(value);
  if (value instanceof JavaDouble) return value.digits ?? printDouble(value.value);
  if (value instanceof JsonList) return jsonText(value, true);
  if (value instanceof ContextMap) return "";
  if (!Array.isArray(value) && !(value instanceof Map)) return value.print();
  const known = texts?.get(value);
  if (known !== undefined) return known;
  const inner = texts ?? new Map();
  const text = Array.isArray(value) ? printList(value, inner) : printMap(value, inner);
  inner.set(value, text);
  return text;
}

function printed(value: Value, texts: Printed): string {
  return print(value, texts) ?? "null";
}

function printList(list: readonly Value[], texts: Printed): string {
  let text = "[";
  for (let index = 0; index < list.length; index++) {
    const item = list[index] as Value;
    text = boundText(`${text}${index ? ", " : ""}${item === list ? "(this Collection)" : printed(item, texts)}`);
  }
  return `${text}]`;
}

function printMap(map: ReadonlyMap<Value, Value>, texts: Printed): string {
  let text = "{";
  for (const [key, value] of map) {
    const item = value === map ? "(this Map)" : printed(value, texts);
    text = boundText(`${text}${text === "{" ? "" : ", "}${printed(key, texts)}=${item}`);
  }
  return `${text}}`;
}

/** As `Double.toString`: `2.0`, `0.05`, `1.0E10`. */
export function printDouble(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const magnitude = Math.abs(value);
  if (magnitude >= 1e-3 && magnitude < 1e7) {
    const text = String(value);
    return text.includes(".") ? text : `${text}.0`;
  }
  const [digits, exponent] = value.toExponential().split("e") as [string, string];
  return `${digits.includes(".") ? digits : `${digits}.0`}E${Number(exponent)}`;
}
