import type { Route } from "../../src/api/wire.ts";
import { chosenHeaders } from "../saved/recording.ts";
import { parseCurl } from "./curl.ts";
import { type Draft, headersText } from "./drafts.ts";
import { matchRoute } from "./match-route.ts";

/**
 * The request of a curl command, as the editor has it, and its route. The URL may be that of AWS, of a custom domain or of
 * this server: what is before the route's path is left out, and so are headers that only curl may send.
 * @throws Error that says what cannot be read, or that no route matches
 */
export function takeCurl(command: string, routes: readonly Route[], stage: string): { route: Route; draft: Draft } {
  const { method, path, headers, body = "" } = parseCurl(command);
  const [, afterFirst = ""] = /^\/[^/?]+(\/.*)$/s.exec(path) ?? [];
  const candidates = path.startsWith(`/${stage}/`) ? [afterFirst] : [path, afterFirst];
  for (const candidate of candidates) {
    const route = matchRoute(routes, method, candidate);
    if (route) {
      return { route, draft: { method, path: candidate, headers: headersText(chosenHeaders({ headers })), body } };
    }
  }
  throw new Error(`No route of this API matches ${method} ${candidates[0]}.`);
}
