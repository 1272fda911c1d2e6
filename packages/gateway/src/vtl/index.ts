import type { Statement } from "./ast.ts";
import { compileTemplate } from "./compile.ts";
import { type ContextMap, contextOf } from "./context.ts";
import { TemplateError } from "./errors.ts";
import { Break, type Frame, type Run, stop } from "./frame.ts";
import { Input } from "./input.ts";
import { LazyMap } from "./lazy-map.ts";
import { boundText, type Limits, standardLimits, useLimits } from "./limits.ts";
import { overrideOf } from "./overrides.ts";
import { parseTemplate } from "./parser.ts";
import type { RequestOverride, ResponseOverride, Scope } from "./scope.ts";
import { util } from "./util.ts";
import type { Value } from "./values.ts";

export { TemplateError, type TemplateFailure } from "./errors.ts";
export { type Limits, standardLimits } from "./limits.ts";
export type { RequestOverride, ResponseOverride, Scope } from "./scope.ts";

/** What a template made of its scope. */
export interface Rendering {
  readonly body: string;
  readonly requestOverride?: RequestOverride;
  readonly responseOverride?: ResponseOverride;
}

/** Is told what a rendering does. */
export type Observer = Partial<Pick<Frame, "onLine" | "onValue" | "onWrite">>;

/** A template that is ready to be rendered any number of times. */
export interface CompiledTemplate {
  /**
   * Renders the template. `onLine` is told the 1-based lines of the template that run, some of them several times.
   * @throws TemplateError when the rendering fails, where API Gateway answers 500
   */
  render(scope: Scope, observer?: Observer): Rendering;
}

/**
 * Compiles a mapping template: Velocity 1.7, with what API Gateway adds, leaves out and limits.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings.html
 * @throws TemplateError when it is not VTL
 */
export function compile(template: string, limits: Limits = standardLimits): CompiledTemplate {
  const statements = guarded(() => parseTemplate(template));
  const plain = guarded(() => prepare(statements, false));
  let traced: Prepared | undefined;
  return {
    render(scope, observer = {}) {
      if (!observer.onLine && !observer.onValue && !observer.onWrite) return run(plain, scope, observer, limits);
      traced ??= guarded(() => prepare(statements, true));
      return run(traced, scope, observer, limits);
    },
  };
}

/** A template's code, and the slots of those variables of API Gateway's that it uses. */
interface Prepared {
  readonly code: Run;
  readonly size: number;
  readonly input: number | undefined;
  readonly util: number | undefined;
  readonly context: number | undefined;
  readonly stageVariables: number | undefined;
}

function prepare(statements: readonly Statement[], traced: boolean): Prepared {
  const { run: code, slots } = compileTemplate(statements, traced);
  return {
    code,
    size: slots.size,
    input: slots.get("input"),
    util: slots.get("util"),
    context: slots.get("context"),
    stageVariables: slots.get("stageVariables"),
  };
}

function run(prepared: Prepared, scope: Scope, observer: Observer, limits: Limits): Rendering {
  const variables: Value[] = [];
  for (let slot = 0; slot < prepared.size; slot++) variables.push(null);
  let context: ContextMap | undefined;
  if (prepared.context !== undefined) {
    context = contextOf(scope);
    variables[prepared.context] = context;
  }
  if (prepared.input !== undefined) variables[prepared.input] = new Input(scope);
  if (prepared.util !== undefined) variables[prepared.util] = util;
  if (prepared.stageVariables !== undefined) {
    variables[prepared.stageVariables] = new LazyMap(scope.stageVariables, (value) => value as string);
  }
  const frame: Frame = {
    variables,
    output: "",
    budget: limits.statements,
    deadline: Date.now() + limits.milliseconds,
    onLine: observer.onLine,
    onValue: observer.onValue,
    onWrite: observer.onWrite,
    nested: 0,
  };
  useLimits(limits);
  try {
    guarded(() => runToEnd(prepared.code, frame));
  } finally {
    useLimits(standardLimits);
  }
  const requestOverride = overrideOf(context, scope, "requestOverride");
  const responseOverride = overrideOf(context, scope, "responseOverride");
  return {
    body: frame.output,
    ...(requestOverride && { requestOverride }),
    ...(responseOverride && { responseOverride }),
  };
}

function runToEnd(code: Run, frame: Frame): void {
  try {
    code(frame);
  } catch (signal) {
    if (signal !== stop && !(signal instanceof Break)) throw signal;
  }
  boundText(frame.output);
}

/** A template nested or recursing too deep exhausts the stack: no more than a limit it exceeds. */
function guarded<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw new TemplateError("limit", `The template goes too deep: ${error.message}`);
    throw error;
  }
}

/**
 * Renders a template once.
 * @throws TemplateError when it is not VTL or its rendering fails
 */
export function render(template: string, scope: Scope): Rendering {
  return compile(template).render(scope);
}
