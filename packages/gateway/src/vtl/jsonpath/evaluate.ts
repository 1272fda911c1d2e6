import { JsonList, type Value, type ValueMap } from "../values.ts";
import { callFunction } from "./functions.ts";
import type { JsonPath, PathStep } from "./path.ts";

/** Thrown, and caught here, when a step that must lead somewhere does not. */
const notFound = Symbol("path not found");

interface Evaluation {
  readonly path: JsonPath;
  readonly document: Value;
  readonly results: JsonList;
}

/**
 * What a path leads to from `start`: one value when it is definite, otherwise a list; undefined when it leads nowhere.
 * @throws TemplateError when a function of it cannot work
 */
export function readPath(path: JsonPath, start: Value, document: Value): Value | undefined {
  if (path.definite) return follow(path, start, document);
  const { steps } = path;
  const last = steps.at(-1);
  if (last?.type === "function") {
    const values = readPath({ steps: steps.slice(0, -1), definite: false }, start, document);
    return values === undefined ? undefined : runFunction(last, values, document);
  }
  const evaluation: Evaluation = { path, document, results: new JsonList() };
  try {
    visit(evaluation, 0, start, true);
  } catch (error) {
    if (error === notFound) return undefined;
    throw error;
  }
  return evaluation.results;
}

/** A definite path, step by step. */
function follow(path: JsonPath, start: Value, document: Value): Value | undefined {
  let value: Value | undefined = start;
  for (const step of path.steps) {
    if (step.type === "function") value = runFunction(step, value, document);
    else if (step.type === "indexes") value = itemAt(value, step.indexes[0] as number);
    else if (step.type === "properties" && value instanceof Map) {
      value = step.names.length === 1 ? value.get(step.names[0] as string) : pick(value, step.names);
    } else return undefined;
    if (value === undefined) return undefined;
  }
  return value;
}

function runFunction(step: PathStep & { type: "function" }, value: Value, document: Value): Value {
  const args = step.args.map((arg) => ("value" in arg ? arg.value : (readPath(arg.path, document, document) ?? null)));
  return callFunction(step.name, value, args);
}

function itemAt(value: Value, index: number): Value | undefined {
  return Array.isArray(value) ? value[index < 0 ? value.length + index : index] : undefined;
}

function pick(map: ValueMap, names: readonly string[]): Value {
  const picked: ValueMap = new Map();
  for (const name of names) if (map.has(name)) picked.set(name, map.get(name) as Value);
  return picked;
}

/** Runs the steps from `index` on; `definite` tells whether those before lead to one value. */
function visit(evaluation: Evaluation, index: number, value: Value, definite: boolean): void {
  const step = evaluation.path.steps[index];
  if (!step) {
    evaluation.results.push(value);
    return;
  }
  const next = (item: Value) => visit(evaluation, index + 1, item, definite && step.definite);
  switch (step.type) {
    case "properties":
      visitProperties(evaluation, index, step.names, value, definite);
      break;
    case "indexes":
    case "slice":
      if (Array.isArray(value)) for (const position of positions(step, value.length)) next(value[position] as Value);
      else if (definite) throw notFound;
      break;
    case "wildcard":
      for (const item of children(value)) next(item);
      break;
    case "filter":
      for (const item of value instanceof Map ? [value] : Array.isArray(value) ? value : []) {
        if (step.accepts(item, evaluation.document)) next(item);
      }
      break;
    case "function":
      next(runFunction(step, value, evaluation.document));
      break;
    case "scan":
      scan(evaluation, index + 1, value);
      break;
  }
}

function visitProperties(
  evaluation: Evaluation,
  index: number,
  names: readonly string[],
  value: Value,
  definite: boolean,
): void {
  const isLast = index === evaluation.path.steps.length - 1;
  if (!(value instanceof Map)) {
    if (definite) throw notFound;
  } else if (names.length > 1 && isLast) evaluation.results.push(pick(value, names));
  else {
    for (const name of names) {
      if (value.has(name)) visit(evaluation, index + 1, value.get(name) as Value, definite && names.length === 1);
      else if (definite && !isLast && names.length === 1) throw notFound;
    }
  }
}

function children(value: Value): readonly Value[] {
  if (Array.isArray(value)) return value;
  return value instanceof Map ? [...value.values()] : [];
}

function* positions(step: PathStep & { type: "indexes" | "slice" }, length: number): Iterable<number> {
  if (step.type === "indexes") {
    for (const index of step.indexes) {
      const position = index < 0 ? length + index : index;
      if (position >= 0 && position < length) yield position;
    }
    return;
  }
  const { from = 0, to = length } = step;
  const end = to < 0 ? length + to : Math.min(length, to);
  for (let position = from < 0 ? Math.max(0, length + from) : from; position < end; position++) yield position;
}

/** `..`: the step after it, on the value and everything below it. */
function scan(evaluation: Evaluation, index: number, value: Value): void {
  const step = evaluation.path.steps[index] as PathStep;
  if (scanMatches(step, value, evaluation.document)) visit(evaluation, index, value, false);
  for (const child of children(value)) scan(evaluation, index, child);
}

function scanMatches(step: PathStep, value: Value, document: Value): boolean {
  switch (step.type) {
    case "properties":
      return value instanceof Map && (!step.definite || step.names.every((name) => value.has(name)));
    case "indexes":
    case "slice":
      return Array.isArray(value);
    case "wildcard":
      return Array.isArray(value) || value instanceof Map;
    case "filter":
      return value instanceof Map && step.accepts(value, document);
    default:
      return false;
  }
}
