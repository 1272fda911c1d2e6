import type { Expression, Step } from "./ast.ts";
import type { Access, Compilation, Evaluate, Frame } from "./frame.ts";
import { Input } from "./input.ts";
import { replacer, replaceText } from "./java-regex.ts";
import { compilePath } from "./jsonpath/compile.ts";
import type { JsonPath } from "./jsonpath/path.ts";
import { boundText } from "./limits.ts";
import { methodsOf } from "./methods/index.ts";
import { escapeForJson } from "./text-encoding.ts";
import { runOnText, util, utilFunctions } from "./util.ts";
import type { Method, Methods, Value } from "./values.ts";

/** A call of a method. */
type Call = Step & { readonly type: "method" };

/** A call that is compiled. */
interface CompiledCall {
  readonly access: Access;
  /** Whether the call after it is part of it. */
  readonly takesNext?: boolean;
}

/**
 * Compiles a call of a method. A call of `$input` or `$util`, or a text's call that has its arguments written out, is bound to what the method
 * does, and paths and patterns that are written out are compiled once. For every other value the method is looked up.
 */
export function compileCall(call: Call, next: Step | undefined, compilation: Compilation): CompiledCall {
  const { name, args } = call;
  const evaluated = args.map((arg) => compilation.value(arg));
  const constants = constantsOf(args);
  const usual = compileMethod(name, evaluated, constants);
  const [first, second] = constants ?? [];
  if (typeof first === "string" && args.length === 1) {
    const access = ofInput(name, first, usual) ?? ofTest(name, first, usual);
    if (access) return { access };
  }
  if (typeof first === "string" && typeof second === "string" && args.length === 2) {
    const access = ofText(name, first, second, usual);
    if (access) return { access };
  }
  const [given] = evaluated;
  const run = Object.hasOwn(utilFunctions, name) ? utilFunctions[name] : undefined;
  if (!run || !given || args.length !== 1) return { access: usual };
  if (name === "escapeJavaScript" && isUnescapeOfQuotes(next)) {
    const dropBackslashes = compileMethod(next.name, [], constantsOf(next.args));
    const access: Access = (frame, self) => {
      if (self === util) return runOnText(escapeForJson, given(frame));
      const escaped = usual(frame, self);
      return escaped === null ? null : dropBackslashes(frame, escaped);
    };
    return { access, takesNext: true };
  }
  return { access: (frame, self) => (self === util ? runOnText(run, given(frame)) : usual(frame, self)) };
}

/** The values of arguments that are written out; undefined when one is not. */
function constantsOf(args: readonly Expression[]): readonly Value[] | undefined {
  const values: Value[] = [];
  for (const arg of args) {
    if (arg.type !== "string" && arg.type !== "boolean") return undefined;
    values.push(arg.value);
  }
  return values;
}

/** Calls the method that a value has by a name, with the constants or else with what the arguments give. */
function compileMethod(name: string, args: readonly Evaluate[], constants: readonly Value[] | undefined): Access {
  let known: Methods | undefined;
  let method: Method | undefined;
  return (frame, self) => {
    const values = constants ?? valuesOf(args, frame);
    const own = methodsOf(self);
    if (own !== known) {
      known = own;
      method = own.get(name);
    }
    return method?.(self, values) ?? null;
  };
}

function valuesOf(args: readonly Evaluate[], frame: Frame): readonly Value[] {
  const values: Value[] = [];
  for (const arg of args) values.push(arg(frame));
  return values;
}

/** `.replaceAll("\\'","'")`, which AWS has templates put after `$util.escapeJavaScript(…)`. */
function isUnescapeOfQuotes(step: Step | undefined): step is Call {
  if (step?.type !== "method" || step.name !== "replaceAll" || step.args.length !== 2) return false;
  const [pattern, text] = constantsOf(step.args) ?? [];
  return pattern === "\\\\'" && text === "'";
}

function ofInput(name: string, argument: string, usual: Access): Access | undefined {
  let path: JsonPath | undefined;
  switch (name) {
    case "path":
      return (frame, self) => {
        if (!(self instanceof Input)) return usual(frame, self);
        path ??= compilePath(argument);
        return self.readPath(path) ?? null;
      };
    case "json":
      return (frame, self) => {
        if (!(self instanceof Input)) return usual(frame, self);
        path ??= compilePath(argument);
        return self.jsonOf(path);
      };
    case "params":
      return (frame, self) => (self instanceof Input ? self.parameter(argument) : usual(frame, self));
    default:
      return undefined;
  }
}

/** A text's methods that look for a part: without the list of arguments and the look for a method an `#if` of six takes 0.1 µs less. */
const tests: Readonly<Record<string, (text: string, part: string) => boolean>> = {
  contains: (text, part) => text.includes(part),
  endsWith: (text, part) => text.endsWith(part),
  startsWith: (text, part) => text.startsWith(part),
};

function ofTest(name: string, part: string, usual: Access): Access | undefined {
  const test = Object.hasOwn(tests, name) ? tests[name] : undefined;
  return test && ((frame, self) => (typeof self === "string" ? test(self, part) : usual(frame, self)));
}

function ofText(name: string, old: string, now: string, usual: Access): Access | undefined {
  switch (name) {
    case "replaceAll": {
      let replaceAll: ((text: string) => string) | undefined;
      return (frame, self) => {
        if (typeof self !== "string") return usual(frame, self);
        replaceAll ??= replacer(old, now);
        return boundText(replaceAll(self));
      };
    }
    case "replace":
      return (frame, self) => (typeof self === "string" ? boundText(replaceText(self, old, now)) : usual(frame, self));
    default:
      return undefined;
  }
}
