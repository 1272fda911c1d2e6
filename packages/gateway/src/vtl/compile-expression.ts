import { type ArithmeticOperator, calculate, castNumber, compareNumbers } from "./arithmetic.ts";
import type { Expression, Operator, Statement } from "./ast.ts";
import { Definition } from "./define.ts";
import { looselyEqual } from "./equality.ts";
import type { Compilation, Evaluate, Frame, Test } from "./frame.ts";
import { integerOf } from "./json-number.ts";
import { boundText, limitError, limits } from "./limits.ts";
import { print, surroundings } from "./print.ts";
import { isNumber, JavaDouble, type Value, type ValueMap } from "./values.ts";

/** An expression's value; null where Java's is, such as after a division by zero. */
export function compileValue(expression: Expression, compilation: Compilation): Evaluate {
  switch (expression.type) {
    case "reference":
      return compilation.reference(expression);
    case "string":
    case "boolean": {
      const { value } = expression;
      return () => value;
    }
    case "number": {
      const value = numberOf(expression.text);
      return () => value;
    }
    case "interpolation":
      return compileInterpolation(expression, compilation);
    case "list": {
      const items = expression.items.map((item) => compileValue(item, compilation));
      return (frame) => items.map((item) => item(frame));
    }
    case "map":
      return compileMap(expression.entries, compilation);
    case "range":
      return compileRange(compileValue(expression.from, compilation), compileValue(expression.to, compilation));
    case "binary":
      if (isArithmetic(expression.operator))
        return compileArithmetic({ ...expression, operator: expression.operator }, compilation);
      return compileTest(expression, compilation);
    case "not":
      return compileTest(expression, compilation);
  }
}

function numberOf(text: string): Value {
  return /^-?\d+$/.test(text) ? integerOf(text) : new JavaDouble(Number(text));
}

function compileInterpolation(expression: Expression & { type: "interpolation" }, compilation: Compilation): Evaluate {
  const parts = expression.padded || compilation.traced ? undefined : partsOf(expression.body, compilation);
  if (parts) return compileParts(parts);
  const run = compilation.block(expression.body);
  return (frame) => {
    const outer = frame.output;
    frame.output = "";
    frame.nested++;
    try {
      run(frame);
      return boundText(expression.padded ? frame.output.slice(0, -1) : frame.output);
    } finally {
      frame.nested--;
      frame.output = outer;
    }
  };
}

/** A text, or a reference with what stands before it and what is printed when it has no text. */
type Part = string | { readonly value: Evaluate; readonly before: string; readonly without: string };

/** The parts of a string of nothing but texts and references; undefined when there is more to it. */
function partsOf(body: readonly Statement[], compilation: Compilation): Part[] | undefined {
  const parts: Part[] = [];
  for (const statement of body) {
    if (statement.type === "text") parts.push(statement.text);
    else if (statement.type === "print" && !statement.reference.escaped) {
      const { reference } = statement;
      parts.push({ value: compilation.reference(reference), ...surroundings(reference) });
    } else return undefined;
  }
  return parts;
}

function compileParts(parts: readonly Part[]): Evaluate {
  const [only] = parts;
  if (parts.length === 1 && typeof only === "object") return (frame) => boundText(textOfPart(frame, only));
  return (frame) => {
    let text = "";
    for (const part of parts) text += typeof part === "string" ? part : textOfPart(frame, part);
    return boundText(text);
  };
}

function textOfPart(frame: Frame, { value, before, without }: Part & object): string {
  const printed = value(frame);
  if (typeof printed !== "object") return before + String(printed);
  const text = print(printed);
  if (text === null) return without;
  return printed instanceof Definition ? text : before + text;
}

function compileMap(entries: readonly (readonly [Expression, Expression])[], compilation: Compilation): Evaluate {
  const compiled = entries.map(
    ([key, value]) => [compileValue(key, compilation), compileValue(value, compilation)] as const,
  );
  return (frame) => {
    const map: ValueMap = new Map();
    for (const [key, value] of compiled) map.set(key(frame), value(frame));
    return map;
  };
}

function compileRange(from: Evaluate, to: Evaluate): Evaluate {
  return (frame) => {
    const first = from(frame);
    const last = to(frame);
    if (!isNumber(first) || !isNumber(last)) return null;
    const low = Number(castNumber(first, "Integer"));
    const high = Number(castNumber(last, "Integer"));
    const count = Math.abs(high - low) + 1;
    if (count > limits.items) throw limitError("items of a list", limits.items);
    const step = low >= high ? -1 : 1;
    return Array.from({ length: count }, (_, index) => low + step * index);
  };
}

function isArithmetic(operator: Operator): operator is ArithmeticOperator {
  return ["+", "-", "*", "/", "%"].includes(operator);
}

function compileArithmetic(
  expression: Expression & { type: "binary"; operator: ArithmeticOperator },
  compilation: Compilation,
): Evaluate {
  const { operator, literals } = expression;
  const left = compileValue(expression.left, compilation);
  const right = compileValue(expression.right, compilation);
  if (operator !== "+") return (frame) => calculate(operator, left(frame), right(frame));
  return (frame) => {
    const first = left(frame);
    const second = right(frame);
    if (typeof first !== "string" && typeof second !== "string") return calculate("+", first, second);
    // What has no value is added as it is written.
    const before = first === null ? literals?.[0] : print(first);
    const after = second === null ? literals?.[1] : print(second);
    return boundText((before ?? "null") + (after ?? "null"));
  };
}

/**
 * What `#if` and the logical operators make of an expression: a reference is true unless it is `false`; a text, number,
 * list or map written out is never true.
 */
export function compileTest(expression: Expression, compilation: Compilation): Test {
  switch (expression.type) {
    case "reference": {
      const value = compilation.reference(expression);
      return expression.bare ? () => false : (frame) => isTrue(value(frame));
    }
    case "boolean":
      return () => expression.value;
    case "not": {
      const operand = compileTest(expression.operand, compilation);
      return (frame) => !operand(frame);
    }
    case "binary":
      return isArithmetic(expression.operator) ? () => false : compileComparison(expression, compilation);
    default:
      return () => false;
  }
}

/** Velocity asks a value for its text, which renders a definition. */
function isTrue(value: Value): boolean {
  if (typeof value !== "object") return value !== false;
  return !(value instanceof Definition) || value.print() !== null;
}

function compileComparison(expression: Expression & { type: "binary" }, compilation: Compilation): Test {
  const { operator } = expression;
  if (operator === "&&" || operator === "||") {
    const first = compileTest(expression.left, compilation);
    const second = compileTest(expression.right, compilation);
    return operator === "&&" ? (frame) => first(frame) && second(frame) : (frame) => first(frame) || second(frame);
  }
  const left = compileValue(expression.left, compilation);
  const right = compileValue(expression.right, compilation);
  if (operator === "==") return compileEquality(left, expression.right, right);
  if (operator === "!=") {
    const equal = compileEquality(left, expression.right, right);
    return (frame) => !equal(frame);
  }
  const accepts = orders[operator];
  if (!accepts) return () => false;
  return (frame) => {
    const first = left(frame);
    const second = right(frame);
    return isNumber(first) && isNumber(second) && accepts(compareNumbers(first, second));
  };
}

function compileEquality(left: Evaluate, expression: Expression, right: Evaluate): Test {
  if (expression.type !== "string") return (frame) => looselyEqual(left(frame), right(frame));
  const { value } = expression;
  return (frame) => {
    const first = left(frame);
    return typeof first === "string" ? first === value : looselyEqual(first, value);
  };
}

const orders: Readonly<Partial<Record<Operator, (order: number) => boolean>>> = {
  "<": (order: number) => order < 0,
  ">": (order: number) => order > 0,
  "<=": (order: number) => order <= 0,
  ">=": (order: number) => order >= 0,
};
