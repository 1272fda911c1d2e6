import { exception, TemplateError } from "../errors.ts";
import {
  bigintOf,
  integerType,
  isInteger,
  isWhole,
  itemsOf,
  JavaArray,
  JavaChar,
  JavaDouble,
  JavaInteger,
  type Method,
  type Methods,
  type Value,
  type ValueMap,
} from "../values.ts";

/** A parameter of a Java method: what the method makes of an argument; undefined when it does not take it. */
export type Parameter<Argument> = (value: Value) => Argument | undefined;

/** A `String` or `CharSequence`; null is one, and fails. */
export const text: Parameter<string> = (value) => {
  if (value === null) throw nullPointer();
  return typeof value === "string" ? value : undefined;
};

/** An `Object`, or null. */
export const any: Parameter<Value> = (value) => value;

/** An `int`, which takes smaller types as well. */
export const int: Parameter<number> = (value) => {
  if (isInteger(value)) return value;
  const small = value instanceof JavaInteger && (value.type === "Byte" || value.type === "Short");
  return small ? Number(value.value) : undefined;
};

/** A `long`, which takes smaller types as well. */
export const long: Parameter<bigint> = (value) =>
  isWhole(value) && integerType(value) !== "BigInteger" ? bigintOf(value) : undefined;

/** A `double`, which takes every other primitive number as well. */
export const double: Parameter<number> = (value) => {
  if (value instanceof JavaDouble) return value.value;
  const whole = long(value);
  return whole === undefined ? undefined : Number(whole);
};

/** A `boolean`. */
export const bool: Parameter<boolean> = (value) => (typeof value === "boolean" ? value : undefined);

/** A `char`. */
export const char: Parameter<string> = (value) => (value instanceof JavaChar ? value.text : undefined);

/** A `java.util.Collection`, as its items. */
export const collection: Parameter<readonly Value[]> = (value) => {
  if (value === null) throw nullPointer();
  return itemsOf(value);
};

/** A `java.util.Map`. */
export const map: Parameter<ValueMap> = (value) => {
  if (value === null) throw nullPointer();
  return value instanceof Map ? value : undefined;
};

type Arguments<Parameters extends readonly unknown[]> = {
  [Key in keyof Parameters]: Parameters[Key] extends Parameter<infer Argument> ? Argument : never;
};

/** One of the methods of a name: its parameters, and what it does. */
export interface Overload<Self> {
  readonly parameters: readonly Parameter<unknown>[];
  /** The parameter that the last one is an array of, which values of any number may stand for. */
  readonly rest: Parameter<unknown> | undefined;
  readonly run: (self: Self, ...args: unknown[]) => Value;
}

/** A method with these parameters. A method without a result gives "", as Velocity has it. */
export function on<Self, const Parameters extends readonly Parameter<unknown>[]>(
  parameters: Parameters,
  run: (self: Self, ...args: Arguments<Parameters>) => Value,
): Overload<Self> {
  return { parameters, rest: undefined, run: run as Overload<Self>["run"] };
}

/** A method whose last parameter is an array, `String...`: one array, or any number of values. */
export function onMany<Self, First, Rest>(
  first: Parameter<First>,
  rest: Parameter<Rest>,
  run: (self: Self, first: First, rest: readonly Rest[]) => Value,
): Overload<Self> {
  return { parameters: [first], rest, run: run as Overload<Self>["run"] };
}

/**
 * Methods by name, each with its overloads, most specific first. The methods are called on no other values than Self's.
 * @throws TemplateError when called with more arguments than a method without parameters takes: Velocity 1.7 counts it
 *   as found, and Java refuses the arguments
 */
export function methods<Self>(table: Readonly<Record<string, Overload<Self> | readonly Overload<Self>[]>>): Methods {
  return new Map(Object.entries(table).map(([name, overloads]) => [name, methodOf(name, [overloads].flat())]));
}

function methodOf<Self>(name: string, overloads: readonly Overload<Self>[]): Method {
  const plain = overloads.find(({ parameters }) => parameters.length === 0);
  const others = overloads.filter((overload) => overload !== plain);
  // Calls with one or two arguments, which are most, make no list of them.
  const ones: { takes: Parameter<unknown>; run: Overload<Self>["run"] }[] = [];
  const twos: { takes: Parameter<unknown>; takesSecond: Parameter<unknown>; run: Overload<Self>["run"] }[] = [];
  const many: Overload<Self>[] = [];
  for (const overload of others) {
    const { parameters, rest, run } = overload;
    const takes = parameters.at(0);
    const takesSecond = parameters.at(1);
    if (takes && parameters.length === 1 && !rest) ones.push({ takes, run });
    else if (takes && takesSecond && parameters.length === 2 && !rest) twos.push({ takes, takesSecond, run });
    else many.push(overload);
  }
  const tooMany = (args: readonly Value[]) => {
    if (!plain) return undefined;
    throw new TemplateError("evaluation", `${name}() takes other arguments than the ${args.length} given`);
  };
  if (plain && others.length === 0) {
    const { run } = plain;
    return (self, args) => (args.length === 0 ? run(self as Self) : tooMany(args));
  }
  const [one] = ones;
  if (one && others.length === 1) {
    const { takes, run } = one;
    return (self, args) => {
      if (args.length !== 1) return args.length === 0 && plain ? plain.run(self as Self) : tooMany(args);
      const given = takes(args[0] ?? null);
      return given === undefined ? tooMany(args) : run(self as Self, given);
    };
  }
  return (value, args) => {
    const self = value as Self;
    if (args.length === 0) {
      if (plain) return plain.run(self);
    } else if (args.length === 1) {
      for (const { takes, run } of ones) {
        const given = takes(args[0] ?? null);
        if (given !== undefined) return run(self, given);
      }
    } else if (args.length === 2) {
      for (const { takes, takesSecond, run } of twos) {
        const given = takes(args[0] ?? null);
        const more = given === undefined ? undefined : takesSecond(args[1] ?? null);
        if (more !== undefined) return run(self, given, more);
      }
    }
    for (const overload of many) {
      const given = convert(overload, args);
      if (given) return overload.run(self, ...given);
    }
    return tooMany(args);
  };
}

function convert(overload: Overload<never>, args: readonly Value[]): unknown[] | undefined {
  const { parameters, rest } = overload;
  if (args.length !== parameters.length && !(rest && args.length > parameters.length)) return undefined;
  const given: unknown[] = [];
  for (let index = 0; index < parameters.length; index++) {
    const argument = parameters[index]?.(args[index] ?? null);
    if (argument === undefined) return undefined;
    given.push(argument);
  }
  if (!rest) return given;
  const more = args.slice(parameters.length);
  const values = more.length === 1 && more[0] instanceof JavaArray ? more[0] : more;
  const items: unknown[] = [];
  for (const value of values) {
    const argument = rest(value);
    if (argument === undefined) return undefined;
    items.push(argument);
  }
  given.push(items);
  return given;
}

/** The exception Java throws for a position outside of a text or list; API Gateway answers 500. */
export function outOfBounds(index: number, length: number): TemplateError {
  return new TemplateError("evaluation", `Index ${index} out of bounds for length ${length}`);
}

function nullPointer(): TemplateError {
  return exception("NullPointerException");
}
