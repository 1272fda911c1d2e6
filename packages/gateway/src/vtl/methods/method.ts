import { TemplateError } from "../errors.ts";
import { print } from "../print.ts";
import { isInteger, type Value } from "../values.ts";

/** A Java method: its result, or undefined when no method of that name takes these arguments. */
export type Method<Self> = (self: Self, args: readonly Value[]) => Value | undefined;

/** The methods of a Java type, by name. */
export type Methods<Self> = ReadonlyMap<string, Method<Self>>;

/** Methods by name, from an object literal. */
export function methods<Self>(table: Readonly<Record<string, Method<Self>>>): Methods<Self> {
  return new Map(Object.entries(table));
}

/** A method without arguments. */
export function plain<Self>(run: (self: Self) => Value): Method<Self> {
  return (self, args) => (args.length === 0 ? run(self) : undefined);
}

/** A method that takes one String (or other CharSequence). */
export function ofString<Self>(run: (self: Self, text: string) => Value): Method<Self> {
  return (self, args) => (args.length === 1 && typeof args[0] === "string" ? run(self, args[0]) : undefined);
}

/** A method that takes one value of any type. */
export function ofAny<Self>(run: (self: Self, value: Value) => Value): Method<Self> {
  return (self, args) => (args.length === 1 ? run(self, args[0] as Value) : undefined);
}

/** A method that takes one Integer. */
export function ofInteger<Self>(run: (self: Self, index: number) => Value): Method<Self> {
  return (self, args) => (args.length === 1 && isInteger(args[0]) ? run(self, args[0]) : undefined);
}

/** The exception Java throws for a position outside of a text or list; API Gateway answers 500. */
export function outOfBounds(index: number, length: number): TemplateError {
  return new TemplateError("evaluation", `Index ${index} out of bounds for length ${length}`);
}

/** The text of a value that a method takes as an Object. */
export function textOf(value: Value): string {
  return print(value) ?? "null";
}
