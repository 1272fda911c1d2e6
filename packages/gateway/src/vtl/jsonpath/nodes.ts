import { compareDecimals, parseDecimal } from "../decimal.ts";
import { javaEquals } from "../equality.ts";
import { TemplateError } from "../errors.ts";
import { parseJson } from "../json-parse.ts";
import { textOf } from "../print.ts";
import { isNumber, type JavaDecimal, type Value } from "../values.ts";
import { readEscapes } from "./characters.ts";
import { InvalidPath, type JsonPath } from "./path.ts";

/**
 * A side of a comparison in a filter, once it has a value: what Jayway calls a ValueNode. `undefined` is a path that leads
 * nowhere; `text` of JSON is what is written in the filter, which equals nothing as a left side.
 */
export type Node =
  | { readonly type: "undefined" }
  | { readonly type: "null" }
  | { readonly type: "boolean"; readonly value: boolean }
  | { readonly type: "number"; readonly value: JavaDecimal }
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "pattern"; readonly source: string }
  | { readonly type: "json"; readonly value: Value; readonly text: string | undefined }
  /** A text in a list that reads as a path: equals nothing. */
  | { readonly type: "path" };

/** The node of a value that a path leads to. */
export function nodeOf(value: Value | undefined): Node {
  if (value === undefined) return { type: "undefined" };
  if (value === null) return { type: "null" };
  if (typeof value === "string") return { type: "string", value };
  if (typeof value === "boolean") return { type: "boolean", value };
  if (isNumber(value)) return numberNode(textOf(value));
  if (Array.isArray(value) || value instanceof Map) return { type: "json", value, text: undefined };
  throw new TemplateError("evaluation", `Could not convert ${textOf(value)} to a value of a filter`);
}

/** @throws TemplateError when the text is not a number */
export function numberNode(text: string): Node {
  const value = decimal(text);
  if (!value) throw new TemplateError("evaluation", `${JSON.stringify(text)} is not a number`);
  return { type: "number", value };
}

function decimal(text: string): JavaDecimal | undefined {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? parseDecimal(text) : undefined;
}

/** A text as it is in a filter or list: quotes around it are dropped, and what is escaped in it is read. */
export function stringNode(text: string): Node {
  if (text.length < 2) return { type: "string", value: text };
  const quote = text.charAt(0);
  const isQuoted = (quote === "'" || quote === '"') && text.endsWith(quote);
  return { type: "string", value: readEscapes(isQuoted ? text.slice(1, -1) : text) };
}

/** The nodes of a list; undefined of anything else. */
export function itemsOfNode(node: Node, compile: (source: string) => JsonPath): readonly Node[] | undefined {
  if (node.type !== "json" || !Array.isArray(node.value)) return undefined;
  return [...node.value].map((item) => itemNode(item, compile));
}

/** A text in a list is read again: as a path, or as JSON. */
function itemNode(item: Value, compile: (source: string) => JsonPath): Node {
  if (typeof item !== "string") {
    if (Array.isArray(item) || item instanceof Map) {
      throw new TemplateError("evaluation", "A list of lists or objects is no list of values");
    }
    return nodeOf(item);
  }
  const text = item.trim();
  if (/^[$@]/.test(text) && isValid(() => compile(text))) return { type: "path" };
  const isJson = text.length > 1 && /^(?:\[.*\]|\{.*\})$/s.test(text);
  if (isJson && isValid(() => parseJson(text))) return { type: "json", value: parseJson(text), text: item };
  return stringNode(item);
}

function isValid(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (error instanceof TemplateError) return false;
    throw error;
  }
}

/** `equals` of Jayway's nodes: texts and numbers are equal when they look alike, JSON written in the filter as text only. */
export function equalNodes(left: Node, right: Node): boolean {
  switch (left.type) {
    case "null":
      return right.type === "null";
    case "boolean":
      return right.type === "boolean" && left.value === right.value;
    case "string":
      if (right.type === "number") return left.value === textOf(right.value);
      return right.type === "string" && left.value === right.value;
    case "number": {
      const other = right.type === "string" ? decimal(right.value) : right.type === "number" ? right.value : undefined;
      return other !== undefined && compareDecimals(left.value, other) === 0;
    }
    case "json":
      if (right.type !== "json") return false;
      if (left.text !== undefined || right.text !== undefined) return left.text === right.text;
      return javaEquals(left.value, right.value);
    case "pattern":
      return left === right;
    default:
      return false;
  }
}

/** The error of a value of the wrong type in a filter: the item is left out. */
export function expected(type: string): InvalidPath {
  return new InvalidPath(`expected ${type}`);
}
