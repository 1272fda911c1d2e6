import type { Branch, Statement } from "./ast.ts";
import { compileTest, compileValue, type Test } from "./compile-expression.ts";
import { compileAssignment, compileReference } from "./compile-reference.ts";
import { definition } from "./define.ts";
import { TemplateError } from "./errors.ts";
import { compileForeach, isLoop } from "./foreach.ts";
import type { Compilation, Frame } from "./frame.ts";
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
export function compileBlock(statements: readonly Statement[], compilation: Compilation): Run {
  const runs = statements.map((statement) => {
    const run = compileStatement(statement, compilation);
    return compilation.traced ? traced(statement, run) : run;
  });
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

/** Tells the frame's observer which lines a statement runs, and an error on which line it happened. */
function traced(statement: Statement, run: Run): Run {
  const { line } = statement;
  const lines = statement.type === "text" ? statement.text.replace(/\n$/, "").split("\n").length : 1;
  return (frame) => {
    for (let offset = 0; offset < lines; offset++) frame.onLine?.(line + offset);
    try {
      run(frame);
    } catch (error) {
      if (error instanceof TemplateError) error.line ??= line;
      throw error;
    }
  };
}

function compileStatement(statement: Statement, compilation: Compilation): Run {
  switch (statement.type) {
    case "text": {
      const { text } = statement;
      return (frame) => {
        frame.output += text;
      };
    }
    case "print":
      return compilePrint(statement, compilation);
    case "set": {
      const value = compileValue(statement.value, compilation);
      const assign = compileAssignment(statement.target, compilation);
      return (frame) => {
        const assigned = value(frame);
        if (assigned !== null) assign(frame, assigned);
      };
    }
    case "if":
      return compileIf(statement.branches, compilation);
    case "foreach":
      return compileForeach(statement, compilation);
    case "define": {
      const slot = compilation.slot(statement.name);
      const body = compileBlock(statement.body, compilation);
      return (frame) => {
        frame.variables[slot] = definition(body, frame);
      };
    }
    case "stop":
      return () => {
        throw stop;
      };
    case "break":
      return compileBreak(statement, compilation);
  }
}

function compilePrint({ reference }: Statement & { type: "print" }, compilation: Compilation): Run {
  const { prefix, literal, escaped } = reference;
  if (escaped) {
    return (frame) => {
      frame.output += prefix + literal;
    };
  }
  const value = compileReference(reference, compilation);
  if (prefix === "") {
    return (frame) => {
      frame.output += print(value(frame)) ?? literal;
    };
  }
  return (frame) => {
    frame.output += prefix + (print(value(frame)) ?? literal);
  };
}

function compileIf(branches: readonly Branch[], compilation: Compilation): Run {
  const always: Test = () => true;
  const compiled = branches.map(({ condition, body, line }) => ({
    test: condition ? compileTest(condition, compilation) : always,
    run: compileBlock(body, compilation),
    line,
  }));
  return (frame) => {
    for (const { test, run, line } of compiled) {
      frame.onLine?.(line);
      if (test(frame)) return run(frame);
    }
  };
}

function compileBreak(statement: Statement & { type: "break" }, compilation: Compilation): Run {
  if (!statement.scope) {
    return () => {
      throw breakInnermost;
    };
  }
  const value = compileValue(statement.scope, compilation);
  return (frame) => {
    const scope = value(frame);
    if (isLoop(scope)) throw new Break(scope);
    throw new TemplateError("evaluation", "#break takes a loop, such as $foreach", { line: statement.line });
  };
}
