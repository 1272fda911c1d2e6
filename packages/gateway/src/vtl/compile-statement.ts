import type { Branch, Statement } from "./ast.ts";
import { compileAssignment } from "./compile-reference.ts";
import { Definition } from "./define.ts";
import { TemplateError } from "./errors.ts";
import { compileForeach } from "./foreach.ts";
import { Break, type Compilation, type Frame, type Run, stop, type Test } from "./frame.ts";
import { Loop } from "./loop.ts";
import { print, surroundings } from "./print.ts";
import type { Value } from "./values.ts";

const breakInnermost = new Break();

/** Runs statements one after the other. */
export function compileBlock(statements: readonly Statement[], compilation: Compilation): Run {
  if (compilation.traced) {
    return inOrder(statements.map((statement) => traced(statement, compileStatement(statement, compilation))));
  }
  const runs: Run[] = [];
  let text = "";
  for (const statement of statements) {
    // Texts that follow each other, such as those around a comment, are printed together, and before a reference together with it.
    if (statement.type === "text") text += statement.text;
    else if (statement.type === "print") {
      runs.push(compilePrint(statement, compilation, text));
      text = "";
    } else {
      if (text !== "") runs.push(compileText(text));
      runs.push(compileStatement(statement, compilation));
      text = "";
    }
  }
  if (text !== "") runs.push(compileText(text));
  return inOrder(runs);
}

/**
 * Statements of a block from which on they run in a loop. V8 makes one function of a few closures that call each other; for many, a tree
 * of them is so much more memory to walk through: a template of 300 kB takes a tenth less in a loop.
 */
const LONG_BLOCK = 24;

function inOrder(runs: readonly Run[]): Run {
  const [first, second, third] = runs;
  if (!first) return () => {};
  if (!second) return first;
  if (!third) {
    return (frame) => {
      first(frame);
      second(frame);
    };
  }
  if (runs.length > LONG_BLOCK) {
    return (frame) => {
      for (const run of runs) run(frame);
    };
  }
  if (runs.length > 3) {
    const half = Math.ceil(runs.length / 2);
    return inOrder([inOrder(runs.slice(0, half)), inOrder(runs.slice(half))]);
  }
  return (frame) => {
    first(frame);
    second(frame);
    third(frame);
  };
}

/** Tells the frame's observer which lines a statement runs, and an error on which line it happened. */
function traced(statement: Statement, run: Run): Run {
  const { line } = statement;
  const lines = statement.type === "text" ? statement.text.replace(/\n$/, "").split("\n").length : 1;
  const writes = statement.type === "text" || statement.type === "print";
  return (frame) => {
    for (let offset = 0; offset < lines; offset++) frame.onLine?.(line + offset);
    const from = frame.output.length;
    try {
      run(frame);
      if (frame.onWrite && frame.nested === 0 && writes) frame.onWrite(statement, from, frame.output.length);
    } catch (error) {
      if (error instanceof TemplateError) error.line ??= line;
      throw error;
    }
  };
}

function compileStatement(statement: Statement, compilation: Compilation): Run {
  switch (statement.type) {
    case "text":
      return compileText(statement.text);
    case "print":
      return compilePrint(statement, compilation, "");
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

function compileText(text: string): Run {
  return (frame) => {
    frame.output += text;
  };
}

/** Prints a text and then a reference. */
function compilePrint({ reference }: Statement & { type: "print" }, compilation: Compilation, text: string): Run {
  const value = compilation.reference(reference);
  if (reference.escaped) {
    const written = reference.backslashes + reference.literal;
    return (frame) => {
      frame.output += text;
      value(frame);
      frame.output += written;
    };
  }
  const { before, without } = surroundings(reference);
  if (before === "") {
    return (frame) => {
      frame.output += text;
      const printed = value(frame);
      if (typeof printed === "string") frame.output += printed;
      else if (typeof printed !== "object") frame.output += String(printed);
      else printObject(frame, printed, "", without);
    };
  }
  return (frame) => {
    frame.output += text;
    const printed = value(frame);
    if (typeof printed !== "object") frame.output += before + String(printed);
    else printObject(frame, printed, before, without);
  };
}

/** Prints a definition in place, without what stands before it; of what has no text, the literal. */
function printObject(frame: Frame, value: Value, before: string, literal: string): void {
  if (value instanceof Definition) {
    if (!value.render()) frame.output += literal;
    return;
  }
  const text = print(value);
  frame.output += text === null ? literal : before + text;
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
