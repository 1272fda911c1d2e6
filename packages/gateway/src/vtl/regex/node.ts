import type { Predicate } from "./predicates.ts";

/** How a quantifier gives back what it took. */
export type Greed = "greedy" | "lazy" | "possessive";

/** A part of a Java pattern. */
export type Node =
  | { readonly type: "character"; readonly accepts: Predicate }
  | { readonly type: "sequence"; readonly parts: readonly Node[] }
  | { readonly type: "choice"; readonly branches: readonly Node[] }
  | { readonly type: "group"; readonly index: number; readonly body: Node }
  | { readonly type: "atomic"; readonly body: Node }
  | { readonly type: "repeat"; readonly body: Node; readonly min: number; readonly max: number; readonly greed: Greed }
  | { readonly type: "look"; readonly body: Node; readonly behind: boolean; readonly negative: boolean }
  | { readonly type: "reference"; readonly index: number; readonly ignoreCase: boolean; readonly unicodeCase: boolean }
  | { readonly type: "anchor"; readonly name: Anchor; readonly unixLines: boolean }
  | { readonly type: "lineBreak" }
  | { readonly type: "grapheme" };

/** A place in a text: its beginning and end, a line's, a word's, the last match's end. */
export type Anchor =
  | "begin"
  | "end"
  | "lineBegin"
  | "lineEnd"
  | "lastLineEnd"
  | "wordEdge"
  | "noWordEdge"
  | "lastMatch";

/** A Java pattern. */
export interface Pattern {
  readonly root: Node;
  /** How many capturing groups there are. */
  readonly groups: number;
  /** Their indexes, by the names of those that have one. */
  readonly names: ReadonlyMap<string, number>;
}

/** What Java knows of the texts that a part matches: its `TreeInfo`, in 32 bits, which overflow as Java's do. */
export interface Lengths {
  min: number;
  max: number;
  /** Whether `max` is one that a lookbehind may have. */
  bounded: boolean;
  /** Whether there is one way to match it. */
  deterministic: boolean;
}

/** The shortest and longest text that a part matches. */
export function lengths(node: Node): Lengths {
  const sum: Lengths = { min: 0, max: 0, bounded: true, deterministic: true };
  add(node, sum);
  return sum;
}

const ENDLESS = 0x7fffffff;

function add(node: Node, sum: Lengths): void {
  switch (node.type) {
    case "character":
      sum.min++;
      sum.max = (sum.max + 1) | 0;
      break;
    case "lineBreak":
      sum.min++;
      sum.max = (sum.max + 2) | 0;
      break;
    case "reference":
      sum.bounded = false;
      break;
    case "group":
    case "atomic":
      add(node.body, sum);
      break;
    case "sequence":
      for (const part of node.parts) add(part, sum);
      break;
    case "choice": {
      const branches = node.branches.map(lengths);
      sum.min += Math.min(...branches.map(({ min }) => min));
      sum.max = (sum.max + Math.max(...branches.map(({ max }) => max))) | 0;
      sum.bounded &&= branches.every(({ bounded }) => bounded);
      sum.deterministic = false;
      break;
    }
    case "repeat":
      addRepeat(node, sum);
      break;
  }
}

function addRepeat({ body, min, max, greed }: Node & { type: "repeat" }, sum: Lengths): void {
  const one = lengths(body);
  if (min === 0 && max === 1) {
    sum.max = (sum.max + one.max) | 0;
    sum.bounded &&= one.bounded;
    sum.deterministic = false;
  } else if (body.type === "character" && greed === "greedy" && max === Infinity) {
    sum.min += min;
    sum.max = (sum.max + ENDLESS) | 0;
    sum.deterministic = false;
  } else {
    const before = sum.max;
    const isGroup = body.type === "group" || body.type === "sequence" || body.type === "choice";
    const isLoop = greed !== "possessive" && isGroup && !one.deterministic;
    sum.min += one.min * min;
    sum.max = (Math.imul(one.max, max === Infinity ? ENDLESS : max) + before) | 0;
    sum.bounded &&= one.bounded && !isLoop && sum.max >= before;
    sum.deterministic &&= one.deterministic && min === max;
  }
}
