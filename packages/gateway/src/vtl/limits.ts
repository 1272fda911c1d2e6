import { TemplateError } from "./errors.ts";

/** What a rendering may use. */
export interface Limits {
  /**
   * Iterations after which a `#foreach` ends: "Number of iterations in a #foreach ... #end loop in mapping templates: 1000".
   * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
   */
  readonly iterations: number;
  /** Characters of output, and of any text a template builds: API Gateway's payload limit of 10 MB. */
  readonly text: number;
  /** Items of a list that a template builds. */
  readonly items: number;
  /** Statements that run inside loops, after which a rendering counts as a runaway. */
  readonly statements: number;
  /** Milliseconds in loops: no integration gets longer than 29 seconds either. */
  readonly milliseconds: number;
  /** Milliseconds of one regular expression on one text. */
  readonly patternMilliseconds: number;
}

/** The limits of every rendering, but for tests of the limits. */
export const standardLimits: Limits = {
  iterations: 1000,
  text: 10 * 1024 * 1024,
  items: 1_000_000,
  statements: 5_000_000,
  milliseconds: 10_000,
  patternMilliseconds: 1000,
};

/** The limits of the rendering under way: a rendering never waits, so there is one at a time. */
export let limits = standardLimits;

/** Sets the limits for what runs from here on. */
export function useLimits(next: Limits): void {
  limits = next;
}

/**
 * Lets a text through.
 * @throws TemplateError when it is too long
 */
export function boundText(text: string): string {
  if (text.length > limits.text) throw limitError("text", limits.text);
  return text;
}

/** The error of a template that asks for too much. */
export function limitError(what: string, limit: number): TemplateError {
  return new TemplateError("limit", `The template exceeds the limit of ${limit} for ${what}`);
}
