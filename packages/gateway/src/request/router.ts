import type { Method, Resource } from "../api.ts";
import { createRecord } from "./headers.ts";

/** A method found for a request, and what its path variables stand for: text of the path, not URL-decoded. */
export interface Match {
  readonly method: Method;
  readonly pathParameters: Record<string, string>;
}

/** A resource without methods or children. */
export const createResource = (): Resource => ({ methods: new Map(), literals: new Map() });

/** The methods that `ANY` stands for. */
export const anyMethods: ReadonlySet<string> = new Set(["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]);

/**
 * Finds the method for a path: at each segment a literal goes before a variable and a variable before a greedy variable, but a
 * resource without the method is passed over. Trailing slashes are ignored.
 */
export function findMethod(root: Resource, httpMethod: string, path: string): Match | undefined {
  let end = path.length;
  while (end > 1 && path.charCodeAt(end - 1) === 47) end--;
  const way: Way = { httpMethod, path, end, values: undefined };
  // The root has no segment.
  const method = search(root, way, end === 1 ? 2 : 1);
  return method && { method, pathParameters: way.values ?? noParameters };
}

/** What is searched for, and the path variables that were found. */
interface Way {
  readonly httpMethod: string;
  readonly path: string;
  /** Where the path ends, without its trailing slashes. */
  readonly end: number;
  values: Record<string, string> | undefined;
}

const noParameters: Record<string, string> = Object.freeze(createRecord<string>());

/** Searches below a resource for the segment that begins at `from`, which is beyond the end when there is none left. */
function search(at: Resource, way: Way, from: number): Method | undefined {
  const { httpMethod, path, end } = way;
  if (from > end) return methodOf(at, httpMethod);
  const slash = path.indexOf("/", from);
  const to = slash < 0 || slash > end ? end : slash;
  const segment = path.slice(from, to);
  const literal = at.literals.get(segment);
  if (literal) {
    const found = search(literal, way, to + 1);
    if (found) return found;
  }
  if (at.variable && segment !== "") {
    const found = search(at.variable.resource, way, to + 1);
    if (found) {
      way.values ??= createRecord();
      way.values[at.variable.name] = segment;
      return found;
    }
  }
  if (at.greedy) {
    const found = methodOf(at.greedy.resource, httpMethod);
    if (found) {
      way.values ??= createRecord();
      way.values[at.greedy.name] = path.slice(from, end);
    }
    return found;
  }
  return undefined;
}

function methodOf(resource: Resource, httpMethod: string): Method | undefined {
  return resource.methods.get(httpMethod) ?? (anyMethods.has(httpMethod) ? resource.methods.get("ANY") : undefined);
}
