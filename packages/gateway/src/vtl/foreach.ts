import type { Statement } from "./ast.ts";
import { compileValue } from "./compile-expression.ts";
import { Break, compileBlock, type Run } from "./compile-statement.ts";
import { TemplateError } from "./errors.ts";
import type { Compilation, Frame } from "./frame.ts";
import { limitError, maximumIterations, maximumMilliseconds, maximumStatements, maximumText } from "./limits.ts";
import type { HostObject, Value } from "./values.ts";

/** `$foreach`: where a loop is. */
interface Loop extends HostObject {
  readonly loop: true;
  index: number;
  hasNext: boolean;
}

/** Whether a value is some loop's `$foreach`. */
export function isLoop(value: Value): value is Loop {
  return typeof value === "object" && value !== null && "loop" in value;
}

function newLoop(outer: Value): Loop {
  const parent = isLoop(outer) ? outer : null;
  const property = (name: string): Value => {
    switch (name) {
      case "index":
        return loop.index;
      case "count":
        return loop.index + 1;
      case "hasNext":
        return loop.hasNext;
      case "first":
        return loop.index === 0;
      case "last":
        return !loop.hasNext;
      case "parent":
        return parent;
      case "topmost":
        return parent?.property("topmost") ?? loop;
      default:
        return null;
    }
  };
  const call = (name: string, args: readonly Value[]) => {
    const getter = /^(?:get|is)([A-Z])(\w*)$/.exec(name);
    if (args.length > 0) return undefined;
    return name === "hasNext" ? loop.hasNext : property(getter ? `${getter[1]?.toLowerCase()}${getter[2]}` : "");
  };
  const loop: Loop = { loop: true, index: -1, hasNext: false, property, call, print: () => "{}" };
  return loop;
}

/** What `#foreach` goes over: a list's items, a map's values; nothing for anything else. */
function itemsOf(value: Value): readonly Value[] {
  if (Array.isArray(value)) return value;
  return value instanceof Map ? [...value.values()] : [];
}

/**
 * Compiles a loop, which ends after maximumIterations without a word, as Velocity's does, and fails when its list gets
 * longer or shorter on the way, as Java's do.
 */
export function compileForeach(statement: Statement & { type: "foreach" }, compilation: Compilation): Run {
  const list = compileValue(statement.list, compilation);
  const item = compilation.slot(statement.name);
  const foreach = compilation.slot("foreach");
  const count = compilation.slot("velocityCount");
  const hasNext = compilation.slot("velocityHasNext");
  const body = compileBlock(statement.body, compilation);
  const cost = 1 + statementsIn(statement.body);
  return (frame) => {
    const items = itemsOf(list(frame));
    const { variables } = frame;
    const saved = [item, foreach, count, hasNext].map((slot) => variables[slot] as Value);
    const loop = newLoop(variables[foreach] as Value);
    const total = items.length;
    variables[foreach] = loop;
    try {
      for (let index = 0; index !== items.length && index < maximumIterations; index++) {
        spend(frame, cost);
        if (items.length !== total) throw new TemplateError("evaluation", "java.util.ConcurrentModificationException");
        loop.index = index;
        loop.hasNext = index < total - 1;
        variables[item] = items[index] as Value;
        variables[count] = index + 1;
        variables[hasNext] = loop.hasNext;
        body(frame);
      }
    } catch (signal) {
      if (!(signal instanceof Break) || (signal.scope && signal.scope !== loop)) throw signal;
    } finally {
      for (const [at, slot] of [item, foreach, count, hasNext].entries()) variables[slot] = saved[at] as Value;
    }
  };
}

function spend(frame: Frame, cost: number): void {
  frame.budget -= cost;
  if (frame.budget < 0) throw limitError("statements run in loops", maximumStatements);
  if (Date.now() > frame.deadline) throw limitError("milliseconds", maximumMilliseconds);
  if (frame.output.length > maximumText) throw limitError("text", maximumText);
}

/** How many statements there are, those inside of others included but for loops', which count their own. */
function statementsIn(statements: readonly Statement[]): number {
  return statements.reduce((sum, statement) => {
    if (statement.type === "if") return sum + 1 + statement.branches.reduce((n, { body }) => n + statementsIn(body), 0);
    return sum + 1;
  }, 0);
}
