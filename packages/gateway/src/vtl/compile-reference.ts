import type { Expression, Reference, Step } from "./ast.ts";
import { TemplateError } from "./errors.ts";
import type { Compilation, Evaluate, Frame } from "./frame.ts";
import { getterOf, methodsOf } from "./methods/index.ts";
import { isHostObject, isInteger, type Method, type Methods, type Value } from "./values.ts";

/** From a value to a part of it; null when it has no such part. */
type Access = (frame: Frame, self: Exclude<Value, null>) => Value;

/**
 * A reference's value. API Gateway gives an empty string for whatever is unset, missing or null: it prints as nothing,
 * equals `""` and counts as true in `#if`.
 */
export function compileReference(reference: Reference, compilation: Compilation): Evaluate {
  if (reference.bare) return () => null;
  const slot = compilation.slot(reference.name);
  const accesses = reference.steps.map((step) => compileStep(step, compilation));
  const [first, second] = accesses;
  if (!first) return (frame) => frame.variables[slot] ?? "";
  if (!second) {
    return (frame) => {
      const self = frame.variables[slot] ?? null;
      return self === null ? "" : (first(frame, self) ?? "");
    };
  }
  return (frame) => follow(accesses, frame, frame.variables[slot] ?? null) ?? "";
}

function follow(accesses: readonly Access[], frame: Frame, start: Value): Value {
  let value = start;
  for (const access of accesses) {
    if (value === null) return null;
    value = access(frame, value);
  }
  return value;
}

function compileStep(step: Step, compilation: Compilation): Access {
  switch (step.type) {
    case "property":
      return compileProperty(step.name);
    case "index":
      return compileIndex(step.index, compilation);
    case "method":
      return compileMethod(step.name, step.args, compilation);
  }
}

const none: Value[] = [];

/** `.name`: a map's value, or what a getter of the value's type gives, or its method `get`. */
function compileProperty(name: string): Access {
  let known: Methods | undefined;
  let getter: Method | undefined;
  return (_frame, self) => {
    if (self instanceof Map) return self.get(name) ?? null;
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

function compileMethod(name: string, args: readonly Expression[], compilation: Compilation): Access {
  const evaluated = args.map((arg) => compilation.value(arg));
  const [first] = evaluated;
  let known: Methods | undefined;
  let method: Method | undefined;
  return (frame, self) => {
    const values = first ? [first(frame)] : none;
    for (let index = 1; index < evaluated.length; index++) values.push(evaluated[index]?.(frame) ?? null);
    const own = methodsOf(self);
    if (own !== known) {
      known = own;
      method = own.get(name);
    }
    return method?.(self, values) ?? null;
  };
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
  const accesses = target.steps.slice(0, -1).map((step) => compileStep(step, compilation));
  const assign = compileLastStep(last, compilation);
  return (frame, value) => {
    const self = follow(accesses, frame, frame.variables[slot] ?? null);
    if (self !== null) assign(frame, self, value);
  };
}

type Assign = (frame: Frame, self: Exclude<Value, null>, value: Value) => void;

function compileLastStep(step: Step, compilation: Compilation): Assign {
  if (step.type !== "index") {
    const setter = `set${step.name.charAt(0).toUpperCase()}${step.name.slice(1)}`;
    return (_frame, self, value) => {
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
