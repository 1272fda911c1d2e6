import { castNumber } from "../arithmetic.ts";
import { compareDecimals } from "../decimal.ts";
import { javaEquals } from "../equality.ts";
import { TemplateError } from "../errors.ts";
import { matches } from "../java-regex.ts";
import { textOf } from "../print.ts";
import { equalNodes, expected, itemsOfNode, type Node } from "./nodes.ts";
import type { JsonPath } from "./path.ts";

/** Decides a comparison; `compile` reads the paths that texts in lists are. */
export type Operator = (left: Node, right: Node, compile: (source: string) => JsonPath) => boolean;

type Compile = Parameters<Operator>[2];

/** `==`: JSON by its value, but for JSON that is written on the left. */
function equal(left: Node, right: Node): boolean {
  if (left.type !== "json" || right.type !== "json") return equalNodes(left, right);
  return left === right || (left.text === undefined && javaEquals(left.value, right.value));
}

function ordered(accepts: (order: number) => boolean): Operator {
  return (left, right) => {
    if (left.type === "number" && right.type === "number") return accepts(compareDecimals(left.value, right.value));
    if (left.type !== "string" || right.type !== "string") return false;
    return accepts(left.value < right.value ? -1 : left.value > right.value ? 1 : 0);
  };
}

/** The items of a list; undefined of other JSON. @throws InvalidPath of anything else */
function listOf(node: Node, compile: Compile): readonly Node[] | undefined {
  if (node.type !== "json") throw expected("a list of values");
  return itemsOfNode(node, compile);
}

function isIn(left: Node, right: Node, compile: Compile): boolean {
  return listOf(right, compile)?.some((item) => equalNodes(left, item)) ?? false;
}

/** Compares two lists item by item; false where either is other JSON. */
function ofLists(accepts: (left: readonly Node[], right: readonly Node[]) => boolean): Operator {
  return (left, right, compile) => {
    const second = listOf(right, compile);
    const first = second && listOf(left, compile);
    return first !== undefined && second !== undefined && accepts(first, second);
  };
}

function contains(left: Node, right: Node, compile: Compile): boolean {
  if (left.type === "string" && right.type === "string") return left.value.includes(right.value);
  return itemsOfNode(left, compile)?.some((item) => equalNodes(right, item)) ?? false;
}

function matchesPattern(left: Node, right: Node, compile: Compile): boolean {
  if ((left.type === "pattern") === (right.type === "pattern")) return false;
  const [pattern, other] = left.type === "pattern" ? [left, right] : [right, left];
  if (pattern.type !== "pattern") return false;
  const texts = itemsOfNode(other, compile) ?? [other];
  return texts.some((node) => matches(inputOf(node), pattern.source));
}

function inputOf(node: Node): string {
  if (node.type === "number") return textOf(node.value);
  return node.type === "string" || node.type === "boolean" ? String(node.value) : "";
}

function hasSize(left: Node, right: Node): boolean {
  if (right.type !== "number") return false;
  const size = castNumber(right.value, "Integer");
  if (left.type === "string") return left.value.length === size;
  return left.type === "json" && (Array.isArray(left.value) ? left.value.length : -1) === size;
}

function isEmpty(left: Node, right: Node): boolean {
  if (left.type !== "string" && left.type !== "json") return false;
  if (left.type === "json" && left.value instanceof Map) {
    throw new TemplateError("evaluation", "java.lang.ClassCastException: an object is not a list");
  }
  if (right.type !== "boolean") throw expected("true or false");
  const { value } = left;
  return ((Array.isArray(value) || typeof value === "string") && value.length > 0) !== right.value;
}

function never(type: string): Operator {
  return () => {
    throw expected(type);
  };
}

/**
 * The operators of filters, as Jayway decides them: `ALL`, `TYPE` and `MATCHES` accept nothing that a path can say.
 * https://github.com/json-path/JsonPath/blob/json-path-2.9.0/json-path/src/main/java/com/jayway/jsonpath/internal/filter/EvaluatorFactory.java
 */
export const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ["==", equal],
  ["===", (left, right) => left.type === right.type && equal(left, right)],
  ["!=", (left, right) => !equal(left, right)],
  ["!==", (left, right) => left.type !== right.type || !equal(left, right)],
  ["<", ordered((order) => order < 0)],
  ["<=", ordered((order) => order <= 0)],
  [">", ordered((order) => order > 0)],
  [">=", ordered((order) => order >= 0)],
  ["=~", matchesPattern],
  ["IN", isIn],
  ["NIN", (left, right, compile) => !isIn(left, right, compile)],
  ["SUBSETOF", ofLists((left, right) => left.every((item) => right.some((other) => equalNodes(item, other))))],
  ["ANYOF", ofLists((left, right) => left.some((item) => right.some((other) => equalNodes(item, other))))],
  ["NONEOF", ofLists((left, right) => !left.some((item) => right.some((other) => equalNodes(item, other))))],
  ["CONTAINS", contains],
  ["SIZE", hasSize],
  ["EMPTY", isEmpty],
  ["ALL", never("a list of values")],
  ["TYPE", never("a class")],
  ["MATCHES", never("a predicate")],
]);
