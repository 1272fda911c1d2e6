/** An error as Lambda returns it. https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
export interface LambdaError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** What Lambda's Node.js runtime makes of something thrown. */
export function lambdaError(thrown: unknown): LambdaError {
  if (thrown instanceof Error) {
    return { errorType: thrown.name, errorMessage: thrown.message, trace: (thrown.stack ?? "").split("\n") };
  }
  return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
}

/** The error of a function that ran out of time. */
export function timedOut(requestId: string, seconds: number): LambdaError {
  const message = `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`;
  return { errorType: "Sandbox.Timedout", errorMessage: message };
}

/** The error of a function whose process ended: `how` is for example `signal: killed`. */
export function exited(requestId: string, how: string): LambdaError {
  const message = `RequestId: ${requestId} Error: Runtime exited with error: ${how}`;
  return { errorType: "Runtime.ExitError", errorMessage: message };
}
