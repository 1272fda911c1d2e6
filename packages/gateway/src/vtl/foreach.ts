import type { Statement } from "./ast.ts";
import { exception } from "./errors.ts";
import { Break, type Compilation, type Frame, type Run } from "./frame.ts";
import { limitError, limits } from "./limits.ts";
import { Loop } from "./loop.ts";
import { cursorOf } from "./methods/iterator.ts";

/**
 * Compiles a loop, which ends after its limit of iterations without a word, as Velocity's does, and fails when its list
 * gets longer or shorter on the way, as Java's do.
 */
export function compileForeach(statement: Statement & { type: "foreach" }, compilation: Compilation): Run {
  const list = compilation.value(statement.list);
  const item = compilation.slot(statement.name);
  const foreach = compilation.slot("foreach");
  const count = compilation.slot("velocityCount");
  const hasNext = compilation.slot("velocityHasNext");
  const body = compilation.block(statement.body);
  const cost = 1 + statementsIn(statement.body);
  return (frame) => {
    const value = list(frame);
    const items = Array.isArray(value) ? value : undefined;
    const cursor = items ? null : cursorOf(value);
    if (!items && !cursor) return;
    const total = items?.length ?? 0;
    const { variables } = frame;
    const savedItem = variables[item];
    const savedCount = variables[count];
    const savedHasNext = variables[hasNext];
    const loop = new Loop(variables[foreach] ?? null);
    variables[foreach] = loop;
    try {
      for (let index = 0; index < limits.iterations; index++) {
        if (items) {
          // Most loops go over a list: the same as a cursor does, without one.
          if (index === items.length) break;
          if (items.length !== total) throw exception("util.ConcurrentModificationException");
          variables[item] = items[index] ?? null;
          loop.hasNext = index < total - 1;
        } else if (cursor) {
          if (!cursor.hasNext()) break;
          variables[item] = cursor.next();
          loop.hasNext = cursor.hasNext();
        }
        spend(frame, cost, index);
        loop.index = index;
        variables[count] = index + 1;
        variables[hasNext] = loop.hasNext;
        body(frame);
      }
    } catch (signal) {
      if (!(signal instanceof Break) || (signal.scope && signal.scope !== loop)) throw signal;
    } finally {
      variables[item] = savedItem;
      variables[count] = savedCount;
      variables[hasNext] = savedHasNext;
      // A template that puts something else into $foreach keeps it.
      const last = variables[foreach];
      if (last instanceof Loop) variables[foreach] = last.parent ?? last.replaced();
    }
  };
}

/** Rounds of a loop in which nobody looks at the clock. */
const ROUNDS_WITHOUT_CLOCK = 8;

function spend(frame: Frame, cost: number, round: number): void {
  frame.budget -= cost;
  if (frame.budget < 0) throw limitError("statements run in loops", limits.statements);
  if (round % ROUNDS_WITHOUT_CLOCK === 0) {
    const now = Date.now();
    if (frame.deadline === 0) frame.deadline = now + limits.milliseconds;
    if (now > frame.deadline) throw limitError("milliseconds", limits.milliseconds);
  }
  if (frame.output.length > limits.text) throw limitError("text", limits.text);
}

/** How many statements there are, those inside of others included but for loops', which count their own. */
function statementsIn(statements: readonly Statement[]): number {
  return statements.reduce((sum, statement) => {
    if (statement.type === "if") return sum + 1 + statement.branches.reduce((n, { body }) => n + statementsIn(body), 0);
    return sum + 1;
  }, 0);
}
