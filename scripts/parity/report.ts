import { withoutVolatile } from "../../packages/local/page/saved/volatile.ts";
import type { Comparison, Result } from "./compare.ts";
import type { Difference } from "./differences.ts";
import { changesData, type ParityRequest } from "./requests.ts";
import type { Answer } from "./send.ts";

/** Characters of a value that a line shows, and of a body that the JSON has. */
const [SHOWN, KEPT] = [100, 2_000];

/** What a run found, as text: a paragraph for each kind of difference with the requests that show it, and the counts. */
export function report(result: Result): string {
  const kinds = new Map<string, Comparison[]>();
  for (const comparison of result.comparisons.filter(({ differences }) => differences.length > 0)) {
    const kind = withoutVolatile(JSON.stringify(comparison.differences));
    kinds.set(kind, [...(kinds.get(kind) ?? []), comparison]);
  }
  return [...[...kinds.values()].map(paragraph), ...notes(result), summary(result)].join("\n");
}

function paragraph(alike: readonly Comparison[]): string {
  const requests = alike.map(({ request }) => {
    const mark = changesData(request) ? ", changes data" : "";
    return `${request.route}: ${request.name} (${request.method} ${cut(request.path, SHOWN)}${mark})`;
  });
  const lines = (alike[0]?.differences ?? []).map(
    ({ part, where, deployed, localhost }) =>
      `  ${[part, where].filter(Boolean).join(" ")}: deployed ${shown(deployed)}, localhost ${shown(localhost)}`,
  );
  return [...requests, ...lines, ""].join("\n");
}

function shown(value: string | undefined): string {
  return value === undefined ? "has none" : cut(value === "" ? '""' : value, SHOWN);
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}… (${text.length} characters)` : text;
}

function notes({ notDeployed, leftOut, unsigned }: Result): string[] {
  return [
    ...(notDeployed.length > 0 ? [`Not deployed, so not compared: ${notDeployed.join(", ")}.`] : []),
    ...(leftOut > 0 ? [`Left out by --read-only: ${leftOut} requests.`] : []),
    ...(unsigned > 0
      ? [`Without AWS credentials ${unsigned} requests to routes with IAM authorization are not signed.`]
      : []),
  ];
}

function summary({ comparisons }: Result): string {
  const differing = comparisons.filter(({ differences }) => differences.length > 0);
  const having = (part: Difference["part"]) =>
    differing.filter(({ differences }) => differences.some((one) => one.part === part)).length;
  const counts = `${having("status")} by status, ${having("header")} by header, ${having("body")} by body`;
  return (
    `${comparisons.length} requests, of which ${comparisons.filter(({ request }) => changesData(request)).length} change data: ` +
    `${comparisons.length - differing.length} are answered the same, ${differing.length} differ` +
    `${differing.length > 0 ? ` (${counts})` : ""}.`
  );
}

/** What a run found, as JSON for programs. */
export function jsonReport(result: Result): string {
  const differing = result.comparisons.filter(({ differences }) => differences.length > 0);
  const { notDeployed, leftOut, unsigned, comparisons } = result;
  const differences = differing.map(({ request, deployed, localhost, differences: found }) => ({
    request: requestFields(request),
    differences: found,
    deployed: kept(deployed),
    localhost: kept(localhost),
  }));
  return JSON.stringify(
    { requests: comparisons.length, different: differing.length, notDeployed, leftOut, unsigned, differences },
    null,
    2,
  );
}

function requestFields(request: ParityRequest) {
  const { route, name, method, path, headers, body, key, signed } = request;
  return {
    route,
    name,
    method,
    path,
    headers,
    body: body && cut(body, KEPT),
    key,
    signed,
    changesData: changesData(request),
  };
}

function kept(answer: Answer): Answer {
  return { ...answer, body: cut(answer.body, KEPT) };
}
