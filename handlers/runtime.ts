import { Logger } from "@aws-lambda-powertools/logger";
import { Tracer } from "@aws-lambda-powertools/tracer";

// Logger and tracer take the service's name from POWERTOOLS_SERVICE_NAME.

/** Writes JSON lines. Give it ids and error names only: what a person sent is never logged. */
export const logger = new Logger();

/** Adds calls of AWS services to the function's X-Ray trace. Outside Lambda it does nothing. */
export const tracer = new Tracer();

/** The name of an error's class. Nothing else of an error may be logged: its message can quote the input. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
/**
 * The value of an environment variable that a handler needs.
 *
 * @throws Error that names the variable when it is not set.
 */
export function environment(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`environment variable ${name} is not set`);
  return value;
}
