import { TemplateError } from "../errors.ts";
import type { Value } from "../values.ts";

/** A step of a JsonPath. */
export type PathStep =
  | { readonly type: "properties"; readonly names: readonly string[] }
  | { readonly type: "indexes"; readonly indexes: readonly number[] }
  | { readonly type: "slice"; readonly from: number | undefined; readonly to: number | undefined }
  | { readonly type: "wildcard" }
  | { readonly type: "scan" }
  | { readonly type: "filter"; readonly accepts: Filter }
  | { readonly type: "function"; readonly name: string; readonly args: readonly FunctionArgument[] };

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
