import type { Validation } from "../api.ts";
import type { Json } from "./json.ts";
import { importFailure, invalidMapping } from "./method-loader.ts";
import type { Reader } from "./reader.ts";
import { refuse } from "./refusals.ts";
import { parseIssue } from "./warnings.ts";

/** A request parameter that a method declares. */
interface DeclaredParameter {
  readonly in: "header" | "path" | "querystring";
  readonly name: string;
  readonly required: boolean;
}

const LOCATIONS: ReadonlyMap<unknown, DeclaredParameter["in"]> = new Map([
  ["header", "header"],
  ["path", "path"],
  ["query", "querystring"],
]);

/** API Gateway's import prints this expression for a name such as `page[size]`. */
const PARAMETER_NAME = /^[a-zA-Z0-9._$-]+$/;

/**
 * The parameters of a path item and an operation, whose own replace the path item's, by `header.name`, `path.name` or
 * `querystring.name`. Parameters of forms and cookies are left out with a warning: a REST API has none.
 *
 * @throws DocumentError for a name that API Gateway does not take
 */
export function declaredParameters(
  read: Reader,
  item: Json,
  operation: Json,
  method: { readonly httpMethod: string; readonly resourcePath: string; readonly place: string },
): ReadonlyMap<string, DeclaredParameter> {
  const declared = new Map<string, DeclaredParameter>();
  const place = `${method.place}.parameters`;
  const lists = [item.parameters, operation.parameters];
  for (const [i, parameter] of lists.flatMap((list) => read.list(list, place)).entries()) {
    const at = `${place}[${i}]`;
    const json = read.object(parameter, at);
    const name = read.optionalString(json.name, `${at}.name`);
    const location = LOCATIONS.get(json.in);
    if (name === undefined || location === undefined) {
      if (json.in !== undefined) read.warn(parseIssue(`${at}.in`, "is unexpected"));
      continue;
    }
    if (!PARAMETER_NAME.test(name)) {
      const rule = "Parameter name should match the following regular expression: ^[a-zA-Z0-9._$-]+$";
      refuse(at, "parameterName", importFailure("method", method, invalidMapping(rule)));
    }
    const required = read.boolean(json.required, `${at}.required`);
    declared.set(`${location}.${name}`, { in: location, name, required });
  }
  return declared;
}

/** Required parameters: headers first, then the path, then the query string. */
export function requiredParameters(declared: ReadonlyMap<string, DeclaredParameter>): Validation["parameters"] {
  return [...declared]
    .filter(([, { required }]) => required)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { in: where, name }]) => ({ in: where, name }));
}
