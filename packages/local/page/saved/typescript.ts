/** The width of a line that this repository's formatter (Biome) keeps to. */
const WIDTH = 120;
/** A shorter key has its value on its own line, however long that is. */
const SHORT_KEY = 5;

/** An expression: text, or a call whose arguments get lines of their own where they do not fit in one. */
export type Expression = string | { readonly callee: string; readonly args: readonly Expression[] };

/** A value of JSON as TypeScript, formatted as Biome leaves it. */
export function literal(value: unknown, indent = 0): string {
  const inner = " ".repeat(indent + 2);
  const end = " ".repeat(indent);
  if (typeof value === "string") {
    return quoted(value);
  }
  if (Array.isArray(value)) {
    const items = value.map((one) => literal(one, indent + 2));
    const line = `[${items.join(", ")}]`;
    const fits = line.length + indent < WIDTH && !line.includes("\n");
    return fits ? line : `[\n${items.map((item) => `${inner}${item},\n`).join("")}${end}]`;
  }
  if (typeof value === "object" && value !== null) {
    const properties = Object.entries(value).map(([name, one]) => `${property(name, one, indent + 2)}\n`);
    return properties.length === 0 ? "{}" : `{\n${properties.join("")}${end}}`;
  }
  return JSON.stringify(value) ?? "undefined";
}

/** A property's name, in quotes where it needs them. `"__proto__": x` would set the prototype. */
export function keyOf(name: string): string {
  if (name === "__proto__") {
    return '["__proto__"]';
  }
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name);
}

/** An expression as a statement at an indent. */
export function statement(expression: Expression, indent: number): string {
  return `${" ".repeat(indent)}${printed(expression, indent)};`;
}

function property(name: string, value: unknown, indent: number): string {
  const pad = " ".repeat(indent);
  const key = keyOf(name);
  const text = literal(value, indent);
  const line = `${pad}${key}: ${text},`;
  const isBroken = typeof value === "string" && key.length >= SHORT_KEY && line.length > WIDTH;
  return isBroken ? `${pad}${key}:\n${pad}  ${text},` : line;
}

/** In double quotes, or in single ones where fewer need a backslash. */
function quoted(text: string): string {
  const json = JSON.stringify(text);
  const count = (quote: string) => text.split(quote).length;
  if (count('"') <= count("'")) {
    return json;
  }
  const inner = json.slice(1, -1).replaceAll(/\\(.)|'/g, (piece, escaped?: string) => {
    return piece === "'" ? "\\'" : escaped === '"' ? '"' : piece;
  });
  return `'${inner}'`;
}

function printed(expression: Expression, indent: number): string {
  const line = inOneLine(expression);
  if (typeof expression === "string" || indent + line.length < WIDTH) {
    return line;
  }
  const inner = " ".repeat(indent + 2);
  const args = expression.args.map((one) => `${inner}${printed(one, indent + 2)},\n`);
  return `${expression.callee}(\n${args.join("")}${" ".repeat(indent)})`;
}

function inOneLine(expression: Expression): string {
  return typeof expression === "string"
    ? expression
    : `${expression.callee}(${expression.args.map(inOneLine).join(", ")})`;
}
