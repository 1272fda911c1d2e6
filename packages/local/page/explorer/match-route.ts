import type { Route } from "../../src/api/wire.ts";

/** The route that serves a request: literal segments go before path variables, these before a greedy one, a method before ANY. */
export function matchRoute(routes: readonly Route[], method: string, path: string): Route | undefined {
  const segments = segmentsOf(path.split("?")[0] ?? "");
  return routes
    .filter((route) => (route.method === method || route.method === "ANY") && matches(segmentsOf(route.path), segments))
    .sort((one, other) => rank(one).localeCompare(rank(other)))[0];
}

function segmentsOf(path: string): string[] {
  return path.split("/").slice(1);
}

function matches(template: readonly string[], segments: readonly string[]): boolean {
  const isGreedy = template.at(-1)?.endsWith("+}") ?? false;
  const fits = isGreedy ? segments.length >= template.length : segments.length === template.length;
  return fits && template.every((part, index) => part.startsWith("{") || part === segments[index]);
}

/** In the order of the alphabet, what goes before. */
function rank({ method, path }: Route): string {
  const kinds = segmentsOf(path).map((part) => (part.endsWith("+}") ? "c" : part.startsWith("{") ? "b" : "a"));
  return `${kinds.join("")} ${method === "ANY" ? "b" : "a"}`;
}
