import { checkWholeNumber, refuse } from "../arguments.ts";

/** Milliseconds that API Gateway waits for an integration: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const MIN_TIMEOUT = 50;
const MAX_TIMEOUT = 29_000;

/** Where on an HTTP service a route leads, and how long to wait for it. */
export interface UpstreamArgs {
  /** Path below the base URL. Each `{variable}` in it is filled from the route's path variable of that name. */
  readonly path: string;
  /** Milliseconds to wait for the service, 50 to 29,000; after that the client gets 504. */
  readonly timeoutInMillis: number;
}

/** @throws ArgumentError that names the invalid argument. */
export function checkUpstream({ path, timeoutInMillis }: UpstreamArgs): void {
  if (!path.startsWith("/")) refuse("path", `expected a path that begins with a slash, got "${path}"`);
  checkWholeNumber("timeoutInMillis", timeoutInMillis, MIN_TIMEOUT, MAX_TIMEOUT);
}

/** @throws ArgumentError for a base URL that a path cannot follow. */
export function checkUrl(url: string): void {
  if (!/^https?:\/\/[^/?#]+(\/[^?#]*)?$/.test(url) || url.endsWith("/")) {
    refuse("url", `expected an http or https URL with no slash at its end, got "${url}"`);
  }
}

/** Names of the variables in a path such as `/{country}/{code}`. */
export function pathVariables(path: string): string[] {
  return [...path.matchAll(/\{([^{}]+)\}/g)].flatMap(([, name]) => name ?? []);
}

/** The request parameters that hand on parameters of the client's request under their own names. */
export function forward(location: "path" | "querystring" | "header", names: readonly string[]): [string, string][] {
  return names.map((name) => [`integration.request.${location}.${name}`, `method.request.${location}.${name}`]);
}
