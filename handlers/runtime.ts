import { Logger } from "@aws-lambda-powertools/logger";

// The AWS SDK's own frames are nine or ten, which is the default: ours come after them.
Error.stackTraceLimit = 30;

/** Writes JSON lines with the service's name from `POWERTOOLS_SERVICE_NAME`. Give it ids and error names only: what a person sent is never logged. */
export const logger = new Logger();

/**
 * Options of every AWS client here. By default a client composes its middleware anew for each call, in case somebody has changed
 * it. Nobody does here, and it is a fifth of a call's processor time.
 */
export const CLIENT_OPTIONS = { cacheMiddleware: true } as const;

/**
 * What may be logged of an error: the name of its class, and the frames of its stack trace, each with a file and a line. Nothing
 * else: its message can quote the input.
 */
export function errorFields(error: unknown): { readonly errorName: string; readonly stack?: readonly string[] } {
  if (!(error instanceof Error)) return { errorName: typeof error };
  const { name, message, stack = "" } = error;
  const start = stack.indexOf(message);
  // The trace begins with the message as it was when the error was made; if it changed, nothing says where that one ends.
  if (start < 0) return { errorName: name };
  const frames = stack
    .slice(start + message.length)
    .split("\n")
    .slice(1);
  return { errorName: name, stack: frames.map((frame) => frame.trim()) };
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
