/** Why a template failed: its text is not VTL, its rendering went wrong, or it asked for more than it may have. */
export type TemplateFailure = "syntax" | "evaluation" | "limit";

/** A place in a template, both 1-based. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * A mapping template that cannot be parsed or rendered. API Gateway answers such a request with 500
 * `Internal server error`, and with 400 when the payload it has to read as JSON is not (`isPayload`).
 */
export class TemplateError extends Error {
  override readonly name = "TemplateError";
  readonly failure: TemplateFailure;
  /** 1-based line of the template, where it is known. */
  line: number | undefined;
  /** 1-based column in that line, where it is known: of what cannot be parsed it is. */
  readonly column: number | undefined;
  /** The fault is the payload's, which cannot be read as JSON: API Gateway answers 400 with this message. */
  readonly isPayload: boolean;

  constructor(failure: TemplateFailure, message: string, options: Partial<Place> & { isPayload?: boolean } = {}) {
    super(message);
    this.failure = failure;
    this.line = options.line;
    this.column = options.column;
    this.isPayload = options.isPayload ?? false;
  }
}

/** A Java exception that a value or method throws; API Gateway answers 500. */
export function exception(name: string, message = ""): TemplateError {
  return new TemplateError("evaluation", `java.lang.${name}${message && `: ${message}`}`);
}

/** The error of a payload that json-smart cannot read; API Gateway answers a request with it with 400. */
export function payloadError(message: string): TemplateError {
  const text = `Could not process payload: net.minidev.json.parser.ParseException: ${message}`;
  return new TemplateError("evaluation", text, { isPayload: true });
}
