import { remembered } from "../../remembered.ts";
import { TemplateError } from "../errors.ts";
import { Characters, readEscapes } from "./characters.ts";
import { compileFilter } from "./filter.ts";
import { type FunctionArgument, InvalidPath, isDefinite, type JsonPath, type PathStep, propertiesOf } from "./path.ts";

const cache = new Map<string, JsonPath>();
const CACHE_SIZE = 1000;

/**
 * Compiles a path of Jayway's JsonPath 2.9, which reads it character by character, and so does this.
 * https://github.com/json-path/JsonPath/blob/json-path-2.9.0/json-path/src/main/java/com/jayway/jsonpath/internal/path/PathCompiler.java
 * @throws TemplateError when it is not a path
 */
export function compilePath(source: string): JsonPath {
  return remembered(cache, CACHE_SIZE, source, parsePath);
}

function parsePath(source: string): JsonPath {
  try {
    const isContext = source.startsWith("$") || source.startsWith("@");
    if (source === "") throw new InvalidPath("it is empty");
    const characters = new Characters(isContext ? source : `$.${source}`).trim();
    if (characters.at(characters.end) === ".") throw new InvalidPath("it must not end in a dot");
    return readPath(characters);
  } catch (error) {
    if (error instanceof InvalidPath || !(error instanceof TemplateError)) throw error;
    throw new InvalidPath(error.message);
  }
}

function readPath(path: Characters): JsonPath {
  while (path.inBounds() && /[ \t\r\n]/.test(path.current())) path.position++;
  const root = path.current();
  if (root !== "$" && root !== "@") throw new InvalidPath("it must begin with $ or @");
  const steps: PathStep[] = [];
  if (!path.isTail()) {
    path.position++;
    if (path.current() !== "." && path.current() !== "[")
      throw new InvalidPath(`expected a dot or bracket after ${root}`);
    do readStep(path, steps);
    while (!path.isTail());
  }
  return turned(pathOf(steps, root === "$"));
}

function pathOf(steps: readonly PathStep[], fromRoot: boolean): JsonPath {
  const last = steps.length - 1;
  const definite = steps.every((step, index) => isDefinite(step, index === last));
  return { steps, definite, direct: definite && steps.every(isDirect), fromRoot };
}

function isDirect(step: PathStep): boolean {
  return step.type === "indexes" || (step.type === "properties" && step.names.length === 1);
}

/** A function at the end of a path that begins with a scan works on all that the scan finds: `$..a.length()` is `$.length($..a)`. */
function turned(path: JsonPath): JsonPath {
  const { steps, fromRoot } = path;
  if (steps[0]?.type !== "scan" || steps.at(-1)?.type !== "function") return path;
  const at = steps.findIndex((step) => step.type === "function");
  const step = steps[at];
  if (step?.type !== "function") return path;
  const inner = pathOf(steps.slice(0, at), fromRoot);
  const args = [{ path: { ...inner, fromRoot: true } }];
  return pathOf([{ type: "function", name: step.name, args }, ...steps.slice(at + 1)], true);
}

/** Reads a step, and those that must follow it. */
function readStep(path: Characters, steps: PathStep[]): void {
  if (path.current() === ".") readDots(path, steps);
  switch (path.current()) {
    case "[":
      readBracket(path, steps);
      break;
    case "*":
      path.position++;
      steps.push({ type: "wildcard" });
      break;
    default:
      readName(path, steps);
  }
}

function readDots(path: Characters, steps: PathStep[]): void {
  const isScan = path.inBounds(path.position + 1) && path.at(path.position + 1) === ".";
  if (!isScan && !path.inBounds(path.position + 1)) throw new InvalidPath("it must not end in a dot");
  if (isScan) steps.push({ type: "scan" });
  path.position += isScan ? 2 : 1;
  if (path.current() === ".") throw new InvalidPath(`no dot may be at ${path.position}`);
}

/** `name` or `name(…)`. */
function readName(path: Characters, steps: PathStep[]): void {
  const start = path.position;
  if (path.current() === " ") throw new InvalidPath(`cannot read from ${start}`);
  let at = start;
  while (path.inBounds(at) && !".[(".includes(path.at(at))) {
    if (path.at(at) === " ") throw new InvalidPath("a name with blanks goes in brackets: ['my prop']");
    at++;
  }
  const isFunction = path.inBounds(at) && path.at(at) === "(";
  const end = path.inBounds(at) ? at : path.end + 1;
  const name = path.slice(start, end);
  if (!isFunction) {
    path.position = end;
    steps.push(propertiesOf([name]));
    return;
  }
  checkParentheses(path, at, name);
  path.position = at + 1;
  const args = path.inBounds(at + 1) && path.at(at + 1) !== ")" ? readArguments(path, name) : [];
  // Of `length()` the `)` is left, and what follows it is read as a property of that name.
  steps.push({ type: "function", name, args });
}

function checkParentheses(path: Characters, start: number, name: string): void {
  let depth = 1;
  for (let at = start + 1; at <= path.end && depth > 0; at++) {
    if (path.at(at) === ")") depth--;
    else if (path.at(at) === "(") depth++;
  }
  if (depth !== 0) throw new InvalidPath(`the arguments of ${name} are not closed`);
}

/** Reads a function's arguments: JSON that begins like an object, number or string in double quotes, or a path; nothing else is one. */
function readArguments(path: Characters, name: string): FunctionArgument[] {
  const args: FunctionArgument[] = [];
  let type: "json" | "path" | undefined;
  let text = "";
  let quotes = 0;
  let parentheses = 1;
  let brackets = 0;
  let braces = 0;
  let before = "";
  let isEnd = false;
  const endArgument = (character: string) => {
    if (quotes !== 0 || braces !== 0 || brackets !== 0) return;
    if (!(parentheses === 0 && character === ")") && parentheses !== 1) return;
    isEnd = parentheses === 0;
    if (type === "json") args.push({ json: text });
    else if (type === "path") args.push({ path: readPath(new Characters(text)) });
    if (type) text = "";
    type = undefined;
  };
  while (path.inBounds() && !isEnd) {
    const character = path.current();
    path.position++;
    if (type === undefined) {
      if (/[ \t\r\n]/.test(character)) continue;
      if (/[{\d"-]/.test(character)) type = "json";
      else if (character === "$" || character === "@") type = "path";
    }
    switch (character) {
      case '"':
        if (before !== "\\" && quotes > 0) quotes--;
        else quotes++;
        break;
      case "(":
        parentheses++;
        break;
      case "{":
        braces++;
        break;
      case "[":
        brackets++;
        break;
      case "}":
        if (braces-- === 0) throw new InvalidPath(`no } may be at ${path.position}`);
        break;
      case "]":
        if (brackets-- === 0) throw new InvalidPath(`no ] may be at ${path.position}`);
        break;
      case ")":
        parentheses--;
        if (parentheses < 0 || before === "(") text += character;
        endArgument(character);
        break;
      case ",":
        endArgument(character);
        break;
    }
    const isComma = character === "," && braces === 0 && brackets === 0 && parentheses === 1;
    if (type !== undefined && !isComma) text += character;
    before = character;
  }
  if (braces !== 0 || parentheses !== 0 || brackets !== 0) {
    throw new InvalidPath(`the arguments of ${name} are not closed`);
  }
  return args;
}

function readBracket(path: Characters, steps: PathStep[]): void {
  const { character, index } = path.significant();
  if (character === "'" || character === '"') readNames(path, steps, character);
  else if (/[\d:-]/.test(character) && readPositions(path, steps)) return;
  else if (character === "*") {
    const close = path.significant(index);
    if (close.character !== "]") throw new InvalidPath(`expected ] at ${index + 1}`);
    steps.push({ type: "wildcard" });
    path.position = close.index + 1;
  } else if (character === "?") readFilter(path, steps, index);
  else throw new InvalidPath(`cannot read from ${path.position}`);
}

/** `['a', 'b']`: the first quote tells which quotes the names are in; what is between them is not looked at. */
function readNames(path: Characters, steps: PathStep[], quote: string): void {
  const names: string[] = [];
  let start = path.position + 1;
  let end = 0;
  let isInName = false;
  let isAfterComma = false;
  for (let at = start; path.inBounds(at); at++) {
    const character = path.at(at);
    if (character === "\\") at++;
    else if (character === "]" && !isInName) {
      if (isAfterComma) throw new InvalidPath(`a property is empty at ${at}`);
      break;
    } else if (character === quote && isInName) {
      const next = path.significant(at).character;
      if (next !== "]" && next !== ",") throw new InvalidPath(`expected a comma or ] after ${at}`);
      end = at;
      names.push(readEscapes(path.slice(start, end)));
      isInName = false;
    } else if (character === quote) {
      start = at + 1;
      isInName = true;
      isAfterComma = false;
    } else if (character === "," && !isInName) {
      if (isAfterComma) throw new InvalidPath(`a property is empty at ${at}`);
      isAfterComma = true;
    }
  }
  if (isInName) throw new InvalidPath(`a property is not closed by ${quote}`);
  const close = path.significant(end);
  if (close.character !== "]" || names.length === 0) throw new InvalidPath("a bracket is not closed");
  path.position = close.index + 1;
  steps.push(propertiesOf(names));
}

/** `[1]`, `[1, 2]`, `[1:2]`; false when it is neither. */
function readPositions(path: Characters, steps: PathStep[]): boolean {
  const close = path.text.indexOf("]", path.position + 1);
  if (close < 0 || close > path.end) throw new InvalidPath("a bracket is not closed");
  const inner = path.slice(path.position + 1, close).trim();
  if (!/^[\d,: -]*$/.test(inner)) throw new InvalidPath(`cannot read [${inner}]`);
  if (inner.includes(":")) steps.push(slice(inner));
  else steps.push({ type: "indexes", indexes: inner.split(/\s*,\s*/).map(integer) });
  path.position = close + 1;
  return true;
}

/** Of `[from:to:more]` the rest is not looked at. */
function slice(inner: string): PathStep {
  if (/[ ,]/.test(inner)) throw new InvalidPath(`cannot read [${inner}]`);
  const [from, to] = inner.split(":").map((bound) => (bound === "" ? undefined : integer(bound)));
  if (from === undefined && to === undefined) throw new InvalidPath(`cannot read [${inner}]`);
  return { type: "slice", from, to };
}

function integer(text: string): number {
  const value = Number(text);
  if (!/^-?\d+$/.test(text) || value !== (value | 0)) throw new InvalidPath(`${text} is not an integer`);
  return value;
}

/** `[?(…)]`. */
function readFilter(path: Characters, steps: PathStep[], mark: number): void {
  const open = path.significant(mark);
  const close = open.character === "(" ? path.closing(open.index, "(", ")", true) : -1;
  const end = close < 0 ? undefined : path.significant(close);
  if (end?.character !== "]") throw new InvalidPath(`cannot read from ${path.position}`);
  const accepts = compileFilter(path.slice(path.position, end.index + 1), compilePath);
  steps.push({ type: "filter", accepts });
  path.position = end.index + 1;
}
