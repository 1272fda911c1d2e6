import * as pulumi from "@pulumi/pulumi";

/** An invalid argument of a component. */
export class ArgumentError extends pulumi.RunError {
  constructor(message: string) {
    super(message);
    // Pulumi prints a RunError as one line. It still formats the stack, which takes Node 20 and 22 a minute
    // (https://github.com/nodejs/node/issues/64011), and the message already names component and argument.
    this.stack = message;
  }
}

/**
 * Refuses an argument.
 *
 * @param argument The argument, for example `timeoutInMillis`.
 * @param problem What was expected and what came, for example `expected a whole number, got 1.5`.
 */
export function refuse(argument: string, problem: string): never {
  throw new ArgumentError(`${argument}: ${problem}`);
}

/** Refuses a number that is not whole, or out of range. */
export function checkWholeNumber(argument: string, value: number, min: number, max: number): void {
  if (!Number.isInteger(value) || value < min || value > max) {
    refuse(argument, `expected a whole number from ${min} to ${max}, got ${value}`);
  }
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export const RETENTION_DAYS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Refuses a `logRetentionDays` that CloudWatch Logs does not take. */
export function checkRetention(days: number): void {
  if (!RETENTION_DAYS.includes(days)) {
    refuse("logRetentionDays", `expected one of ${RETENTION_DAYS.join(", ")}, got ${days}`);
  }
}

/**
 * Runs the checks of a component's arguments, before the component exists.
 *
 * @param component Type and name of the component, for example `SqsIntegration "contact"`; every error begins with it.
 * @returns What the checks return.
 */
export function checkArguments<T>(component: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw new ArgumentError(`${component}: ${(error as Error).message}`);
  }
}
