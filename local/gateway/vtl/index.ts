import { Break, compileBlock, type Run, stop } from "./compile-statement.ts";
import { TemplateError } from "./errors.ts";
import { type Frame, newSlots } from "./frame.ts";
import { inputOf } from "./input.ts";
import { boundText, maximumStatements } from "./limits.ts";
import { overrideOf } from "./overrides.ts";
import { parseTemplate } from "./parser.ts";
import { contextOf, type RequestOverride, type ResponseOverride, type Scope } from "./scope.ts";
import { util } from "./util.ts";
import type { Value, ValueMap } from "./values.ts";

export { TemplateError, type TemplateFailure } from "./errors.ts";
export type { RequestOverride, ResponseOverride, Scope } from "./scope.ts";

/** What a template made of its scope. */
export interface Rendering {
  readonly body: string;
  readonly requestOverride?: RequestOverride;
  readonly responseOverride?: ResponseOverride;
}

/** A template that is ready to be rendered any number of times. */
export interface CompiledTemplate {
  /**
   * Renders the template. `onLine` is told the 1-based lines of the template that run, some of them several times.
   * @throws TemplateError when the rendering fails, where API Gateway answers 500
   */
  render(scope: Scope, options?: { readonly onLine?: (line: number) => void }): Rendering;
}

/**
 * Compiles a mapping template: Velocity 1.7, with what API Gateway adds, leaves out and limits.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings.html
 * @throws TemplateError when it is not VTL
 */
export function compile(template: string): CompiledTemplate {
  const slots = newSlots();
  const run = guarded(() => compileBlock(parseTemplate(template), slots));
  const slotOf = (name: string) => slots.names.get(name);
  const [input, utility, context, stageVariables] = ["input", "util", "context", "stageVariables"].map(slotOf);
  const size = slots.names.size;
  return {
    render(scope, { onLine } = {}) {
      const variables: Value[] = new Array(size).fill(null);
      const contextMap = context === undefined ? null : contextOf(scope);
      if (input !== undefined) variables[input] = inputOf(scope);
      if (utility !== undefined) variables[utility] = util;
      if (context !== undefined) variables[context] = contextMap;
      if (stageVariables !== undefined) variables[stageVariables] = mapOf(scope.stageVariables);
      const frame: Frame = { scope, variables, output: "", budget: maximumStatements, onLine };
      guarded(() => runToEnd(run, frame));
      const requestOverride = overrideOf(contextMap, "requestOverride");
      const responseOverride = overrideOf(contextMap, "responseOverride");
      return {
        body: frame.output,
        ...(requestOverride && { requestOverride }),
        ...(responseOverride && { responseOverride }),
      };
    },
  };
}

function runToEnd(run: Run, frame: Frame): void {
  try {
    run(frame);
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

function mapOf(record: Readonly<Record<string, string>>): ValueMap {
  return new Map(Object.entries(record));
}

/**
 * Renders a template once.
 * @throws TemplateError when it is not VTL or its rendering fails
 */
export function render(template: string, scope: Scope): Rendering {
  return compile(template).render(scope);
}
