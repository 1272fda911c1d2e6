import { TemplateError } from "../errors.ts";
import { parseJson } from "../json-parse.ts";
import { compileFilter } from "./filter.ts";
import type { FunctionArgument, JsonPath, PathStep } from "./path.ts";

const cache = new Map<string, JsonPath>();
const cacheSize = 1000;

/**
 * Compiles a path of Jayway's JsonPath, which API Gateway uses.
 * https://github.com/json-path/JsonPath
 * @throws TemplateError when it is not a path
 */
export function compilePath(source: string): JsonPath {
  const known = cache.get(source);
  if (known) return known;
  const path = parsePath(source.trim());
  if (cache.size >= cacheSize) cache.clear();
  cache.set(source, path);
  return path;
}

/** The error of a path or filter that cannot be read. */
export function invalidPath(source: string, why: string): TemplateError {
  return new TemplateError("evaluation", `Invalid JSON path ${JSON.stringify(source)}: ${why}`);
}

function parsePath(source: string): JsonPath {
  const text = /^[$@]/.test(source) ? source : `$.${source}`;
  if (text.endsWith(".")) throw invalidPath(source, "it must not end in a dot");
  const steps: PathStep[] = [];
  let at = 1;
  while (at < text.length) {
    const rest = text.slice(at);
    if (at === 1 && !/^[.[]/.test(rest)) throw invalidPath(source, "expected a dot or bracket after $");
    const scanned = rest.startsWith("..");
    if (scanned) steps.push({ type: "scan", definite: false });
    const dots = scanned ? 2 : rest.startsWith(".") ? 1 : 0;
    const parsed = parseStep(rest.slice(dots), source);
    steps.push(parsed.step);
    at += dots + parsed.length;
  }
  // Properties taken together make one object at a path's end, and one result each before it.
  const last = steps.length - 1;
  const resolved = steps.map((step, index) =>
    step.type === "properties" && step.names.length > 1 ? { ...step, definite: index === last } : step,
  );
  return { steps: resolved, definite: resolved.every((step) => step.definite) };
}

function parseStep(text: string, source: string): { step: PathStep; length: number } {
  if (text.startsWith("*")) return { step: { type: "wildcard", definite: false }, length: 1 };
  if (text.startsWith("[")) return parseBracket(text, source);
  const name = /^[^.[( ]+/.exec(text)?.[0];
  if (!name) throw invalidPath(source, `cannot read ${JSON.stringify(text)}`);
  if (text[name.length] === " ") throw invalidPath(source, "a name with blanks goes in brackets: ['my prop']");
  if (text[name.length] === "(") return parseFunction(text, name, source);
  return { step: { type: "properties", names: [name], definite: true }, length: name.length };
}

function parseBracket(text: string, source: string): { step: PathStep; length: number } {
  const end = closingBracket(text, 0);
  if (end < 0) throw invalidPath(source, "a bracket is not closed");
  const inner = text.slice(1, end).trim();
  const length = end + 1;
  if (inner === "*") return { step: { type: "wildcard", definite: false }, length };
  if (/^['"]/.test(inner))
    return { step: { type: "properties", names: quotedNames(inner, source), definite: true }, length };
  const condition = /^\?\s*\((.*)\)$/s.exec(inner)?.[1];
  if (condition !== undefined) {
    return { step: { type: "filter", accepts: compileFilter(condition, source), definite: false }, length };
  }
  if (/^-?\d+(?:\s*,\s*-?\d+)*$/.test(inner)) {
    const indexes = inner.split(",").map(Number);
    return { step: { type: "indexes", indexes, definite: indexes.length === 1 }, length };
  }
  const slice = /^(-?\d*)\s*:\s*(-?\d*)$/.exec(inner);
  if (!slice || inner === ":") throw invalidPath(source, `cannot read [${inner}]`);
  const [from, to] = [slice[1], slice[2]].map((bound) => (bound ? Number(bound) : undefined));
  return { step: { type: "slice", from, to, definite: false }, length };
}

function quotedNames(inner: string, source: string): string[] {
  const names: string[] = [];
  const pattern = /\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*(,|$)/gy;
  let more = true;
  while (more) {
    const match = pattern.exec(inner);
    if (!match) throw invalidPath(source, `cannot read [${inner}]`);
    names.push((match[1] ?? match[2] ?? "").replace(/\\(.)/g, "$1"));
    more = match[3] === ",";
  }
  return names;
}

function parseFunction(text: string, name: string, source: string): { step: PathStep; length: number } {
  const end = closingBracket(text, name.length);
  if (end < 0) throw invalidPath(source, `the arguments of ${name} are not closed`);
  const inner = text.slice(name.length + 1, end);
  const args = splitArguments(inner).map(
    (arg): FunctionArgument => (/^[$@]/.test(arg) ? { path: compilePath(arg) } : { value: parseJson(arg) }),
  );
  return { step: { type: "function", name, args, definite: true }, length: end + 1 };
}

function splitArguments(text: string): string[] {
  const args: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if ("[({".includes(character)) at = Math.max(at, closingBracket(text, at));
    else if (character === '"' || character === "'") at = closingQuote(text, at);
    else if (character === ",") {
      args.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  if (text.trim() !== "") args.push(text.slice(start).trim());
  return args;
}

/** Position of the bracket that closes the one at `start`, -1 when none does; text in quotes does not count. */
export function closingBracket(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at] as string;
    if (character === "'" || character === '"') at = closingQuote(text, at);
    else if ("[({".includes(character)) depth++;
    else if ("])}".includes(character) && --depth === 0) return at;
  }
  return -1;
}

/** Position of the quote that closes the one at `start`, or the text's length. */
export function closingQuote(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === text[start]) return at;
  }
  return text.length;
}
