import type { Branch, Statement } from "./ast.ts";
import { compileAssignment } from "./compile-reference.ts";
import { Definition } from "./define.ts";
import { TemplateError } from "./errors.ts";
import { compileForeach } from "./foreach.ts";
import { Break, type Compilation, type Run, stop, type Test } from "./frame.ts";
import { Loop } from "./loop.ts";
import { print } from "./print.ts";

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
    for (const run of runs) run(frame);
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
      const value = compilation.value(statement.value);
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
      const body = compilation.block(statement.body);
      return (frame) => {
        frame.variables[slot] = new Definition(body, frame);
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
  const { prefix, backslashes, literal, escaped } = reference;
  const value = compilation.reference(reference);
  if (escaped) {
    return (frame) => {
      value(frame);
      frame.output += backslashes + literal;
    };
  }
  const before = backslashes + prefix;
  return (frame) => {
    const printed = value(frame);
    if (typeof printed === "string") frame.output += before + printed;
    else if (printed instanceof Definition) {
      // Velocity leaves out what stands before a definition, and doubles backslashes before one too deep in itself.
      if (!printed.render()) frame.output += backslashes + before + literal;
    } else frame.output += before + (print(printed) ?? literal);
  };
}

function compileIf(branches: readonly Branch[], compilation: Compilation): Run {
  const always: Test = () => true;
  const compiled = branches.map(({ condition, body, line }) => ({
    test: condition ? compilation.test(condition) : always,
    run: compilation.block(body),
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
  const value = compilation.value(statement.scope);
  return (frame) => {
    const scope = value(frame);
    if (scope instanceof Loop) throw new Break(scope);
    throw new TemplateError("evaluation", "#break takes a loop, such as $foreach", { line: statement.line });
  };
}
