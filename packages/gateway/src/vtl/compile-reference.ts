import type { Expression, Reference, Step } from "./ast.ts";
import { compileValue } from "./compile-expression.ts";
import { TemplateError } from "./errors.ts";
import type { Compilation, Frame } from "./frame.ts";
import { getItem, listMethods, setItem } from "./methods/list.ts";
import { mapMethods, put } from "./methods/map.ts";
import type { Method } from "./methods/method.ts";
import { booleanMethods, numberMethods } from "./methods/number.ts";
import { stringMethods } from "./methods/string.ts";
import { isHostObject, isInteger, isNumber, type Value } from "./values.ts";

/** Gives a reference's value. */
export type Evaluate = (frame: Frame) => Value;

/** From a value to a part of it; null when it has no such part. */
type Access = (frame: Frame, self: Value) => Value;

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
      const self = frame.variables[slot] as Value;
      return self === null ? "" : (first(frame, self) ?? "");
    };
  }
  return (frame) => {
    let value = frame.variables[slot] as Value;
    for (let index = 0; index < accesses.length && value !== null; index++) {
      value = (accesses[index] as Access)(frame, value);
    }
    return value ?? "";
  };
}

function compileStep(step: Step, compilation: Compilation): Access {
  switch (step.type) {
    case "property":
      return (_frame, self) => property(self, step.name);
    case "index":
      return compileIndex(step.index, compilation);
    case "method":
      return compileMethod(step.name, step.args, compilation);
  }
}

/** `.name`: a map's value, or one of the few properties that Java's beans have. */
function property(self: Value, name: string): Value {
  if (self instanceof Map) return self.get(name) ?? null;
  if (name === "empty" && (typeof self === "string" || Array.isArray(self))) return self.length === 0;
  return isHostObject(self) ? self.property(name) : null;
}

function compileIndex(index: Expression, compilation: Compilation): Access {
  const evaluate = compileValue(index, compilation);
  return (frame, self) => {
    const key = position(self, evaluate(frame));
    if (self instanceof Map) return self.get(key) ?? null;
    return Array.isArray(self) ? (getItem(self, [key]) ?? null) : null;
  };
}

/** A negative position counts from the end. */
function position(self: Value, index: Value): Value {
  if (!isInteger(index) || index >= 0) return index;
  if (Array.isArray(self)) return self.length + index;
  if (self instanceof Map) return self.size + index;
  throw new TemplateError("evaluation", `A negative index ${index} needs a list`);
}

function compileMethod(name: string, args: readonly Expression[], compilation: Compilation): Access {
  const ofString = stringMethods.get(name);
  const ofMap = mapMethods.get(name);
  const ofList = listMethods.get(name);
  const ofNumber = numberMethods.get(name);
  const ofBoolean = booleanMethods.get(name);
  const evaluated = args.map((arg) => compileValue(arg, compilation));
  return (frame, self) => {
    const values: Value[] = [];
    for (let index = 0; index < evaluated.length; index++) values.push((evaluated[index] as Evaluate)(frame));
    if (typeof self === "string") return invoke(ofString, self, values);
    if (self instanceof Map) return invoke(ofMap, self, values);
    if (Array.isArray(self)) return invoke(ofList, self, values);
    if (typeof self === "boolean") return invoke(ofBoolean, self, values);
    if (isNumber(self)) return invoke(ofNumber, self, values);
    return self === null ? null : (self.call(name, values) ?? null);
  };
}

function invoke<Self>(method: Method<Self> | undefined, self: Self, args: readonly Value[]): Value {
  return method?.(self, args) ?? null;
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
    let self = frame.variables[slot] as Value;
    for (const access of accesses) if (self !== null) self = access(frame, self);
    assign(frame, self, value);
  };
}

function compileLastStep(step: Step, compilation: Compilation): (frame: Frame, self: Value, value: Value) => void {
  if (step.type !== "index") {
    return (_frame, self, value) => {
      if (self instanceof Map) self.set(step.name, value);
    };
  }
  const evaluate = compileValue(step.index, compilation);
  return (frame, self, value) => {
    if (self === null) return;
    const key = position(self, evaluate(frame));
    if (Array.isArray(self)) setItem(self, [key, value]);
    else if (self instanceof Map) put(self, key, value);
  };
}
