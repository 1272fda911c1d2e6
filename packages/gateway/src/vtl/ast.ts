import type { Place } from "./errors.ts";

/** A parsed template: what the compiler turns into closures. Lines are 1-based lines of the template. */

/** A step from a value to a part of it: `.name`, `.name(…)`, `[…]`. */
export type Step =
  | { readonly type: "property"; readonly name: string }
  | { readonly type: "method"; readonly name: string; readonly args: readonly Expression[] }
  | { readonly type: "index"; readonly index: Expression };

/** `$name`, `$!name`, `${name.part}`, with what stands before it and how it looks when it is not replaced. */
export interface Reference {
  readonly type: "reference";
  readonly name: string;
  readonly steps: readonly Step[];
  /** A `$` or `#` that touches the reference: printed before its value. */
  readonly prefix: string;
  /** What its backslashes leave: half of them. */
  readonly backslashes: string;
  /** What is printed when there is no text: the reference as it is written, nothing of a quiet one. */
  readonly literal: string;
  /** `\$name`: printed as written. */
  readonly escaped: boolean;
  /** A bare word among a method's arguments, such as `null` in `$map.put("k", null)`: has no value. */
  readonly bare: boolean;
  /** Where its `$` is in the template. */
  readonly place: Place;
  /** The reference as it is written, from its `$`. */
  readonly written: string;
}

/** A name that no reference has: what is kept under it is lost. */
export const unreachable = "";

/** An operator of two operands. */
export type Operator = "||" | "&&" | "==" | "!=" | "<" | ">" | "<=" | ">=" | "+" | "-" | "*" | "/" | "%";

/** Anything that has a value. */
export type Expression =
  | Reference
  | { readonly type: "number"; readonly text: string }
  | { readonly type: "boolean"; readonly value: boolean }
  | { readonly type: "string"; readonly value: string }
  /** A double-quoted string with references or directives in it. `padded`: its last character is not part of it. */
  | { readonly type: "interpolation"; readonly body: readonly Statement[]; readonly padded: boolean }
  | { readonly type: "list"; readonly items: readonly Expression[] }
  | { readonly type: "map"; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly type: "range"; readonly from: Expression; readonly to: Expression }
  | { readonly type: "not"; readonly operand: Expression }
  | {
      readonly type: "binary";
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
      /** The operands of a `+` as they are written. */
      readonly literals?: readonly [left: string, right: string];
    };

/** A branch of `#if`; without a condition it is the `#else`. */
export interface Branch {
  readonly condition?: Expression;
  readonly body: readonly Statement[];
  readonly line: number;
}

/** Anything that prints or acts. */
export type Statement = { readonly line: number } & (
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "print"; readonly reference: Reference }
  | { readonly type: "set"; readonly target: Reference; readonly value: Expression }
  | { readonly type: "if"; readonly branches: readonly Branch[] }
  | { readonly type: "foreach"; readonly name: string; readonly list: Expression; readonly body: readonly Statement[] }
  | { readonly type: "define"; readonly name: string; readonly body: readonly Statement[] }
  | { readonly type: "break"; readonly scope?: Expression }
  | { readonly type: "stop" }
);
