import { refuse } from "../arguments.ts";
import type { Integration } from "../integrations/integration.ts";
import type { Authorizer } from "./authorizers.ts";
import { checkThrottling, checkTtl, type RouteCache, type Throttling } from "./method-settings.ts";
import { checkNeeds, type ParsedRoute, parseRoutes, refuseRoute } from "./routes.ts";

/** A route of an API: the integration that answers it, who may call it and how often. */
export interface RouteArgs {
  readonly integration: Integration;
  /**
   * Whether a caller needs an API key of the API's usage plan. A key says which client calls, for its limits; it is no
   * authorization. Default false.
   * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html#apigateway-usage-plans-best-practices
   */
  readonly apiKeyRequired?: boolean;
  /**
   * Who may call: `iam` for whoever signs the request with credentials that may `execute-api:Invoke` it, or what an
   * authorizer lets in. A preflight stays open. Default: anybody.
   */
  readonly authorization?: "iam" | Authorizer;
  /**
   * OAuth scopes of which an access token needs one; only with a Cognito authorizer. Default: none, and an identity
   * token is needed.
   */
  readonly authorizationScopes?: readonly string[];
  /**
   * Limit of this route, for all callers together, in the place of the stage's; of each method by itself, where the
   * route is `ANY`.
   */
  readonly throttling?: Throttling;
  /** What API Gateway validates before it calls the backend. Default `full`, the body and the required parameters. */
  readonly requestValidator?: "full" | "body" | "parameters" | "none";
  /**
   * Whether, and how, the stage's cache stores the responses; only with `GET`, and where the API has a `cache`.
   * Default: not.
   */
  readonly cache?: true | RouteCache;
}

/** The table of routes: `METHOD /path` to the integration that answers it, or to more than that. */
export type Routes = Readonly<Record<string, Integration | RouteArgs>>;

/** A route, checked. */
export interface ApiRoute extends ParsedRoute, Omit<RouteArgs, "cache"> {
  readonly apiKeyRequired: boolean;
  readonly cache?: RouteCache;
}

/** What routes need to know of their API. */
interface RoutesOf {
  readonly routes: Routes;
  readonly models: Readonly<Record<string, unknown>>;
  readonly cache?: object;
}

/** @throws ArgumentError that names the invalid route or argument. */
export function readRoutes({ routes, models, cache }: RoutesOf): ApiRoute[] {
  // API Gateway deploys no API without a method, and takes no other model name.
  if (Object.keys(routes).length === 0) refuse("routes", "expected at least one route, got none");
  const bad = Object.keys(models).find((name) => !/^[A-Za-z0-9]+$/.test(name));
  if (bad !== undefined) refuse("models", `expected names of letters and digits, got "${bad}"`);
  const read = parseRoutes(Object.keys(routes)).flatMap((route): ApiRoute[] => {
    const target = routes[route.key];
    if (target === undefined) return [];
    const args = "integration" in target ? target : { integration: target };
    checkNeeds(route, args.integration, Object.keys(models));
    checkRoute(route, args, cache !== undefined);
    return [{ ...route, ...args, apiKeyRequired: args.apiKeyRequired ?? false, cache: cacheOf(args) }];
  });
  authorizersOf(read);
  if (cache !== undefined && !read.some((route) => route.cache)) {
    refuse("cache", "expected a route that uses it (cache: true), got none: a cache has an hourly price");
  }
  return read;
}

/**
 * The authorizers of a table of routes, each once.
 *
 * @throws ArgumentError for two of one name.
 */
export function authorizersOf(routes: readonly Pick<ApiRoute, "key" | "authorization">[]): Authorizer[] {
  const named = new Map<string, Authorizer>();
  for (const { key, authorization } of routes) {
    if (authorization === undefined || authorization === "iam") continue;
    const other = named.get(authorization.name);
    if ((other !== undefined && other !== authorization) || RESERVED.includes(authorization.name)) {
      refuseRoute(key, `the API has another authorizer that is named "${authorization.name}"`);
    }
    named.set(authorization.name, authorization);
  }
  return [...named.values()];
}

/** Names of the document's other security schemes. */
const RESERVED = ["api_key", "sigv4"];

function checkRoute({ key, method }: ParsedRoute, args: RouteArgs, hasCache: boolean): void {
  const { authorization, authorizationScopes = [], throttling } = args;
  if (throttling !== undefined) checkThrottling(`routes["${key}"].throttling`, throttling);
  const isCognito = typeof authorization === "object" && authorization.type === "COGNITO_USER_POOLS";
  if (authorizationScopes.length > 0 && !isCognito) {
    const got = typeof authorization === "object" ? authorization.name : authorization;
    refuseRoute(key, `authorizationScopes: expected a Cognito authorizer as authorization, got ${got}`);
  }
  const cache = cacheOf(args);
  if (cache === undefined) return;
  checkTtl(`routes["${key}"].cache`, cache.ttlInSeconds);
  if (!hasCache) refuseRoute(key, "cache: expected the API to have a cache, got undefined");
  if (method !== "GET") refuseRoute(key, `cache: expected a GET route, got ${method}`);
  const bad = cache.keyParameters?.find((parameter) => !KEY_PARAMETER.test(parameter));
  if (bad !== undefined) {
    refuseRoute(
      key,
      `cache.keyParameters: expected parameters such as "method.request.querystring.page", got "${bad}"`,
    );
  }
  if (authorization !== undefined && cache.keyParameters === undefined) {
    refuseRoute(
      key,
      "cache.keyParameters: expected what tells callers apart, because one caller would get another's response, got undefined",
    );
  }
}

const KEY_PARAMETER = /^method\.request\.(path|querystring|header)\.[A-Za-z0-9._$-]+$/;

function cacheOf({ cache }: RouteArgs): RouteCache | undefined {
  return cache === true ? {} : cache;
}
