import { TemplateError } from "./errors.ts";

/**
 * Iterations after which a `#foreach` ends: "Number of iterations in a #foreach ... #end loop in mapping templates: 1000".
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
 */
export const maximumIterations = 1000;

/** Characters of output, and of any text a template builds: API Gateway's payload limit of 10 MB. */
export const maximumText = 10 * 1024 * 1024;

/** Items of a list that a template builds. */
export const maximumItems = 1_000_000;

/** Statements a rendering may run inside loops, after which it counts as a runaway. */
export const maximumStatements = 5_000_000;

/** Milliseconds a rendering may take in loops: no integration gets longer than 29 seconds either. */
export const maximumMilliseconds = 10_000;

/**
 * Lets a text through.
 * @throws TemplateError when it is longer than maximumText
 */
export function boundText(text: string): string {
  if (text.length > maximumText) throw limitError("text", maximumText);
  return text;
}

/** The error of a template that asks for too much. */
export function limitError(what: string, limit: number): TemplateError {
  return new TemplateError("limit", `The template exceeds the limit of ${limit} for ${what}`);
}
