import { castNumber, toDouble } from "../arithmetic.ts";
import { TemplateError } from "../errors.ts";
import { boundText } from "../limits.ts";
import { MapView } from "../methods/map.ts";
import { textOf } from "../print.ts";
import { isNumber, JavaDouble, type JavaNumber, type Value } from "../values.ts";
import { IndexOutOfBounds, InvalidPath } from "./path.ts";

/** A function's arguments, read when it asks for them. */
export interface Arguments {
  readonly count: number;
  value(index: number): Value;
  /** What `length` measures instead of what it is called on: the items of its first argument. */
  measured(self: Value): Value;
}

type PathFunction = (self: Value, args: Arguments) => Value;

function itemsOfArguments(args: Arguments): Value[] {
  const values: Value[] = [];
  for (let index = 0; index < args.count; index++) {
    const value = args.value(index);
    if (!Array.isArray(value)) values.push(value);
    else for (const item of value) values.push(item);
  }
  return values;
}

/** Aggregations give a Double. */
function aggregation(run: (values: readonly number[]) => number): PathFunction {
  return (self, args) => {
    const given = [...(Array.isArray(self) ? self : []), ...itemsOfArguments(args)];
    const values = given.filter((item): item is JavaNumber => isNumber(item)).map(toDouble);
    if (values.length > 0) return new JavaDouble(run(values));
    throw new TemplateError("evaluation", "Aggregation function attempted to calculate value using empty array");
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function deviation(values: readonly number[]): number {
  const total = sum(values);
  const squares = values.reduce((before, value) => before + value * value, 0);
  return Math.sqrt(squares / values.length - (total * total) / values.length / values.length);
}

/** An item by its position; the first cannot be counted from the end. */
function item(self: Value, index: number): Value {
  if (!Array.isArray(self)) {
    throw new TemplateError("evaluation", "Aggregation function attempted to calculate value using empty array");
  }
  const position = index >= 0 ? index : self.length + index;
  if (index < 0 && position <= 0) {
    throw new TemplateError("evaluation", `Target index:${index} larger than object count:${self.length}`);
  }
  if (position >= self.length) throw new IndexOutOfBounds(position, self.length);
  return self[position] ?? null;
}

function index(self: Value, args: Arguments): Value {
  return item(self, Array.isArray(self) ? firstNumber(args) : 0);
}

function firstNumber(args: Arguments): number {
  const number = itemsOfArguments(args).find((value) => isNumber(value));
  if (!isNumber(number)) throw new IndexOutOfBounds(0, 0);
  return Number(castNumber(number, "Integer"));
}

function length(self: Value, args: Arguments): Value {
  if (args.count > 0) {
    const measured = args.measured(self);
    if (Array.isArray(measured)) return measured.length;
  }
  if (Array.isArray(self)) return self.length;
  return self instanceof Map ? self.size : null;
}

/** Changes the document itself. */
function append(self: Value, args: Arguments): Value {
  if (Array.isArray(self)) for (let at = 0; at < args.count; at++) self.push(args.value(at));
  return self;
}

function concat(self: Value, args: Arguments): Value {
  const own = Array.isArray(self) ? self.filter((value) => typeof value === "string") : [];
  const more = itemsOfArguments(args).filter((value) => value !== null);
  return boundText([...own, ...more].map((value) => textOf(value)).join(""));
}

const functions: ReadonlyMap<string, PathFunction> = new Map<string, PathFunction>([
  ["length", length],
  ["size", length],
  ["keys", (self) => (self instanceof Map ? new MapView(self, "keys") : null)],
  ["first", (self) => item(self, 0)],
  ["last", (self) => item(self, -1)],
  ["index", index],
  ["append", append],
  ["concat", concat],
  // The largest begins with the smallest positive number there is.
  ["max", aggregation((values) => values.reduce((a, b) => (a < b ? b : a), Number.MIN_VALUE))],
  ["min", aggregation((values) => values.reduce((a, b) => (a > b ? b : a), Number.MAX_VALUE))],
  ["avg", aggregation((values) => sum(values) / values.length)],
  ["sum", aggregation(sum)],
  ["stddev", aggregation(deviation)],
]);

/**
 * Result of a JsonPath function on the value that its path leads to.
 * @throws TemplateError when there is no such function, or it has nothing to work on
 */
export function functionNamed(name: string): PathFunction {
  const run = functions.get(name);
  if (!run) throw new InvalidPath(`function ${name} does not exist`);
  return run;
}
