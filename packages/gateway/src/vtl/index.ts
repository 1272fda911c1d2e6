import { type Code, compileTemplate } from "./compile.ts";
import { TemplateError } from "./errors.ts";
import { Break, type Frame, type Run, stop } from "./frame.ts";
import { boundText, type Limits, standardLimits, useLimits } from "./limits.ts";
import { overrideOf } from "./overrides.ts";
import { parseTemplate } from "./parser.ts";
import type { RequestOverride, ResponseOverride, Scope } from "./scope.ts";

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
  const compileFor = (traced: boolean) => guarded(() => compileTemplate(parseTemplate(template), traced));
  const plain = compileFor(false);
  let traced: Code | undefined;
  return {
    render(scope, observer = {}) {
      if (!observer.onLine && !observer.onValue && !observer.onWrite) return run(plain, scope, observer, limits);
      traced ??= compileFor(true);
      return run(traced, scope, observer, limits);
    },
  };
}

function run({ run: code, unassigned }: Code, scope: Scope, observer: Observer, limits: Limits): Rendering {
  const frame: Frame = {
    scope,
    variables: unassigned.slice(),
    context: undefined,
    output: "",
    budget: limits.statements,
    deadline: 0,
    onLine: observer.onLine,
    onValue: observer.onValue,
    onWrite: observer.onWrite,
    nested: 0,
  };
  if (limits === standardLimits) runToEnd(code, frame);
  else {
    useLimits(limits);
    try {
      runToEnd(code, frame);
    } finally {
      useLimits(standardLimits);
    }
  }
  const rendering: { -readonly [Key in keyof Rendering]: Rendering[Key] } = { body: frame.output };
  const { context } = frame;
  const before = scope.context as { readonly requestOverride?: unknown; readonly responseOverride?: unknown };
  const requestOverride = overrideOf(context?.peek("requestOverride"), before.requestOverride);
  if (requestOverride) rendering.requestOverride = requestOverride;
  const responseOverride = overrideOf(context?.peek("responseOverride"), before.responseOverride);
  if (responseOverride) rendering.responseOverride = responseOverride;
  return rendering;
}

function runToEnd(code: Run, frame: Frame): void {
  try {
    code(frame);
  } catch (signal) {
    if (signal !== stop && !(signal instanceof Break)) throw tooDeep(signal);
  }
  boundText(frame.output);
}

/** A template nested or recursing too deep exhausts the stack: no more than a limit it exceeds. */
function guarded<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw tooDeep(error);
  }
}

function tooDeep(error: unknown): unknown {
  if (!(error instanceof RangeError)) return error;
  return new TemplateError("limit", `The template goes too deep: ${error.message}`);
}

/**
 * Renders a template once.
 * @throws TemplateError when it is not VTL or its rendering fails
 */
export function render(template: string, scope: Scope): Rendering {
  return compile(template).render(scope);
}
