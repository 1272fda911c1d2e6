import { ContextMap } from "./context.ts";
import { jsonText } from "./json-text.ts";
import { boundText } from "./limits.ts";
import { JavaDouble, JsonList, type Value } from "./values.ts";

/**
 * The text a value prints as, which is Java's `toString`; null when that is null.
 * @throws TemplateError when the text grows past the limit
 */
export function print(value: Value): string | null {
  if (typeof value === "string") return value;
  if (value === null) return "null";
  if (typeof value !== "object") return String(value);
  if (value instanceof JavaDouble) return printDouble(value.value);
  if (value instanceof JsonList) return jsonText(value, true);
  if (Array.isArray(value)) return printList(value);
  if (value instanceof ContextMap) return "";
  if (value instanceof Map) return printMap(value);
  return value.print();
}

/** As `print`, with Java's `String.valueOf(null)` where there is no text. */
export function printed(value: Value): string {
  return print(value) ?? "null";
}

function printList(list: readonly Value[]): string {
  let text = "[";
  for (let index = 0; index < list.length; index++) {
    text = boundText(
      `${text}${index ? ", " : ""}${list[index] === list ? "(this Collection)" : printed(list[index] as Value)}`,
    );
  }
  return `${text}]`;
}

function printMap(map: ReadonlyMap<Value, Value>): string {
  let text = "{";
  for (const [key, value] of map) {
    text = boundText(
      `${text}${text === "{" ? "" : ", "}${printed(key)}=${value === map ? "(this Map)" : printed(value)}`,
    );
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
