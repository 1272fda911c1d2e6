import { refuse } from "../arguments.ts";

/** One row of a route table, read from its key. */
export interface ParsedRoute {
  /** The key itself, for example `GET /visitors/{user_id}`. */
  readonly key: string;
  readonly method: string;
  readonly path: string;
  /** Names of the path's variables, without braces and `+`. */
  readonly variables: readonly string[];
}

const METHODS = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "ANY"];

/** The methods that `ANY` stands for, in alphabetical order. */
export const ALL_METHODS: readonly string[] = METHODS.filter((method) => method !== "ANY").sort();

/**
 * Reads the keys of a route table, `METHOD /path`, and refuses what API Gateway would refuse, or would serve in another way
 * than the key reads.
 *
 * @param keys The table's keys, in their order.
 * @throws ArgumentError that names the invalid route and says what is wrong.
 */
export function parseRoutes(keys: readonly string[]): ParsedRoute[] {
  const routes = keys.map(parseRoute);
  refuseDuplicates(routes);
  refuseSiblingVariables(routes);
  return routes;
}

/** What a route's integration needs. */
export interface RouteNeeds {
  /** Path variables that the integration reads. */
  readonly pathParameters: readonly string[];
  /** Name of the model that the body must match. */
  readonly model?: string;
}

/**
 * Checks that a route's path has the variables, and the API the model, that its integration needs.
 *
 * @param models Names of the API's models.
 * @throws ArgumentError that names the route and what is missing.
 */
export function checkNeeds(route: ParsedRoute, { pathParameters, model }: RouteNeeds, models: readonly string[]): void {
  const missing = pathParameters.find((name) => !route.variables.includes(name));
  if (missing !== undefined) {
    refuseRoute(route.key, `the integration uses the path variable {${missing}}, which the path lacks`);
  }
  if (model !== undefined && !models.includes(model)) {
    refuseRoute(route.key, `there is no model "${model}", only ${models.join(", ") || "none"}`);
  }
}

function parseRoute(key: string): ParsedRoute {
  const [method = "", path = "", ...rest] = key.trim().split(/\s+/);
  if (rest.length > 0 || path === "") refuseRoute(key, 'expected "METHOD /path"');
  if (!METHODS.includes(method)) refuseRoute(key, `unknown method "${method}", expected one of ${METHODS.join(", ")}`);
  if (!path.startsWith("/")) refuseRoute(key, `the path "${path}" must begin with a slash`);
  if (path !== "/" && path.endsWith("/")) refuseRoute(key, "the path must not end with a slash");

  const parts = partsOf(path);
  parts.forEach((part, i) => {
    checkPart(key, part, i === parts.length - 1);
  });
  const variables = parts.filter(isVariable).map((part) => part.replace(/^\{|\+?\}$/g, ""));
  const twice = variables.find((name, i) => variables.indexOf(name) !== i);
  if (twice !== undefined) refuseRoute(key, `the path has the variable {${twice}} twice`);
  return { key, method, path, variables };
}

function partsOf(path: string): string[] {
  return path === "/" ? [] : path.slice(1).split("/");
}

function isVariable(part: string): boolean {
  return part.startsWith("{");
}

function checkPart(key: string, part: string, last: boolean): void {
  if (part === "") refuseRoute(key, "the path has an empty part");
  if (!/^[A-Za-z0-9._:~@!$&'()*,;=%-]+$|^\{[A-Za-z0-9._$-]+\+?\}$/.test(part)) {
    refuseRoute(key, `the part "${part}" is neither plain text nor one {variable} as a whole`);
  }
  if (part.endsWith("+}") && !last) refuseRoute(key, `the greedy variable ${part} must be the last part of the path`);
}

function refuseDuplicates(routes: readonly ParsedRoute[]): void {
  const seen = new Map<string, string>();
  for (const { key, method, path } of routes) {
    const other = seen.get(`${method} ${path}`);
    if (other !== undefined) refuseRoute(key, `is the same route as "${other}"`);
    seen.set(`${method} ${path}`, key);
  }
}

// API Gateway: "A sibling of this resource already has a variable path part -- only one is allowed".
function refuseSiblingVariables(routes: readonly ParsedRoute[]): void {
  const variableBelow = new Map<string, { part: string; key: string }>();
  for (const { key, path } of routes) {
    const parts = partsOf(path);
    parts.forEach((part, i) => {
      if (!isVariable(part)) return;
      const parent = `/${parts.slice(0, i).join("/")}`;
      const other = variableBelow.get(parent);
      if (other !== undefined && other.part !== part) {
        refuseRoute(
          key,
          `${part} and, in "${other.key}", ${other.part} are both below ${parent}, which can have one variable`,
        );
      }
      variableBelow.set(parent, { part, key });
    });
  }
}

/** Refuses a route, named by its key. */
export function refuseRoute(key: string, problem: string): never {
  refuse(`routes["${key}"]`, problem);
}
