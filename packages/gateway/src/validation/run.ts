import { UnknownBodyError } from "./failure.ts";
import { ARRAY, type JsonTape, kindOf, OBJECT } from "./json-tape.ts";
import type { Pattern } from "./pattern.ts";

/** Messages and unknown names that are listed; with more of them the rest of a body is not looked at. */
export const MAXIMUM_LISTED = 1000;

/** Levels of a body that are validated. Java's stack and json-smart give up earlier or little later. */
const MAXIMUM_DEPTH = 1000;

/** Steps that the patterns of a body may take before their time is watched: about 50 ms. */
const MAXIMUM_STEPS = 1e7;

/** One validation of a body under way. */
export interface Run {
  readonly tape: JsonTape;
  /** What is wrong. Undefined while a schema of `anyOf` and its like is tried, whose own errors nobody sees. */
  messages: string[] | undefined;
  /** How many errors the schema that is tried, or the whole, has so far. */
  errors: number;
  /** Levels between the body and the value that is looked at. */
  depth: number;
  /** The object that was looked at last, for which schema, and what was found. */
  membersAt: number;
  membersFor: MemberNames | undefined;
  members: Members;
  /** The string whose length is wrong: its pattern is not tried if it is long. */
  wrongLengthAt: number;
  /** Steps that patterns may have taken so far. */
  steps: number;
  /** Whether the time is limited, so that steps need not be counted. */
  readonly isTimed: boolean;
  /** The pattern that is tried. */
  pattern: Pattern | undefined;
  /** For schemas that come back to themselves: the results of those that were tried, and the level where each is under way. */
  results: Map<number, boolean> | undefined;
  underWay: Map<SchemaNode, number> | undefined;
}

/** Names of members that a schema speaks of. */
export interface MemberNames {
  /** Their slots by name. */
  readonly slots: ReadonlyMap<string, number>;
  /** The same by the names' lengths. */
  readonly byLength: readonly (readonly { readonly name: string; readonly slot: number }[])[];
  /** Slots of properties; the other names are those of `required` and `dependencies` alone. */
  readonly isProperty: readonly boolean[];
  /** The values of an empty object by slot: -1 for each. */
  readonly absent: readonly number[];
  /** Patterns of other names that are allowed. Undefined when all are, so that they need not be listed. */
  readonly others: readonly Pattern[] | undefined;
}

/** Members of an object. */
export interface Members {
  /** Their values by the slots of their names, -1 for one that is absent. */
  readonly values: readonly number[];
  /** Names that are not allowed, `MAXIMUM_LISTED` of them at most; the members after those are not looked at. */
  readonly unknown: readonly string[];
}

/** Checks one keyword against a value of a type that it is about. */
export type Check = (run: Run, at: number) => void;

/** Compiles a schema within the one whose keywords are read. `isInner` says whether it is about values within the value. */
export type CompilePart = (schema: unknown, isInner: boolean) => SchemaNode;

/** A schema, compiled. */
export interface SchemaNode {
  readonly id: number;
  /** Checks by the type of the value, in the order of the Java validator: that of the keywords' names, and the format last. */
  checks: readonly (readonly Check[])[];
  /** Validates the items of an array, the members of an object, as long as nothing else is wrong. */
  items: Check | undefined;
  members: Check | undefined;
  /** Why the Java validator fails at this schema, whatever the value. */
  fault: string | undefined;
  /** Whether the schema leads back to itself at the same value, and at a value within. */
  loops: boolean;
  recurs: boolean;
}

/** Ends a validation that found enough errors. */
export const STOP = new Error("enough errors");
/** Ends a validation whose patterns may take long. */
export const OUT_OF_STEPS = new Error("patterns may take long");

const NO_MEMBERS: Members = { values: [], unknown: [] };

/** Begins the validation of a body. */
export function newRun(tape: JsonTape, isTimed: boolean): Run {
  return {
    tape,
    messages: [],
    errors: 0,
    depth: 0,
    membersAt: -1,
    membersFor: undefined,
    members: NO_MEMBERS,
    wrongLengthAt: -1,
    steps: 0,
    isTimed,
    pattern: undefined,
    results: undefined,
    underWay: undefined,
  };
}

/** Validates a value. What is in it is not looked at once something is wrong, as the Java validator does by default. */
export function validateValue(node: SchemaNode, run: Run, at: number): void {
  if (node.fault !== undefined) throw new UnknownBodyError(node.fault);
  const outer = node.loops ? enter(node, run) : undefined;
  const kind = kindOf(run.tape, at);
  for (const check of node.checks[kind] ?? []) check(run, at);
  if (run.errors === 0) {
    if (kind === OBJECT) node.members?.(run, at);
    else if (kind === ARRAY) node.items?.(run, at);
  }
  if (node.loops) run.underWay?.set(node, outer ?? -1);
}

function enter(node: SchemaNode, run: Run): number | undefined {
  run.underWay ??= new Map();
  const outer = run.underWay.get(node);
  if (outer === run.depth) throw new UnknownBodyError("a schema leads back to itself");
  run.underWay.set(node, run.depth);
  return outer;
}

/** Validates a value within the one that is looked at. */
export function validateInner(node: SchemaNode, run: Run, at: number): void {
  if (++run.depth > MAXIMUM_DEPTH) throw new UnknownBodyError(`more than ${MAXIMUM_DEPTH} levels`);
  validateValue(node, run, at);
  run.depth--;
}

/** Whether a value is valid against a schema, whose errors are not listed. */
export function isValid(node: SchemaNode, run: Run, at: number): boolean {
  const key = node.recurs ? at * 1e6 + node.id : -1;
  const known = node.recurs ? run.results?.get(key) : undefined;
  if (known !== undefined) return known;
  const { messages, errors, depth } = run;
  run.messages = undefined;
  run.errors = 0;
  try {
    validateValue(node, run, at);
  } catch (error) {
    if (error !== STOP) throw error;
    run.depth = depth;
  }
  const result = run.errors === 0;
  run.messages = messages;
  run.errors = errors;
  if (node.recurs) {
    run.results ??= new Map();
    run.results.set(key, result);
  }
  return result;
}

/** Adds an error. */
export function fail(run: Run, message: () => string): void {
  run.errors++;
  run.messages?.push(message());
  if (run.errors >= MAXIMUM_LISTED) throw STOP;
}

/** Whether a pattern is found in a text. */
export function isMatch(run: Run, pattern: Pattern, text: string): boolean {
  if (!run.isTimed) {
    run.steps += pattern.steps(text.length);
    if (run.steps > MAXIMUM_STEPS) throw OUT_OF_STEPS;
  }
  run.pattern = pattern;
  return pattern.expression.test(text);
}
