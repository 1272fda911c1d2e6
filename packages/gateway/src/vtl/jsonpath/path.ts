import { TemplateError } from "../errors.ts";
import type { Value } from "../values.ts";

/** A step of a JsonPath. */
export type PathStep =
  | Properties
  | { readonly type: "indexes"; readonly indexes: readonly number[] }
  | { readonly type: "slice"; readonly from: number | undefined; readonly to: number | undefined }
  | { readonly type: "wildcard" }
  | { readonly type: "scan" }
  | { readonly type: "filter"; readonly accepts: Filter }
  | { readonly type: "function"; readonly name: string; readonly args: readonly FunctionArgument[] };

/** One name or several. */
interface Properties {
  readonly type: "properties";
  readonly names: readonly string[];
  /** The codes of the first name's characters: to compare them with a tape's takes two thirds of the time that the text takes. */
  readonly codes: Uint16Array;
}

/** The step to what has one of these names. */
export function propertiesOf(names: readonly string[]): Properties {
  const name = names[0] ?? "";
  const codes = Uint16Array.from({ length: name.length }, (_, index) => name.charCodeAt(index));
  return { type: "properties", names, codes };
}

/** Whether a filter lets `item` of `document` through. */
export type Filter = (item: Value, document: Value) => boolean;

/** An argument of a function: JSON text, or a path to a value. */
export type FunctionArgument = { readonly json: string } | { readonly path: JsonPath };

/** A compiled path. */
export interface JsonPath {
  readonly steps: readonly PathStep[];
  /** Whether it leads to one value: it then has no list around it, and may lead nowhere. */
  readonly definite: boolean;
  /** Whether it is nothing but names and positions, one after the other. */
  readonly direct: boolean;
  /** Whether it begins at the document, `$`, and not at what a filter looks at, `@`. */
  readonly fromRoot: boolean;
}

/** Whether a step leads to one value at most; `isLast`: several properties make one object at a path's end. */
export function isDefinite(step: PathStep, isLast: boolean): boolean {
  switch (step.type) {
    case "properties":
      return isLast || step.names.length === 1;
    case "indexes":
      return step.indexes.length === 1;
    default:
      return step.type === "function";
  }
}

/** A path that cannot be read, or is not for this document. Within a filter it means that the item is left out. */
export class InvalidPath extends TemplateError {
  constructor(message: string) {
    super("evaluation", `Invalid JSON path: ${message}`);
  }
}

/** A path that leads nowhere. */
export class PathNotFound extends InvalidPath {
  constructor() {
    super("no results");
  }
}

/** Java's IndexOutOfBoundsException, which Jayway takes for an item that is not there. */
export class IndexOutOfBounds extends TemplateError {
  constructor(index: number, length: number) {
    super("evaluation", `Index ${index} out of bounds for length ${length}`);
  }
}
