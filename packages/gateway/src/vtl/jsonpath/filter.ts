import { compareNumbers } from "../arithmetic.ts";
import { javaEquals } from "../equality.ts";
import { matches } from "../java-regex.ts";
import { parseJson } from "../json-parse.ts";
import { print } from "../print.ts";
import { isNumber, type Value } from "../values.ts";
import { closingBracket, closingQuote, compilePath, invalidPath } from "./compile.ts";
import { readPath } from "./evaluate.ts";
import type { Filter } from "./path.ts";

/** A side of a comparison; undefined when it is a path that leads nowhere. */
type Operand = (item: Value, document: Value) => Value | undefined;

type Comparison = (left: Value | undefined, right: Value | undefined) => boolean;

interface Reader {
  readonly text: string;
  readonly source: string;
  at: number;
}

/**
 * Compiles the condition of a filter, `@.price < 10 && @.category == 'fiction'`.
 * @throws TemplateError when it cannot be read
 */
export function compileFilter(condition: string, source: string): Filter {
  const reader: Reader = { text: condition, source, at: 0 };
  const filter = readOr(reader);
  skipBlanks(reader);
  if (reader.at < condition.length) throw invalidPath(source, `cannot read ${condition.slice(reader.at)}`);
  return filter;
}

function skipBlanks(reader: Reader): void {
  while (/\s/.test(reader.text[reader.at] ?? "")) reader.at++;
}

function take(reader: Reader, token: string): boolean {
  skipBlanks(reader);
  if (!reader.text.startsWith(token, reader.at)) return false;
  reader.at += token.length;
  return true;
}

function readOr(reader: Reader): Filter {
  const parts = [readAnd(reader)];
  while (take(reader, "||")) parts.push(readAnd(reader));
  return (item, document) => parts.some((part) => part(item, document));
}

function readAnd(reader: Reader): Filter {
  const parts = [readNot(reader)];
  while (take(reader, "&&")) parts.push(readNot(reader));
  return (item, document) => parts.every((part) => part(item, document));
}

function readNot(reader: Reader): Filter {
  if (take(reader, "!")) {
    const negated = readNot(reader);
    return (item, document) => !negated(item, document);
  }
  if (!take(reader, "(")) return readComparison(reader);
  const inner = readOr(reader);
  if (!take(reader, ")")) throw invalidPath(reader.source, "a parenthesis is not closed");
  return inner;
}

function readComparison(reader: Reader): Filter {
  const left = readOperand(reader);
  skipBlanks(reader);
  const operator = /^(?:===|!==|==|!=|=~|<=|>=|<|>|[A-Za-z]+)/.exec(reader.text.slice(reader.at))?.[0];
  if (operator === undefined) return (item, document) => left(item, document) !== undefined;
  const compare = comparisons.get(operator.toUpperCase());
  if (!compare) throw invalidPath(reader.source, `filter operator ${operator} is not supported`);
  reader.at += operator.length;
  const right = readOperand(reader);
  return (item, document) => compare(left(item, document), right(item, document));
}

function readOperand(reader: Reader): Operand {
  skipBlanks(reader);
  const { text, at, source } = reader;
  const first = text[at] ?? "";
  if (first === "@" || first === "$") {
    reader.at = endOfPath(text, at);
    const path = compilePath(text.slice(at, reader.at));
    return (item, document) => readPath(path, first === "@" ? item : document, document);
  }
  if (first === "/") {
    const end = /^\/(?:[^/\\]|\\.)*\/([a-z]*)/.exec(text.slice(at));
    if (!end) throw invalidPath(source, "a pattern is not closed");
    reader.at += end[0].length;
    const pattern = end[0].slice(1, end[0].length - 1 - (end[1] as string).length);
    const flagged = end[1] ? `(?${end[1]})${pattern}` : pattern;
    return () => flagged;
  }
  if (first === "'" || first === '"') reader.at = closingQuote(text, at) + 1;
  else if (first === "[" || first === "{") reader.at = closingBracket(text, at) + 1 || text.length;
  else reader.at += /^[-+.\w]*/.exec(text.slice(at))?.[0].length ?? 0;
  if (reader.at === at) throw invalidPath(source, `cannot read ${text.slice(at)}`);
  const value = parseJson(text.slice(at, reader.at));
  return () => value;
}

function endOfPath(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && !/[\s<>=!&|)~,]/.test(text[at] as string)) {
    at = "[(".includes(text[at] as string) ? closingBracket(text, at) + 1 || text.length : at + 1;
  }
  return at;
}

/** Numbers and texts are equal when they look alike, as Jayway has it; a path that leads nowhere equals nothing. */
function equal(left: Value | undefined, right: Value | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right) === 0;
  if ((isNumber(left) && typeof right === "string") || (typeof left === "string" && isNumber(right))) {
    return print(left) === print(right);
  }
  return javaEquals(left, right);
}

function ordered(accepts: (order: number) => boolean): Comparison {
  return (left, right) => {
    if (isNumber(left) && isNumber(right)) return accepts(compareNumbers(left, right));
    return typeof left === "string" && typeof right === "string" && accepts(left < right ? -1 : left > right ? 1 : 0);
  };
}

function items(value: Value | undefined): readonly Value[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

function includes(list: readonly Value[] | undefined, value: Value | undefined): boolean {
  return list?.some((item) => equal(item, value)) ?? false;
}

function size(value: Value | undefined): number {
  return Array.isArray(value) || typeof value === "string" ? value.length : -1;
}

function contains(left: Value | undefined, right: Value | undefined): boolean {
  return typeof left === "string" ? typeof right === "string" && left.includes(right) : includes(items(left), right);
}

function matchesPattern(left: Value | undefined, pattern: Value | undefined): boolean {
  const texts = items(left) ?? [left];
  return texts.some((text) => text !== undefined && matches(print(text) ?? "", pattern as string));
}

const comparisons: ReadonlyMap<string, Comparison> = new Map<string, Comparison>([
  ["==", equal],
  ["===", equal],
  ["!=", (left, right) => !equal(left, right)],
  ["!==", (left, right) => !equal(left, right)],
  ["<", ordered((order) => order < 0)],
  ["<=", ordered((order) => order <= 0)],
  [">", ordered((order) => order > 0)],
  [">=", ordered((order) => order >= 0)],
  ["=~", matchesPattern],
  ["IN", (left, right) => includes(items(right), left)],
  ["NIN", (left, right) => !includes(items(right), left)],
  ["SUBSETOF", (left, right) => items(left)?.every((item) => includes(items(right), item)) ?? false],
  ["ANYOF", (left, right) => items(left)?.some((item) => includes(items(right), item)) ?? false],
  ["NONEOF", (left, right) => !(items(left)?.some((item) => includes(items(right), item)) ?? true)],
  ["ALL", (left, right) => items(right)?.every((item) => includes(items(left), item)) ?? false],
  ["CONTAINS", contains],
  ["SIZE", (left, right) => size(left) === right],
  ["EMPTY", (left, right) => size(left) >= 0 && (size(left) === 0) === right],
]);
