import type { Expression, Step } from "./ast.ts";
import type { Access, Compilation } from "./frame.ts";
import { Input } from "./input.ts";
import { replacer, replaceText } from "./java-regex.ts";
import { compilePath } from "./jsonpath/compile.ts";
import type { JsonPath } from "./jsonpath/path.ts";
import { boundText } from "./limits.ts";
import { textOf } from "./print.ts";
import { escapeForJson } from "./text-encoding.ts";
import { runOnText, util, utilFunctions } from "./util.ts";
import type { Value } from "./values.ts";

/** A call of a method. */
type Call = Step & { readonly type: "method" };

/** A call that is bound to what its method does, for the values that most templates call it on; others go the usual way. */
interface KnownCall {
  readonly access: Access;
  /** Whether the call after it is part of it. */
  readonly takesNext?: boolean;
}

/** The values of arguments that are written out; undefined when one is not. */
export function constantsOf(args: readonly Expression[]): readonly Value[] | undefined {
  const values: Value[] = [];
  for (const arg of args) {
    if (arg.type !== "string" && arg.type !== "boolean") return undefined;
    values.push(arg.value);
  }
  return values;
}

/**
 * Binds a call of `$input` or `$util`, or of a text's `replace` and `replaceAll`, whose paths and patterns are written out and so
 * are compiled once. `compileUsual` compiles the call for every other value.
 */
export function compileKnownCall(
  call: Call,
  next: Step | undefined,
  compilation: Compilation,
  compileUsual: (name: string, args: readonly Expression[], compilation: Compilation) => Access,
): KnownCall | undefined {
  const { name, args } = call;
  const usual = compileUsual(name, args, compilation);
  const constants = constantsOf(args);
  const [first, second] = constants ?? [];
  if (typeof first === "string" && args.length === 1) {
    const access = ofInput(name, first, usual);
    if (access) return { access };
  }
  if (typeof first === "string" && typeof second === "string" && args.length === 2) {
    const access = ofText(name, first, second, usual);
    if (access) return { access };
  }
  const [arg] = args;
  const run = Object.hasOwn(utilFunctions, name) ? utilFunctions[name] : undefined;
  if (!run || !arg || args.length !== 1) return undefined;
  const given = compilation.value(arg);
  if (name === "escapeJavaScript" && isUnescapeOfQuotes(next)) {
    const dropBackslashes = compileUsual(next.name, next.args, compilation);
    const access: Access = (frame, self) => {
      if (self === util) {
        const value = given(frame);
        return boundText(escapeForJson(typeof value === "string" ? value : textOf(value)));
      }
      const escaped = usual(frame, self);
      return escaped === null ? null : dropBackslashes(frame, escaped);
    };
    return { access, takesNext: true };
  }
  return { access: (frame, self) => (self === util ? runOnText(run, given(frame)) : usual(frame, self)) };
}

/** `.replaceAll("\\'","'")`, which AWS has templates put after `$util.escapeJavaScript(…)`. */
function isUnescapeOfQuotes(step: Step | undefined): step is Call {
  if (step?.type !== "method" || step.name !== "replaceAll" || step.args.length !== 2) return false;
  const [pattern, text] = constantsOf(step.args) ?? [];
  return pattern === "\\'" && text === "'";
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
