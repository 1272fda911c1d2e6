import type { Value } from "../values.ts";

/**
 * A step of a JsonPath. `definite` steps lead to one value at most; a path with any other gives a list.
 */
export type PathStep = { readonly definite: boolean } & (
  | { readonly type: "properties"; readonly names: readonly string[] }
  | { readonly type: "indexes"; readonly indexes: readonly number[] }
  | { readonly type: "slice"; readonly from: number | undefined; readonly to: number | undefined }
  | { readonly type: "wildcard" }
  | { readonly type: "scan" }
  | { readonly type: "filter"; readonly accepts: Filter }
  | { readonly type: "function"; readonly name: string; readonly args: readonly FunctionArgument[] }
);

/** Whether a filter lets `item` of `document` through. */
export type Filter = (item: Value, document: Value) => boolean;

/** An argument of a function: a value, or a path to one. */
export type FunctionArgument = { readonly value: Value } | { readonly path: JsonPath };

/** A compiled path. */
export interface JsonPath {
  readonly steps: readonly PathStep[];
  /** Whether it leads to one value: it then has no list around it, and may lead nowhere. */
  readonly definite: boolean;
}
