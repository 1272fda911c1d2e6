import { schemaCompiler } from "./compile.ts";
import { UnknownBodyError } from "./failure.ts";
import { readJson } from "./json-reader.ts";
import type { JsonTape } from "./json-tape.ts";
import { MAXIMUM_MILLISECONDS, withinTime } from "./pattern.ts";
import { newRun, OUT_OF_STEPS, type Run, type SchemaNode, STOP, validateValue } from "./run.ts";

/**
 * Checks a body against a model: its faults in words, none when it is valid. It throws an UnknownBodyError for a body at which
 * API Gateway's own validator fails.
 */
export type BodyValidator = (body: Buffer) => string[];

/**
 * Makes validators of the document's models, which are JSON Schema draft 4 and may refer to each other. An empty body counts as `{}`.
 *
 * API Gateway validates with a Java library; verdicts, messages and their order are those of its version 2.2.14. Validating takes
 * a time that grows with the body's length: of many errors the first are listed, and patterns are stopped after a while.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
 * https://github.com/java-json-tools/json-schema-validator
 *
 * @param schemas models by name, whose references are `#/components/schemas/{name}`
 * @returns a function that compiles a schema; it throws an Error for one that is not valid
 */
export function bodyValidators(schemas: Record<string, unknown>): (schema: object) => BodyValidator {
  const compile = schemaCompiler(schemas);
  return (schema) => {
    const node = compile(schema);
    return (body) => {
      const tape = readJson(body.length === 0 ? "{}" : body.toString());
      // The wording is API Gateway's, of a recorded test invocation.
      return tape ? validate(node, tape) : ["Unknown error parsing request body"];
    };
  };
}

function validate(node: SchemaNode, tape: JsonTape): string[] {
  try {
    return messages(node, newRun(tape, false));
  } catch (error) {
    if (error === OUT_OF_STEPS) return validateWithinTime(node, tape);
    // Schemas may be nested deeper than JavaScript's stack has room for.
    throw error instanceof RangeError ? new UnknownBodyError("too many levels") : error;
  }
}

function validateWithinTime(node: SchemaNode, tape: JsonTape): string[] {
  const run = newRun(tape, true);
  const source = () => run.pattern?.source;
  return (
    withinTime(() => messages(node, run)) ?? [`ECMA 262 regex "${source()}" takes more than ${MAXIMUM_MILLISECONDS} ms`]
  );
}

function messages(node: SchemaNode, run: Run): string[] {
  const found: string[] = [];
  run.messages = found;
  try {
    validateValue(node, run, 0);
  } catch (error) {
    if (error !== STOP) throw error;
  }
  return found;
}
