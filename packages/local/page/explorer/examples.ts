import type { Route } from "../api/types.ts";
import {
  announcements,
  contact,
  events,
  legacy,
  postal,
  support,
  topics,
  visitorGet,
  visitorPut,
} from "./route-examples.ts";

/** A request worth sending, and what to look for in its trace. */
export interface Example {
  name: string;
  /** What it shows, in a sentence. */
  shows: string;
  method?: string;
  /** Path with query, without the stage. */
  path: string;
  headers?: Record<string, string>;
  body?: string;
  /** A failure to switch on for this one request, and off again after it. */
  failing?: string;
  /** Leaves out the API key that the route needs. */
  withoutKey?: boolean;
}

const BY_ROUTE: Record<string, Example[]> = {
  "POST /contact": contact("/contact"),
  "POST /contact/lambda": contact("/contact/lambda"),
  "POST /contact/legacy": legacy,
  "GET /topics": topics,
  "GET /postal-codes/{country}/{code}": postal,
  "ANY /support/{proxy+}": support,
  "PUT /visitors/{user_id}": visitorPut,
  "GET /visitors/{user_id}": visitorGet,
  "POST /announcements": announcements,
  "POST /events": events,
};

/**
 * The examples of a route, a good one first. A route that is not this project's own gets one that only fills in its path.
 * @param failures the targets that can be made to fail; examples that need another are left out
 */
export function examplesOf(route: Route, failures: readonly string[]): Example[] {
  const examples = BY_ROUTE[`${route.method} ${route.path}`] ?? [anyExample(route)];
  return examples.filter(({ failing }) => failing === undefined || failures.includes(failing));
}

function anyExample({ method, path }: Route): Example {
  const takesBody = !["GET", "HEAD", "DELETE", "OPTIONS"].includes(method);
  return {
    name: "A request",
    shows: "Change the path, the headers and the body to what this route expects.",
    path: path.replace(/\{(\w+)\+?\}/g, "$1"),
    ...(takesBody ? { headers: { "content-type": "application/json" }, body: "{}" } : {}),
  };
}
