import type { Branch, Statement } from "./ast.ts";
import { compileTest, compileValue, type Test } from "./compile-expression.ts";
import { compileAssignment, compileReference } from "./compile-reference.ts";
import { definition } from "./define.ts";
import { TemplateError } from "./errors.ts";
import { compileForeach, isLoop } from "./foreach.ts";
import type { Frame, Slots } from "./frame.ts";
import { print } from "./print.ts";

/** Runs a statement: prints to the frame's output, assigns its variables. */
export type Run = (frame: Frame) => void;

/** Thrown by `#stop`: ends the rendering. */
export const stop = Symbol("#stop");

/** Thrown by `#break`: ends the innermost loop or definition, or the one it names. */
export class Break {
  readonly scope: object | undefined;
  constructor(scope?: object) {
    this.scope = scope;
  }
}

const breakInnermost = new Break();

/** Runs statements one after the other. */
export function compileBlock(statements: readonly Statement[], slots: Slots): Run {
  const runs = statements.map((statement) => traced(statement, compileStatement(statement, slots)));
  const [first, second, third] = runs;
  if (!first) return () => {};
  if (!second) return first;
  if (!third) {
    return (frame) => {
      first(frame);
      second(frame);
    };
  }
  return (frame) => {
    for (let index = 0; index < runs.length; index++) (runs[index] as Run)(frame);
  };
}

/** Tells the frame's observer, if it has one, which lines a statement runs. */
function traced(statement: Statement, run: Run): Run {
  const { line } = statement;
  const lines = statement.type === "text" ? statement.text.replace(/\n$/, "").split("\n").length : 1;
  return (frame) => {
    if (frame.onLine) for (let offset = 0; offset < lines; offset++) frame.onLine(line + offset);
    run(frame);
  };
}

function compileStatement(statement: Statement, slots: Slots): Run {
  switch (statement.type) {
    case "text": {
      const { text } = statement;
      return (frame) => {
        frame.output += text;
      };
    }
    case "print":
      return compilePrint(statement, slots);
    case "set": {
      const value = compileValue(statement.value, slots);
      const assign = compileAssignment(statement.target, slots);
      return (frame) => {
        const assigned = value(frame);
        if (assigned !== null) assign(frame, assigned);
      };
    }
    case "if":
      return compileIf(statement.branches, slots);
    case "foreach":
      return compileForeach(statement, slots);
    case "define": {
      const slot = slots.of(statement.name);
      const body = compileBlock(statement.body, slots);
      return (frame) => {
        frame.variables[slot] = definition(body, frame);
      };
    }
    case "stop":
      return () => {
        throw stop;
      };
    case "break":
      return compileBreak(statement, slots);
  }
}

function compilePrint({ reference }: Statement & { type: "print" }, slots: Slots): Run {
  const { prefix, literal, escaped } = reference;
  if (escaped) {
    return (frame) => {
      frame.output += prefix + literal;
    };
  }
  const value = compileReference(reference, slots);
  if (prefix === "") {
    return (frame) => {
      frame.output += print(value(frame)) ?? literal;
    };
  }
  return (frame) => {
    frame.output += prefix + (print(value(frame)) ?? literal);
  };
}

function compileIf(branches: readonly Branch[], slots: Slots): Run {
  const always: Test = () => true;
  const compiled = branches.map(({ condition, body, line }) => ({
    test: condition ? compileTest(condition, slots) : always,
    run: compileBlock(body, slots),
    line,
  }));
  return (frame) => {
    for (const { test, run, line } of compiled) {
      frame.onLine?.(line);
      if (test(frame)) return run(frame);
    }
  };
}

function compileBreak(statement: Statement & { type: "break" }, slots: Slots): Run {
  if (!statement.scope) {
    return () => {
      throw breakInnermost;
    };
  }
  const value = compileValue(statement.scope, slots);
  return (frame) => {
    const scope = value(frame);
    if (isLoop(scope)) throw new Break(scope);
    throw new TemplateError("evaluation", "#break takes a loop, such as $foreach", { line: statement.line });
  };
}
