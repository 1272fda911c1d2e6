import type { Statement } from "./ast.ts";
import { type Place, TemplateError } from "./errors.ts";
import { compile, type Limits, type Rendering, type Scope, standardLimits } from "./index.ts";
import { jsonText } from "./json-text.ts";
import { print } from "./print.ts";
import { isHostObject, type Value } from "./values.ts";
import { withinTime } from "./within-time.ts";

/** What a reference held when it was read. In a loop there is one for each round, in their order. */
export interface ReadValue extends Place {
  /** The reference as it is written, such as `$input.path('$.name')`. */
  readonly written: string;
  readonly text: string;
}

/** Which part of the output a statement wrote. */
export interface Written extends Place {
  /** The reference that was printed; empty for the template's own text. */
  readonly written: string;
  /** Index of the first character in the output, and of the one after the last. */
  readonly from: number;
  readonly to: number;
}

/** A rendering with everything that a reader of the template asks about. */
export interface WatchedRendering extends Partial<Rendering> {
  /** Why there is no output. */
  readonly error?: Partial<Place> & { readonly message: string };
  /** 1-based lines that ran, ascending. */
  readonly linesRun: readonly number[];
  readonly values: readonly ReadValue[];
  readonly writes: readonly Written[];
}

/** Values and writes that are kept of one rendering. */
const MOST_KEPT = 2000;
/** Characters that are kept of a value. */
const MOST_TEXT = 1000;

/**
 * Renders a template and writes down which lines ran, what each reference held and which statement wrote what.
 * Fails as a value, not by throwing. `milliseconds` is the time that all of it may take.
 */
export function watchRendering(template: string, scope: Scope, milliseconds: number): WatchedRendering {
  const lines = new Set<number>();
  const values: ReadValue[] = [];
  const writes: Written[] = [];
  const limits: Limits = { ...standardLimits, milliseconds };
  let result: Partial<Rendering> & Pick<WatchedRendering, "error">;
  try {
    result = withinTime(
      () =>
        compile(template, limits).render(scope, {
          onLine: (line) => lines.add(line),
          onValue({ place, written }, value) {
            if (values.length < MOST_KEPT) values.push({ ...place, written, text: shown(value) });
          },
          onWrite(statement, from, to) {
            if (writes.length < MOST_KEPT && to > from) writes.push({ ...placeOf(statement), from, to });
          },
        }),
      { milliseconds, what: "The template" },
    );
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const { message, line, column } = error;
    result = { error: { message, ...(line !== undefined && { line }), ...(column !== undefined && { column }) } };
  }
  return { ...result, linesRun: [...lines].sort((a, b) => a - b), values, writes };
}

function placeOf(statement: Statement): Place & { written: string } {
  if (statement.type !== "print") return { line: statement.line, column: 1, written: "" };
  return { ...statement.reference.place, written: statement.reference.written };
}

/** A value for a person: text as it is, lists and maps as JSON. */
function shown(value: Value): string {
  if (typeof value === "object" && value !== null && isHostObject(value)) return value.print() ?? "";
  try {
    const isData = Array.isArray(value) || value instanceof Map;
    const text = isData ? jsonText(value) : (print(value) ?? "null");
    return text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text;
  } catch (error) {
    // A list in itself, or more text than a template may make.
    if (error instanceof TemplateError || error instanceof RangeError) return "(too large to show)";
    throw error;
  }
}
