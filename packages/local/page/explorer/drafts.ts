import { signal } from "@preact/signals";
import type { Route, Trace } from "../../src/api/wire.ts";
import type { GatewayResponse } from "../api/gateway.ts";
import type { RouteKey } from "../document/document.ts";
import { chosenHeaders, REDACTED } from "../saved/recording.ts";
import type { Example } from "./example.ts";

/** What the editor holds for one route. */
export interface Draft {
  /** The example that it still is; undefined once anything was changed. */
  example?: number;
  method: string;
  path: string;
  headers: string;
  body: string;
}

/** The result of the last request of one route. */
export interface Result {
  busy: boolean;
  error?: string;
  response?: GatewayResponse;
  trace?: Trace;
  /** Why the trace is missing. */
  traceError?: string;
}

/** By route key; kept while the page is open. */
export const drafts = signal<Record<string, Draft>>({});
export const results = signal<Record<string, Result>>({});

/** The name of a route in `drafts` and `results`, and in a trace: `POST /contact`. */
export function keyOf({ method, path }: RouteKey): string {
  return `${method} ${path}`;
}

/** The editor filled in with an example, or with the path alone. The API key is added for a route that needs it. */
export function draftOf(route: Route, example: Example | undefined, index: number, apiKey: string): Draft {
  if (!example) {
    return { method: route.method, path: route.path, headers: "", body: "" };
  }
  const key: Record<string, string> = route.apiKeyRequired && !example.withoutKey ? { "x-api-key": apiKey } : {};
  return {
    example: index,
    method: example.method ?? (route.method === "ANY" ? "GET" : route.method),
    path: example.path,
    headers: headersText({ ...example.headers, ...key }),
    body: example.body ?? "",
  };
}

/**
 * The editor filled in with a traced request, without the headers that each client adds.
 *
 * @param apiKey put in the place of a key that an exported trace no longer has
 * @throws Error when the trace does not have the body as text
 */
export function draftOfTrace({ request }: Trace, path: string, apiKey: string): Draft {
  if (request.base64 || request.truncatedFrom !== undefined) {
    throw new Error("The body of this request is binary or longer than a trace keeps, so it cannot be edited.");
  }
  const headers = chosenHeaders(request);
  for (const [name, value] of Object.entries(headers)) {
    if (name.toLowerCase() === "x-api-key" && value === REDACTED) {
      headers[name] = apiKey;
    }
  }
  return { method: request.method ?? "GET", path, headers: headersText(headers), body: request.body ?? "" };
}

export function setDraft(key: string, draft: Draft): void {
  drafts.value = { ...drafts.value, [key]: draft };
}

export function setResult(key: string, result: Result): void {
  results.value = { ...results.value, [key]: result };
}

/** Headers as the editor's text, one `name: value` a line. */
export function headersText(headers: Record<string, string>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");
}

/** Headers of the editor's text. `wrong` is the first line that is not a header; fetch would refuse it. */
export function parseHeaders(text: string): { headers: Record<string, string>; wrong?: string } {
  const headers: Record<string, string> = {};
  for (const line of text.split("\n").filter((each) => each.trim() !== "")) {
    const match = /^\s*([!#$%&'*+.^_`|~\w-]+)\s*:(.*)$/.exec(line);
    if (!match?.[1]) {
      return { headers, wrong: line.trim() };
    }
    headers[match[1]] = (match[2] ?? "").trim();
  }
  return { headers };
}
