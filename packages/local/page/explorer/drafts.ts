import { signal } from "@preact/signals";
import type { GatewayResponse } from "../api/gateway.ts";
import type { Route, Trace } from "../api/types.ts";
import type { Example } from "./examples.ts";
import { headersText } from "./headers-text.ts";

/** What the editor holds for one route. */
export interface Draft {
  example: number;
  method: string;
  path: string;
  headers: string;
  body: string;
}

/** What came of the last request of one route. */
export interface Result {
  busy: boolean;
  error?: string;
  response?: GatewayResponse;
  trace?: Trace;
  /** Why there is no trace, where there should be one. */
  traceError?: string;
}

/** By route key; kept while the page is open. */
export const drafts = signal<Record<string, Draft>>({});
export const results = signal<Record<string, Result>>({});

/** The name of a route in `drafts` and `results`, and in a trace: `POST /contact`. */
export function keyOf({ method, path }: Pick<Route, "method" | "path">): string {
  return `${method} ${path}`;
}

/** The editor filled in with an example. The API key is added for a route that needs it. */
export function draftOf(route: Route, example: Example, index: number, apiKey: string): Draft {
  const key: Record<string, string> = route.apiKeyRequired && !example.withoutKey ? { "x-api-key": apiKey } : {};
  return {
    example: index,
    method: example.method ?? (route.method === "ANY" ? "GET" : route.method),
    path: example.path,
    headers: headersText({ ...example.headers, ...key }),
    body: example.body ?? "",
  };
}

export function setDraft(key: string, draft: Draft): void {
  drafts.value = { ...drafts.value, [key]: draft };
}

export function setResult(key: string, result: Result): void {
  results.value = { ...results.value, [key]: result };
}
