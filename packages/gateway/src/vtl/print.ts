import type { Reference } from "./ast.ts";
import { ContextMap } from "./context.ts";
import { jsonText, numberText } from "./json-text.ts";
import { boundText } from "./limits.ts";
import { isHostObject, JavaArray, JavaChar, JavaInteger, JsonList, type Value } from "./values.ts";

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
  // A Long, the usual result of arithmetic, is none of the many classes below.
  if (value instanceof JavaInteger) return String(value.value);
  if (value instanceof JsonList) return jsonText(value, true);
  if (value instanceof ContextMap) return "";
  if (!Array.isArray(value) && !(value instanceof Map)) {
    if (isHostObject(value)) return value.print();
    return value instanceof JavaChar ? value.text : numberText(value);
  }
  const known = texts?.get(value);
  if (known !== undefined) return known;
  const inner = texts ?? new Map();
  const text = Array.isArray(value) ? printList(value, inner) : printMap(value, inner);
  inner.set(value, text);
  return text;
}

/** The text of a value that is part of another's or a method's argument: `null` where `toString` gives null. */
export function textOf(value: Value, texts?: Printed): string {
  return print(value, texts) ?? "null";
}

function printList(list: readonly Value[], texts: Printed): string {
  // Java prints an array's type and the hash of its identity.
  if (list instanceof JavaArray) return `${list.type}@1b6d3586`;
  let text = "[";
  for (let index = 0; index < list.length; index++) {
    const item = list[index] ?? null;
    text = boundText(`${text}${index ? ", " : ""}${item === list ? "(this Collection)" : textOf(item, texts)}`);
  }
  return `${text}]`;
}

function printMap(map: ReadonlyMap<Value, Value>, texts: Printed): string {
  let text = "{";
  for (const [key, value] of map) {
    const item = value === map ? "(this Map)" : textOf(value, texts);
    text = boundText(`${text}${text === "{" ? "" : ", "}${textOf(key, texts)}=${item}`);
  }
  return `${text}}`;
}

/** What is printed before a reference's value, and what is printed instead of both when the value has no text. */
export function surroundings({ backslashes, prefix, literal }: Reference): { before: string; without: string } {
  const before = backslashes + prefix;
  // Velocity doubles the backslashes before a definition that is too deep in itself.
  return { before, without: backslashes + before + literal };
}
