import type { Resource } from "../api.ts";
import { createResource } from "../request/router.ts";
import { refuse } from "./refusals.ts";

const PATH_PART_RULE =
  "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.";

/**
 * The resource of a path, made with its parents when it is new.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 *
 * @throws DocumentError in the words of API Gateway's import
 */
export function resourceAt(root: Resource, path: string, place: string): Resource {
  let at = root;
  let parent: string | undefined;
  for (const segment of path.split("/").filter((part) => part !== "")) {
    const unable = `Unable to create resource at path '${path}': `;
    if (parent?.endsWith("+}")) {
      refuse(
        place,
        "greedyParent",
        `${unable}Cannot create a child of a resource with a greedy path variable: ${parent}`,
      );
    }
    parent = segment;
    const [, name, plus] = /^\{([\w.:-]+)(\+?)\}$/.exec(segment) ?? [];
    if (name === undefined) {
      if (!/^[\w.,:-]+$/.test(segment)) refuse(place, "pathPart", unable + PATH_PART_RULE);
      const child = at.literals.get(segment) ?? createResource();
      at.literals.set(segment, child);
      at = child;
      continue;
    }
    const sibling = at.variable ? `{${at.variable.name}}` : at.greedy && `{${at.greedy.name}+}`;
    if (sibling !== undefined && sibling !== segment) {
      const rule = `A sibling (${sibling}) of this resource already has a variable path part -- only one is allowed`;
      refuse(place, "siblingVariable", unable + rule);
    }
    const kind = plus ? "greedy" : "variable";
    at[kind] ??= { name, resource: createResource() };
    at = at[kind].resource;
  }
  return at;
}
