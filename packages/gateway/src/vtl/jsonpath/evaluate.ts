import { TemplateError } from "../errors.ts";
import { parseJson } from "../json-parse.ts";
import { limitError, limits } from "../limits.ts";
import { JsonList, type Value, type ValueMap } from "../values.ts";
import { type Arguments, functionNamed } from "./functions.ts";
import { IndexOutOfBounds, InvalidPath, isDefinite, type JsonPath, PathNotFound, type PathStep } from "./path.ts";

interface Evaluation {
  readonly steps: readonly PathStep[];
  readonly document: Value;
  readonly results: JsonList;
  /** Whether every property must be there: what asks if a path leads somewhere wants it so. */
  readonly strict: boolean;
  /** Of each step, the position of the item that a scan last gave it. */
  readonly scanned: number[];
}

/**
 * What a path leads to in a document: one value when it is definite, otherwise a list; undefined when it leads nowhere.
 * @throws TemplateError when a function or filter of it cannot work, or the document is null
 */
export function readPath(path: JsonPath, start: Value, document: Value): Value | undefined {
  if (path.direct && document !== null) return follow(path.steps, start);
  try {
    return readPathFrom(path, start, document);
  } catch (error) {
    if (error instanceof PathNotFound) return undefined;
    throw error;
  }
}

/** The short way of most paths. */
function follow(steps: readonly PathStep[], start: Value): Value | undefined {
  let value: Value | undefined = start;
  for (const step of steps) {
    if (step.type === "properties" && value instanceof Map) value = value.get(step.names[0] ?? "");
    else if (step.type === "indexes" && Array.isArray(value)) value = value.at(step.indexes[0] ?? 0);
    else return undefined;
    if (value === undefined) return undefined;
  }
  return value;
}

/**
 * The same, for a path in a filter or function.
 * @throws PathNotFound when it leads nowhere
 */
export function readPathFrom(path: JsonPath, start: Value, document: Value): Value {
  return outcome(path, evaluate(path.steps, start, document, false));
}

function outcome({ definite }: JsonPath, results: JsonList): Value {
  if (!definite) return results;
  if (results.length === 0) throw new PathNotFound();
  return results.at(-1) ?? null;
}

/** Whether a path leads somewhere: a path to any number of values always does. */
export function leadsSomewhere(path: JsonPath, start: Value, document: Value): boolean {
  try {
    outcome(path, evaluate(path.steps, start, document, true));
    return true;
  } catch (error) {
    if (error instanceof PathNotFound) return false;
    throw error;
  }
}

function evaluate(steps: readonly PathStep[], start: Value, document: Value, strict: boolean): JsonList {
  if (document === null) throw new TemplateError("evaluation", "json object can not be null");
  const evaluation: Evaluation = { steps, document, results: new JsonList(), strict, scanned: [] };
  visit(evaluation, 0, start, true);
  return evaluation.results;
}

/** Runs the steps from `index` on; `definite` tells whether those before lead to one value. */
function visit(evaluation: Evaluation, index: number, value: Value, definite: boolean): void {
  const step = evaluation.steps[index];
  if (!step) {
    // Several scans one after the other find the same again and again.
    if (evaluation.results.length >= limits.items) throw limitError("results of a JSON path", limits.items);
    evaluation.results.push(value);
    return;
  }
  switch (step.type) {
    case "properties":
      visitProperties(evaluation, index, step.names, value, definite);
      break;
    case "indexes":
      if (isList(value, definite)) for (const at of step.indexes) visitItem(evaluation, index, value, at, definite);
      break;
    case "slice":
      if (isList(value, definite)) visitSlice(evaluation, index, step, value);
      break;
    case "wildcard":
      visitAll(evaluation, index, value);
      break;
    case "filter":
      visitFiltered(evaluation, index, step, value, definite);
      break;
    case "function": {
      const result = functionNamed(step.name)(value, argumentsOf(step, evaluation.document));
      evaluation.results.push(result);
      if (evaluation.steps[index + 1]) visit(evaluation, index + 1, result, definite);
      break;
    }
    case "scan":
      scan(evaluation, index + 1, value);
      break;
  }
}

function isList(value: Value, definite: boolean): value is Value[] {
  if (Array.isArray(value)) return true;
  if (definite) throw new PathNotFound();
  return false;
}

function visitProperties(
  evaluation: Evaluation,
  index: number,
  names: readonly string[],
  value: Value,
  definite: boolean,
): void {
  if (!(value instanceof Map)) {
    if (definite) throw new PathNotFound();
    return;
  }
  if (names.length > 1 && index === evaluation.steps.length - 1) {
    evaluation.results.push(pick(evaluation, value, names));
    return;
  }
  for (const name of names) visitProperty(evaluation, index, name, value, definite && names.length === 1);
}

function pick({ strict }: Evaluation, map: ValueMap, names: readonly string[]): Value {
  const picked: ValueMap = new Map();
  for (const name of names) {
    if (map.has(name)) picked.set(name, map.get(name) ?? null);
    else if (strict) throw new PathNotFound();
  }
  return picked;
}

/** `definite`: the path up to and with this property leads to one value. */
function visitProperty(evaluation: Evaluation, index: number, name: Value, map: ValueMap, definite: boolean): void {
  const value = map.get(name);
  const isLast = index === evaluation.steps.length - 1;
  if (value === undefined) {
    if (evaluation.strict || (definite && !isLast)) throw new PathNotFound();
  } else if (!isLast) visit(evaluation, index + 1, value, definite);
  else if (wasScanned(evaluation, index)) evaluation.results.push(value);
}

/** Of the items a scan went over, Jayway 2.9 keeps a property of that one which the step before it asks for. */
function wasScanned({ steps, scanned }: Evaluation, index: number): boolean {
  const at = scanned[index];
  if (at === undefined) return true;
  const before = steps[steps.length - 2];
  return before?.type === "indexes" && before.indexes.length === 1 && before.indexes[0] === at;
}

function visitItem(evaluation: Evaluation, index: number, list: readonly Value[], at: number, definite: boolean): void {
  const position = at < 0 ? list.length + at : at;
  if (position < 0 || position >= list.length) return;
  try {
    const step = evaluation.steps[index];
    visit(
      evaluation,
      index + 1,
      list[position] ?? null,
      definite && step?.type === "indexes" && step.indexes.length === 1,
    );
  } catch (error) {
    // Jayway takes an index that a later step is wrong about for this one.
    if (!(error instanceof IndexOutOfBounds)) throw error;
  }
}

/** A slice with two ends takes them as they are: a negative end has nothing before it, a negative start counts twice. */
function visitSlice(
  evaluation: Evaluation,
  index: number,
  { from, to }: PathStep & { type: "slice" },
  list: readonly Value[],
): void {
  const { length } = list;
  let start = from ?? 0;
  let end = Math.min(length, to ?? length);
  if (to === undefined && start < 0) start = Math.max(0, length + start);
  if (from === undefined && end < 0) end += length;
  for (let at = Math.max(start, -length); at < end; at++) visitItem(evaluation, index, list, at, false);
}

function visitAll(evaluation: Evaluation, index: number, value: Value): void {
  if (value instanceof Map) {
    for (const key of [...value.keys()]) visitProperty(evaluation, index, key, value, false);
  } else if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++) {
      try {
        visitItem(evaluation, index, value, at, false);
      } catch (error) {
        if (!(error instanceof PathNotFound) || evaluation.strict) throw error;
      }
    }
  }
}

function visitFiltered(
  evaluation: Evaluation,
  index: number,
  step: PathStep & { type: "filter" },
  value: Value,
  definite: boolean,
): void {
  const { document } = evaluation;
  if (value instanceof Map) {
    if (step.accepts(value, document)) visit(evaluation, index + 1, value, false);
  } else if (Array.isArray(value)) {
    for (const [at, item] of [...value].entries()) {
      if (step.accepts(item, document)) visitItem(evaluation, index, value, at, false);
    }
  } else if (definite) throw new InvalidPath("a filter cannot be applied to primitives");
}

function argumentsOf({ args }: PathStep & { type: "function" }, document: Value): Arguments {
  const values = args.map((arg) => ("path" in arg ? readPathFrom(arg.path, document, document) : undefined));
  return {
    count: args.length,
    value: (index) => {
      const arg = args[index];
      return arg && "json" in arg ? parseJson(arg.json) : (values[index] ?? null);
    },
    measured: (self) => {
      const [arg] = args;
      if (!arg || !("path" in arg))
        throw new TemplateError("evaluation", "java.lang.NullPointerException: length takes a path");
      const { path } = arg;
      const isFunction = path.steps.at(-1)?.type === "function";
      if (isFunction || path.steps.length === 0) return readPathFrom(path, self, self);
      const steps: readonly PathStep[] = [...path.steps, { type: "wildcard" }];
      return outcome(path, evaluate(steps, self, self, false));
    },
  };
}

/** `..`: the step after it, on the value and everything below it. */
function scan(evaluation: Evaluation, index: number, value: Value): void {
  const step = evaluation.steps[index];
  if (!step || (!(value instanceof Map) && !Array.isArray(value))) return;
  const isLast = index === evaluation.steps.length - 1;
  if (scanMatches(evaluation, step, isLast, value)) {
    if (value instanceof Map || isLast) visit(evaluation, index, value, false);
    else {
      for (const [at, item] of [...value].entries()) {
        evaluation.scanned[index + 1] = at;
        visit(evaluation, index + 1, item, false);
      }
    }
  }
  for (const child of value instanceof Map ? [...value.values()] : [...value]) scan(evaluation, index, child);
}

function scanMatches({ document }: Evaluation, step: PathStep, isLast: boolean, value: ValueMap | Value[]): boolean {
  switch (step.type) {
    case "properties":
      return value instanceof Map && (!isDefinite(step, isLast) || step.names.every((name) => value.has(name)));
    case "indexes":
    case "slice":
      return Array.isArray(value);
    case "wildcard":
      return true;
    case "filter":
      return step.accepts(value, document);
    default:
      return false;
  }
}
