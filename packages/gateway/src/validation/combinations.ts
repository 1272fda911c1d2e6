import { type Check, type CompilePart, fail, isValid, type Run, type SchemaNode } from "./run.ts";
import { type JsonObject, listAt, own } from "./schema-syntax.ts";

// Keywords that combine schemas of the same value. Messages name the combination, not what is wrong within its schemas.

export function allOf(schema: JsonObject, part: CompilePart): Check {
  const nodes = listAt(schema, "allOf").map((each) => part(each, false));
  return (run, at) => {
    const matched = countValid(nodes, run, at);
    if (matched === nodes.length) return;
    const counts = `(matched only ${matched} out of ${nodes.length})`;
    fail(run, () => `instance failed to match all required schemas ${counts}`);
  };
}

export function anyOf(schema: JsonObject, part: CompilePart): Check {
  const nodes = listAt(schema, "anyOf").map((each) => part(each, false));
  return (run, at) => {
    if (countValid(nodes, run, at) > 0) return;
    fail(run, () => `instance failed to match at least one required schema among ${nodes.length}`);
  };
}

export function oneOf(schema: JsonObject, part: CompilePart): Check {
  const nodes = listAt(schema, "oneOf").map((each) => part(each, false));
  return (run, at) => {
    const matched = countValid(nodes, run, at);
    if (matched === 1) return;
    fail(run, () => `instance failed to match exactly one schema (matched ${matched} out of ${nodes.length})`);
  };
}

export function not(schema: JsonObject, part: CompilePart): Check {
  const node = part(own(schema, "not"), false);
  return (run, at) => {
    if (isValid(node, run, at)) fail(run, () => "instance matched a schema which it should not have");
  };
}

/** All are tried: the Java validator would also fail at one that comes after a valid one. */
function countValid(nodes: readonly SchemaNode[], run: Run, at: number): number {
  let count = 0;
  for (const node of nodes) if (isValid(node, run, at)) count++;
  return count;
}
