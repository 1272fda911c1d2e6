import type { Expression, Reference, Step } from "./ast.ts";
import { compileCall } from "./compile-call.ts";
import { contextOf } from "./context.ts";
import { TemplateError } from "./errors.ts";
import type { Access, Compilation, Evaluate, Frame } from "./frame.ts";
import { Input } from "./input.ts";
import { LazyMap } from "./lazy-map.ts";
import { getterOf, methodsOf } from "./methods/index.ts";
import { util } from "./util.ts";
import { isHostObject, isInteger, type Method, type Methods, type Value } from "./values.ts";

/**
 * A reference's value. API Gateway gives an empty string for whatever is unset, missing or null: it prints as nothing,
 * equals `""` and counts as true in `#if`.
 */
export function compileReference(reference: Reference, compilation: Compilation): Evaluate {
  if (reference.bare) return () => null;
  const { name, steps } = reference;
  const slot = compilation.slot(name);
  const load = compileVariable(name, slot);
  const [step] = steps;
  if (!step) return load ? (frame) => load(frame) ?? "" : (frame) => frame.variables[slot] ?? "";
  if (load && name === "context" && step.type === "property" && step.name !== "authorizer") {
    return compileContextValue(step.name, slot, load, compileSteps(steps.slice(1), compilation));
  }
  const access = compileSteps(steps, compilation);
  if (name === "util") {
    // The same for all renderings, it need not be made.
    return (frame) => {
      const self = frame.variables[slot];
      return self === null ? "" : (access(frame, self ?? util) ?? "");
    };
  }
  return (frame) => {
    const self = load ? load(frame) : frame.variables[slot];
    return self === null || self === undefined ? "" : (access(frame, self) ?? "");
  };
}

/** The variables that API Gateway gives a template, made when they are first asked for. */
const given: Readonly<Record<string, (frame: Frame) => Value>> = {
  input: ({ scope }) => new Input(scope),
  util: () => util,
  context: (frame) => {
    frame.context = contextOf(frame.scope);
    return frame.context;
  },
  stageVariables: ({ scope }) => new LazyMap(scope.stageVariables, (value) => value as string),
};

/** Loads one of API Gateway's variables; undefined for every other. */
function compileVariable(name: string, slot: number): Evaluate | undefined {
  const make = Object.hasOwn(given, name) ? given[name] : undefined;
  if (!make) return undefined;
  return (frame) => {
    const known = frame.variables[slot];
    if (known !== undefined) return known;
    const made = make(frame);
    frame.variables[slot] = made;
    return made;
  };
}

/** `$context.name`, which needs no map when it is a text, number or boolean and nobody has changed it. */
function compileContextValue(name: string, slot: number, load: Evaluate, access: Access): Evaluate {
  const property = compileProperty(name);
  return (frame) => {
    if (frame.variables[slot] === undefined) {
      const value = (frame.scope.context as Readonly<Record<string, unknown>>)[name];
      if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
        return access(frame, value) ?? "";
      }
    }
    const context = load(frame);
    const value = context === null ? null : property(frame, context);
    return value === null ? "" : (access(frame, value) ?? "");
  };
}

/** The part that steps lead to, one after the other. */
function compileSteps(steps: readonly Step[], compilation: Compilation): Access {
  const accesses: Access[] = [];
  for (let index = 0; index < steps.length; index++) {
    const step = steps[index];
    if (!step) continue;
    if (step.type === "method") {
      const { access, takesNext } = compileCall(step, steps[index + 1], compilation);
      accesses.push(access);
      if (takesNext) index++;
    } else accesses.push(step.type === "property" ? compileProperty(step.name) : compileIndex(step.index, compilation));
  }
  return inOrder(accesses);
}

/** One access of many: in halves, so that thousands of them do not exhaust the stack. */
function inOrder(accesses: readonly Access[]): Access {
  const [only] = accesses;
  if (!only) return itself;
  if (accesses.length === 1) return only;
  const half = Math.ceil(accesses.length / 2);
  const first = inOrder(accesses.slice(0, half));
  const second = inOrder(accesses.slice(half));
  return (frame, self) => {
    const value = first(frame, self);
    return value === null ? null : second(frame, value);
  };
}

const itself: Access = (_frame, self) => self;

const none: Value[] = [];

/** `.name`: a map's value, or what a getter of the value's type gives, or its method `get`. */
function compileProperty(name: string): Access {
  let known: Methods | undefined;
  let getter: Method | undefined;
  return (_frame, self) => {
    if (self instanceof Map) return self.get(name) ?? null;
    if (name === "body" && self instanceof Input) return self.body;
    const own = isHostObject(self) ? self.methods : methodsOf(self);
    if (own !== known) {
      known = own;
      getter = getterOf(own, name);
    }
    return (getter ? getter(self, none) : own.get("get")?.(self, [name])) ?? null;
  };
}

function compileIndex(index: Expression, compilation: Compilation): Access {
  const evaluate = compilation.value(index);
  return (frame, self) => {
    const key = position(self, evaluate(frame));
    if (self instanceof Map && typeof key === "string") return self.get(key) ?? null;
    return methodsOf(self).get("get")?.(self, [key]) ?? null;
  };
}

/** A negative position counts from the end. */
function position(self: Exclude<Value, null>, index: Value): Value {
  if (!isInteger(index) || index >= 0) return index;
  const size = methodsOf(self).get("size")?.(self, none);
  if (typeof size === "number") return size + index;
  throw new TemplateError("evaluation", `A negative index ${index} needs a list`);
}

/** Assigns to a reference, as `#set` does: to what cannot be assigned to, it does nothing. */
export function compileAssignment(target: Reference, compilation: Compilation): (frame: Frame, value: Value) => void {
  const slot = compilation.slot(target.name);
  const last = target.steps.at(-1);
  if (!last) {
    return (frame, value) => {
      frame.variables[slot] = value;
    };
  }
  const load = compileVariable(target.name, slot);
  const access = compileSteps(target.steps.slice(0, -1), compilation);
  const assign = compileLastStep(last, compilation);
  return (frame, value) => {
    const start = load ? load(frame) : (frame.variables[slot] ?? null);
    const self = start === null ? null : access(frame, start);
    if (self !== null) assign(frame, self, value);
  };
}

type Assign = (frame: Frame, self: Exclude<Value, null>, value: Value) => void;

function compileLastStep(step: Step, compilation: Compilation): Assign {
  if (step.type !== "index") {
    const setter = `set${step.name.charAt(0).toUpperCase()}${step.name.slice(1)}`;
    return (_frame, self, value) => {
      if (self instanceof Map) {
        self.set(step.name, value);
        return;
      }
      const own = methodsOf(self);
      const set = own.get(setter);
      if (set) set(self, [value]);
      else own.get("put")?.(self, [step.name, value]);
    };
  }
  const evaluate = compilation.value(step.index);
  return (frame, self, value) => {
    const given = [position(self, evaluate(frame)), value];
    const own = methodsOf(self);
    (own.get("set") ?? own.get("put"))?.(self, given);
  };
}
