/** Finds one value in a JSON document; undefined where it has none there. */
export type JsonPath = (document: unknown) => unknown;

/**
 * Compiles the JSONPath of a parameter mapping: names, `['names']` and `[0]` from `$`.
 *
 * @throws Error for anything else
 */
export function jsonPath(path: string): JsonPath {
  const steps: (string | number)[] = [];
  const pattern = /\.([^.[\]]+)|\[(-?\d+)\]|\[(?:'([^']*)'|"([^"]*)")\]/y;
  pattern.lastIndex = 1;
  while (pattern.lastIndex < path.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(path);
    if (!match)
      throw new Error(`'${path}' is not a JSONPath that a parameter mapping may have (at "${path.slice(at)}")`);
    steps.push(match[2] === undefined ? (match[1] ?? match[3] ?? match[4]) : Number(match[2]));
  }
  return (document) => {
    let value = document;
    for (const step of steps) {
      if (Array.isArray(value)) value = typeof step === "number" ? value.at(step) : undefined;
      else if (typeof value === "object" && value !== null && Object.hasOwn(value, step)) {
        value = (value as Record<string, unknown>)[step];
      } else return undefined;
    }
    return value;
  };
}
