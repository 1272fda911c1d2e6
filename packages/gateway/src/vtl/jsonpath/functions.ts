import { compareNumbers, toDouble as double } from "../arithmetic.ts";
import { TemplateError } from "../errors.ts";
import { print } from "../print.ts";
import { isInteger, isNumber, JavaDouble, type JavaNumber, JsonList, type Value } from "../values.ts";

/** Aggregations give a Double, as Jayway's do. */
function aggregate(values: readonly JavaNumber[], name: string): Value {
  if (values.length === 0)
    throw new TemplateError("evaluation", `JSON path function ${name} has no numbers to work on`);
  const total = values.reduce((sum: number, value) => sum + double(value), 0);
  const mean = total / values.length;
  const ordered = [...values].sort(compareNumbers);
  switch (name) {
    case "min":
      return new JavaDouble(double(ordered[0] as JavaNumber));
    case "max":
      return new JavaDouble(double(ordered.at(-1) as JavaNumber));
    case "avg":
      return new JavaDouble(mean);
    case "sum":
      return new JavaDouble(total);
    default: {
      const squares = values.reduce((sum: number, value) => sum + double(value) ** 2, 0);
      return new JavaDouble(Math.sqrt(squares / values.length - mean ** 2));
    }
  }
}

function itemAt(list: Value, index: Value | undefined): Value {
  if (!Array.isArray(list) || !isInteger(index)) return null;
  return list[index < 0 ? list.length + index : index] ?? null;
}

function spread(args: readonly Value[]): Value[] {
  return args.flatMap((arg) => (Array.isArray(arg) ? [...arg] : [arg]));
}

/**
 * Result of a JsonPath function on the value that its path leads to.
 * @throws TemplateError when there is no such function, or it has nothing to work on
 */
export function callFunction(name: string, self: Value, args: readonly Value[]): Value {
  switch (name) {
    case "length":
    case "size": {
      const measured = args[0] ?? self;
      return Array.isArray(measured) ? measured.length : measured instanceof Map ? measured.size : null;
    }
    case "keys":
      return self instanceof Map ? JsonList.from(self.keys()) : null;
    case "first":
      return itemAt(self, 0);
    case "last":
      return itemAt(self, -1);
    case "index":
      return itemAt(self, args[0]);
    case "append":
      return Array.isArray(self) ? JsonList.from([...self, ...args]) : null;
    case "concat":
      return spread([self, ...args])
        .filter((item) => typeof item === "string" || isNumber(item))
        .map((item) => print(item))
        .join("");
    case "min":
    case "max":
    case "avg":
    case "sum":
    case "stddev":
      return aggregate(spread([...(Array.isArray(self) ? [self] : []), ...args]).filter(isNumber), name);
    default:
      throw new TemplateError("evaluation", `JSON path function ${name} does not exist`);
  }
}
