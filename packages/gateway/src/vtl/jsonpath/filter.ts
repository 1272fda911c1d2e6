import { parseJson } from "../json-parse.ts";
import { Characters } from "./characters.ts";
import { leadsSomewhere, readPathFrom } from "./evaluate.ts";
import { type Node, nodeOf, numberNode, stringNode } from "./nodes.ts";
import { type Operator, operators } from "./operators.ts";
import { type Filter, InvalidPath, type JsonPath, PathNotFound } from "./path.ts";

/** A side of a comparison. */
type Operand = { readonly node: Node } | { readonly path: JsonPath; readonly negated: boolean };

interface Reader {
  readonly filter: Characters;
  readonly compile: (source: string) => JsonPath;
}

/**
 * Compiles a filter, `[?(@.price < 10 && @.category == 'fiction')]`, as Jayway's FilterCompiler does; `compile` reads the
 * paths in it.
 * https://github.com/json-path/JsonPath/blob/json-path-2.9.0/json-path/src/main/java/com/jayway/jsonpath/internal/filter/FilterCompiler.java
 * @throws TemplateError when it cannot be read
 */
export function compileFilter(source: string, compile: Reader["compile"]): Filter {
  const filter = new Characters(source).trim();
  filter.position++;
  filter.end--;
  filter.trim();
  filter.position++;
  filter.trim();
  if (filter.current() !== "(" || filter.at(filter.end) !== ")") throw new InvalidPath(`${source} is not [?(…)]`);
  const accepts = readOr({ filter, compile });
  filter.skipBlanks();
  if (filter.inBounds()) throw new InvalidPath(`cannot read ${filter.slice(filter.position, filter.end + 1)}`);
  return (item, document) => {
    try {
      return accepts(item, document);
    } catch (error) {
      if (error instanceof InvalidPath) return false;
      throw error;
    }
  };
}

function readOr(reader: Reader): Filter {
  const parts = [readAnd(reader)];
  while (tookOr(reader, "||")) parts.push(readAnd(reader));
  const only = parts.length === 1 ? parts[0] : undefined;
  return only ?? ((item, document) => parts.some((part) => part(item, document)));
}

function readAnd(reader: Reader): Filter {
  const parts = [readPart(reader)];
  while (tookOr(reader, "&&")) parts.push(readPart(reader));
  const only = parts.length === 1 ? parts[0] : undefined;
  return only ?? ((item, document) => parts.every((part) => part(item, document)));
}

/** Takes an operator, or nothing, no blanks either. */
function tookOr({ filter }: Reader, token: string): boolean {
  const start = filter.position;
  if (filter.take(token)) return true;
  filter.position = start;
  return false;
}

function readPart(reader: Reader): Filter {
  const { filter } = reader;
  const start = filter.skipBlanks().position;
  if (filter.current() === "!") {
    filter.position++;
    const next = filter.skipBlanks().current();
    if (next !== "$" && next !== "@") {
      const negated = readPart(reader);
      return (item, document) => !negated(item, document);
    }
    filter.position = start;
  }
  if (filter.skipBlanks().current() !== "(") return readComparison(reader);
  filter.position++;
  const inner = readOr(reader);
  if (filter.skipBlanks().current() !== ")") throw new InvalidPath("expected )");
  filter.position++;
  return inner;
}

/** `left operator right`, or a path that must, or with `!` must not, lead somewhere. */
function readComparison(reader: Reader): Filter {
  const { filter, compile } = reader;
  const left = readOperand(reader);
  const start = filter.position;
  try {
    const operator = readOperator(reader);
    return comparison(left, operator, readOperand(reader), compile);
  } catch (error) {
    if (!(error instanceof InvalidPath)) throw error;
    filter.position = start;
  }
  if ("node" in left) throw new InvalidPath("expected a path");
  const { path, negated } = left;
  return (item, document) => leadsSomewhere(path, item, document) !== negated;
}

function comparison(left: Operand, operator: Operator, right: Operand, compile: Reader["compile"]): Filter {
  return (item, document) =>
    operator(nodeOfOperand(left, item, document), nodeOfOperand(right, item, document), compile);
}

function nodeOfOperand(operand: Operand, item: Parameters<Filter>[0], document: Parameters<Filter>[1]): Node {
  if ("node" in operand) return operand.node;
  const { path } = operand;
  try {
    return nodeOf(readPathFrom(path, path.fromRoot ? document : item, document));
  } catch (error) {
    if (error instanceof PathNotFound) return { type: "undefined" };
    throw error;
  }
}

function readOperator({ filter }: Reader): Operator {
  const start = filter.skipBlanks().position;
  const isSign = isOperatorSign(filter.current());
  while (filter.inBounds() && (isSign ? isOperatorSign(filter.current()) : filter.current() !== " ")) filter.position++;
  const name = filter.slice(start, filter.position);
  const operator = operators.get(name.toUpperCase());
  if (!operator) throw new InvalidPath(`filter operator ${name} is not supported`);
  return operator;
}

function isOperatorSign(character: string): boolean {
  return "<>=~!".includes(character);
}

function readOperand(reader: Reader): Operand {
  const { filter } = reader;
  const first = filter.skipBlanks().current();
  switch (first) {
    case "$":
    case "@":
      return readPath(reader);
    case "!":
      filter.position++;
      if (!"$@".includes(filter.skipBlanks().current())) throw new InvalidPath("no ! may be here");
      return readPath(reader);
    case "'":
    case '"':
      return {
        node: stringNode(readTo(filter, filter.unescaped(filter.position, first), `no ${first} closes the text`)),
      };
    case "t":
    case "f":
      return { node: { type: "boolean", value: readWord(filter, first === "t" ? "true" : "false") === "true" } };
    case "n":
      readWord(filter, "null");
      return { node: { type: "null" } };
    case "[":
    case "{": {
      const close = filter.closing(filter.position, first, first === "[" ? "]" : "}", false);
      const text = readTo(filter, close, `${first} is not closed`);
      return { node: { type: "json", value: parseJson(text), text } };
    }
    case "/":
      return { node: { type: "pattern", source: readPattern(filter) } };
    default:
      return { node: readNumber(filter) };
  }
}

function readTo(filter: Characters, close: number, problem: string): string {
  if (close < 0) throw new InvalidPath(problem);
  const text = filter.slice(filter.position, close + 1);
  filter.position = close + 1;
  return text;
}

function readWord(filter: Characters, word: string): string {
  if (!filter.inBounds(filter.position + word.length - 1) || !filter.text.startsWith(word, filter.position)) {
    throw new InvalidPath(`expected ${word}`);
  }
  filter.position += word.length;
  return word;
}

function readNumber(filter: Characters): Node {
  const start = filter.position;
  while (filter.inBounds() && /[\d.eE-]/.test(filter.current())) filter.position++;
  return numberNode(filter.slice(start, filter.position));
}

/** Java's flags of patterns, as `/…/flags` has them. */
function readPattern(filter: Characters): string {
  const start = filter.position;
  const close = filter.unescaped(start, "/");
  if (close < 0) throw new InvalidPath("a pattern is not closed");
  let end = close + 1;
  while (filter.inBounds(end) && /[dixmsuU]/.test(filter.at(end))) end++;
  filter.position = end;
  const flags = filter.slice(close + 1, end);
  return `${flags && `(?${flags})`}${filter.slice(start + 1, close)}`;
}

function readPath({ filter, compile }: Reader): Operand {
  const negated = filter.previousSignificant().character === "!";
  const start = filter.position;
  filter.position++;
  while (filter.inBounds()) {
    if (filter.current() === "[") {
      const close = filter.closing(filter.position, "[", "]", false);
      if (close < 0) throw new InvalidPath("a bracket is not closed");
      filter.position = close + 1;
    }
    const character = filter.current();
    const isEnd = character === ")" && !closesFunction(filter, start);
    if (!filter.inBounds() || isOperatorSign(character) || character === " " || isEnd) break;
    filter.position++;
  }
  return { path: compile(filter.slice(start, filter.position)), negated };
}

/** Whether a `)` closes the parentheses of a function without arguments, and not the filter's. */
function closesFunction(filter: Characters, start: number): boolean {
  const { character, index } = filter.previousSignificant();
  if (character !== "(") return false;
  for (let at = index - 1; filter.inBounds(at) && at > start; at--) if (filter.at(at) === ".") return true;
  return false;
}
