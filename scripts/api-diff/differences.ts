import { structuredPatch } from "diff";
import { stringify } from "yaml";
import { type Json, objectOf, same } from "./json.ts";
import { type Part, partsOf } from "./parts.ts";

/** A part that is not the same in both documents. */
export interface Difference {
  readonly part: Part;
  readonly change: "added" | "changed" | "removed";
  /** What changed within it, such as `summary` or `integration requestTemplates`; empty for a part that is new or gone. */
  readonly what: readonly string[];
  /** The part's lines, each with `+`, `-` or a space before it, and `@@` between distant ones. */
  readonly lines: readonly string[];
}

/** What differs between two documents: first what is removed, then what is changed or new, in the second one's order. */
export function differences(base: Json, head: Json): Difference[] {
  const earlier = new Map(partsOf(base).map((part) => [part.name, part]));
  const later = new Map(partsOf(head).map((part) => [part.name, part]));
  const removed = [...earlier.values()]
    .filter(({ name }) => !later.has(name))
    .map((part): Difference => ({ part, change: "removed", what: [], lines: linesOf(part, undefined) }));
  const others = [...later.values()].flatMap((part): Difference[] => {
    const was = earlier.get(part.name);
    if (was === undefined) return [{ part, change: "added", what: [], lines: linesOf(undefined, part) }];
    if (same(was.value, part.value)) return [];
    return [{ part, change: "changed", what: changedKeys(was.value, part.value), lines: linesOf(was, part) }];
  });
  return [...removed, ...others];
}

const INTEGRATION = "x-amazon-apigateway-integration";

function changedKeys(was: Json, is: Json): string[] {
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((key) => !same(was[key], is[key]));
  return keys.flatMap((key) =>
    key === INTEGRATION
      ? changedKeys(objectOf(was[key]), objectOf(is[key])).map((inner) => `integration ${inner}`)
      : key.replace("x-amazon-apigateway-", ""),
  );
}

/** Longest time to look for the shortest difference of one part, in milliseconds; after it, all lines are shown. */
const MAX_TIME = 5_000;

function linesOf(was: Part | undefined, is: Part | undefined): string[] {
  const [before, after] = [textOf(was), textOf(is)];
  const patch = structuredPatch("", "", before, after, "", "", { context: 3, timeout: MAX_TIME });
  if (patch === undefined) return [...marked("-", before), ...marked("+", after)];
  return patch.hunks.flatMap(({ lines }, index) => (index === 0 ? lines : ["@@", ...lines]));
}

function marked(mark: string, text: string): string[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => mark + line);
}

/** A part as YAML, in which a mapping template is a block of text with a line for each of its own. */
function textOf(part: Part | undefined): string {
  return part === undefined
    ? ""
    : stringify(part.value, { lineWidth: 0, blockQuote: "literal", aliasDuplicateObjects: false });
}
