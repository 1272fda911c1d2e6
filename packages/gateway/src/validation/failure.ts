/**
 * The Java validator throws on such a body where it should say what is wrong with it: it compares a number beyond a double, or
 * comes back to a schema at the same value. API Gateway answers 400, and its execution log has this error's message in the place
 * of the errors.
 */
export class UnknownBodyError extends Error {
  /** Why, in words of ours. */
  readonly reason: string;

  constructor(reason: string) {
    super("Unknown error parsing request body");
    this.name = "UnknownBodyError";
    this.reason = reason;
  }
}
