import type { Gateway } from "local-api-gateway";
import type { Endpoints } from "./cloud/call.ts";
import type { Cloud } from "./cloud/cloud.ts";
import type { Ports } from "./cloud/services.ts";
import { LOCAL_ACCESS_KEY } from "./program/callers.ts";
import { originsOf, routesOf } from "./program/operations.ts";
import { ofType, type Program } from "./program/resources.ts";
import { isPageBuilt } from "./static.ts";

/** The contents of the start-up banner. */
export interface BannerFacts {
  readonly program: Program;
  /** Base URL of the server. */
  readonly url: string;
  readonly stage: string;
  readonly apiKey: string | undefined;
  readonly endpoints: Endpoints;
  readonly notes: readonly string[];
  /** Seconds that the start took. */
  readonly seconds: number;
  /** The folder in which data is kept; undefined: in memory alone. */
  readonly data?: string;
}

/** The start-up banner. */
export function banner({ program, url, stage, apiKey, endpoints, notes, seconds, data }: BannerFacts): string {
  const routes = routesOf(program.document);
  return [
    "",
    `  ${program.name}, ready in ${seconds.toFixed(1)} s. Ctrl-C stops it; ${data === undefined ? "all data is in memory and is lost then" : `data is kept in ${data}`}.`,
    "",
    `  Page     ${url}`,
    `  API      ${url}/${stage}`,
    ...originLine(program.document),
    ...(apiKey === undefined ? [] : [`  API key  ${apiKey}  (header x-api-key, on routes marked *)`]),
    ...(routes.some(({ authorization }) => authorization === "iam")
      ? [`  Sign     ${SIGN}  (curl's options, on routes marked +)`]
      : []),
    "",
    ...routeLines(program.document),
    "",
    "  Services, for the AWS CLI's --endpoint-url",
    ...Object.entries(endpoints).map(([service, endpoint]) => `    ${service.padEnd(8)}  ${endpoint}`),
    "",
    ...notes.map((note) => `  ${note}`),
    "",
    "  Try",
    `    curl -i ${example(program, `${url}/${stage}`)}`,
    "",
  ].join("\n");
}

/** The routes, a line each, with what stands behind them and what a caller needs. */
export function routeLines(document: Program["document"]): string[] {
  const routes = routesOf(document);
  const width = Math.max(0, ...routes.map(({ path }) => path.length)) + 2;
  return routes.map(
    ({ method, path, integration, apiKeyRequired, authorization }) =>
      `    ${method.padEnd(6)} ${path.padEnd(width)} ${integration}${apiKeyRequired ? " *" : ""}${MARKS[authorization]}`,
  );
}

/** The pages that may call the API. The page that localhost serves has the API's own origin, whatever its port. */
export function originLine(document: Program["document"]): string[] {
  const origins = originsOf(document);
  if (origins.length === 0) {
    return ["  Origins  this page alone; the API has no CORS headers for others"];
  }
  const others = origins.includes("*") ? "pages of every origin" : `pages of ${origins.join(", ")}`;
  return [`  Origins  this page, and ${others}`];
}

/** What signs a request with the credentials that localhost takes. */
const SIGN = `--aws-sigv4 aws:amz:us-east-1:execute-api --user ${LOCAL_ACCESS_KEY.accessKeyId}:${LOCAL_ACCESS_KEY.secretAccessKey}`;

/** What stands behind a route that asks who is calling. */
const MARKS = { none: "", iam: " +", cognito: " (Cognito token)", lambda: " (Lambda authorizer)" };

/** The first example of the stack's file, else the first route that a URL alone calls, else the first of all. */
function example({ document, localhost }: Program, api: string): string {
  const routes = routesOf(document);
  for (const [route, body] of Object.entries(localhost.examples)) {
    const found = routes.find(({ method, path }) => `${method} ${path}` === route);
    if (found) {
      const json = JSON.stringify(body).replaceAll("'", "'\\''");
      const method = found.method === "POST" ? "" : `-X ${found.method} `;
      return `${method}${api}${found.path} -H 'content-type: application/json' -d '${json}'`;
    }
  }
  const plain = routes.find(
    ({ method, path, apiKeyRequired, authorization }) =>
      method === "GET" && !path.includes("{") && !apiKeyRequired && authorization === "none",
  );
  if (plain) {
    return `${api}${plain.path}`;
  }
  const [{ method, path } = { method: "GET", path: "/" }] = routes;
  const call = ["GET", "ANY"].includes(method) ? "" : `-X ${method} `;
  return `${call}${api}${path}${["POST", "PUT", "PATCH"].includes(method) ? " -H 'content-type: application/json' -d '{}'" : ""}`;
}

/** What differs from AWS in this run, and what API Gateway warns of when it imports the document; a sentence each. */
export function notesOn(
  program: Program,
  { warnings, notices }: Pick<Gateway, "warnings" | "notices">,
  ports: Ports,
  cloud: Pick<Cloud, "upstreams" | "notes">,
  retrySeconds: number,
): string[] {
  const subscriptions = ofType(program, "aws:sns/topicSubscription:TopicSubscription").filter(
    ({ inputs }) => inputs.protocol !== "sqs",
  );
  return [
    ...warnings.map((warning) => `API Gateway's import warns: ${warning}`),
    ...notices,
    ...Object.values(cloud.upstreams).map(({ note }) => note),
    ...cloud.notes,
    ...ports.elsewhere.map((name) => `${name} is at ${ports.endpoints[name]}, not embedded.`),
    ...subscriptions.map(
      ({ inputs }) => `Nothing is sent to ${inputs.protocol} subscribers such as ${inputs.endpoint}.`,
    ),
    ...stageNotes(program),
    ...(ofType(program, "aws:lambda/eventSourceMapping:EventSourceMapping").length > 0
      ? [`Failed messages are retried after ${retrySeconds} s (AWS: after the visibility timeout).`]
      : []),
    ...(isPageBuilt() ? [] : ["The page is not built (npm run prepare builds it): / is a plain contact form."]),
  ];
}

/** What the program's stages have and localhost has not. */
function stageNotes(program: Program): string[] {
  const [stage, ...others] = ofType(program, "aws:apigateway/stage:Stage").map(({ inputs }) => inputs);
  return [
    ...(stage?.canarySettings ? ["The stage's canary gets no requests."] : []),
    ...(stage?.cacheClusterEnabled ? ["The stage's cache is off."] : []),
    ...(others.length > 0 ? [`Of the stages ${stage?.stageName} alone is served.`] : []),
  ];
}
