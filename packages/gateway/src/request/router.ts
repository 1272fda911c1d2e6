import type { Method, Resource } from "../api.ts";

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
  const segments = end === 1 ? [] : path.slice(1, end).split("/");
  const values: Record<string, string> = Object.create(null);
  const method = search(root, httpMethod, segments, 0, values);
  return method && { method, pathParameters: values };
}

function search(
  at: Resource,
  httpMethod: string,
  segments: readonly string[],
  depth: number,
  values: Record<string, string>,
): Method | undefined {
  if (depth === segments.length) return methodOf(at, httpMethod);
  const segment = segments[depth] ?? "";
  const literal = at.literals.get(segment);
  if (literal) {
    const found = search(literal, httpMethod, segments, depth + 1, values);
    if (found) return found;
  }
  if (at.variable && segment !== "") {
    const found = search(at.variable.resource, httpMethod, segments, depth + 1, values);
    if (found) {
      values[at.variable.name] = segment;
      return found;
    }
  }
  if (at.greedy) {
    const found = methodOf(at.greedy.resource, httpMethod);
    if (found) values[at.greedy.name] = segments.slice(depth).join("/");
    return found;
  }
  return undefined;
}

function methodOf(resource: Resource, httpMethod: string): Method | undefined {
  return resource.methods.get(httpMethod) ?? (anyMethods.has(httpMethod) ? resource.methods.get("ANY") : undefined);
}
