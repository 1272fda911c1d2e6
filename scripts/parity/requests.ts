import { bodySchema, type OpenApiDocument, validation } from "../../packages/local/page/document/document.ts";
import type { Example } from "../../packages/local/page/explorer/example.ts";
import { examplesOf } from "../../packages/local/page/explorer/examples.ts";
import type { Route } from "../../packages/local/src/api/wire.ts";

/** A request that is sent to both sides. */
export interface ParityRequest {
  /** The route that it is about, such as `POST /contact`; `gateway` where there is none. */
  readonly route: string;
  /** The resource path of that route. */
  readonly resource?: string;
  readonly name: string;
  readonly method: string;
  /** Path with query, without the stage. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The key that is sent: each side's own, a wrong one, or none. */
  readonly key?: "own" | "wrong";
  /** Whether it is signed with the environment's credentials, where there are any. */
  readonly signed?: boolean;
  /** A request that is sent before it, so that there is something to find. */
  readonly first?: { readonly method: string; readonly path: string; readonly body: string };
  /** Whether its answer comes from somebody else's service, which localhost has a sample of. */
  readonly thirdParty?: boolean;
}

const JSON_TYPE = { "content-type": "application/json" };
const ORIGIN = { origin: "http://localhost:3000" };
const NOTHING_THERE = "/nothing/is/here";
/** One more than the 10 MB that API Gateway takes: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
const TOO_LARGE = 10 * 1024 * 1024 + 1;
/** More than the 10,240 bytes of all headers. Source as above. */
const TOO_LONG = 11_000;

/** Whether a request may change data: it is not a GET, HEAD or OPTIONS, or such a request goes before it. */
export function changesData({ method, first }: ParityRequest): boolean {
  return !["GET", "HEAD", "OPTIONS"].includes(method) || first !== undefined;
}

/** Every request for an API: the examples of its routes, then what the gateway answers by itself. */
export function requestsOf(document: OpenApiDocument, routes: readonly Route[]): ParityRequest[] {
  return [
    ...routes.flatMap((route) => routeRequests(route, document)),
    ...pathsOf(routes).flatMap((path) => pathRequests(path, routes, document)),
    ...gatewayRequests(routes, document),
  ];
}

function routeRequests(route: Route, document: OpenApiDocument): ParityRequest[] {
  const examples = examplesOf(route, document, []).map((example) => fromExample(route, example));
  const [good] = examples;
  if (!good) {
    return [];
  }
  const hasBody = good.body !== undefined && bodySchema(document, route) !== undefined;
  const more: (Partial<ParityRequest> & { name: string })[] = [
    ...(hasBody && validation(document, route).body
      ? [
          { name: "Bad JSON", body: "{nope" },
          { name: "No body", body: "" },
          { name: "A list for an object", body: "[]" },
        ]
      : []),
    ...(route.apiKeyRequired ? [{ name: "Wrong API key", key: "wrong" as const }] : []),
    ...(good.signed ? [{ name: "Not signed", signed: false }] : []),
    { name: "From a page of the allowed origin", headers: { ...good.headers, ...ORIGIN } },
  ];
  return [...examples, ...more.map((changed) => ({ ...good, ...changed }))];
}

function fromExample(route: Route, example: Example): ParityRequest {
  return {
    route: `${route.method} ${route.path}`,
    resource: route.path,
    name: example.name,
    method: example.method ?? (route.method === "ANY" ? "GET" : route.method),
    path: ofThisRun(route, example.path),
    headers: example.headers ?? {},
    body: example.body,
    ...(route.apiKeyRequired && !example.withoutKey && { key: "own" }),
    signed: route.authorization === "iam",
    first: example.first,
    thirdParty: route.integration === "http",
  };
}

/** In place of an `{id}`, of which a store takes each only once. */
const THIS_RUN = `parity-${Date.now()}`;

function ofThisRun({ path }: Route, example: string): string {
  return path.endsWith("/{id}") ? example.replace(/[^/?]+(?=\?|$)/, THIS_RUN) : example;
}

function pathsOf(routes: readonly Route[]): string[] {
  return [...new Set(routes.map(({ path }) => path))];
}

/** Preflights of a path, and a method that it does not have. */
function pathRequests(resource: string, routes: readonly Route[], document: OpenApiDocument): ParityRequest[] {
  const here = routes.filter(({ path }) => path === resource);
  const [first] = here;
  const path = (first && routeRequests(first, document)[0]?.path) ?? resource;
  const preflight = (origin: string) => ({
    origin,
    "access-control-request-method": "POST",
    "access-control-request-headers": "content-type",
  });
  const about = { resource, path };
  const other = ["DELETE", "PATCH"].find((method) => !here.some((route) => [method, "ANY"].includes(route.method)));
  const route = `OPTIONS ${resource}`;
  return [
    { ...about, route, name: "Preflight", method: "OPTIONS", headers: preflight(ORIGIN.origin) },
    { ...about, route, name: "Of another origin", method: "OPTIONS", headers: preflight("https://other.example") },
    { ...about, route, name: "Without an origin", method: "OPTIONS", headers: {} },
    ...(other === undefined
      ? []
      : [{ ...about, route: `${other} ${resource}`, name: "No such method", method: other, headers: {} }]),
  ];
}

/** What belongs to no route, and what would be the same on each. */
function gatewayRequests(routes: readonly Route[], document: OpenApiDocument): ParityRequest[] {
  const about = { route: "gateway", method: "GET", path: NOTHING_THERE, headers: {} };
  const goods = routes.flatMap((route) => routeRequests(route, document).slice(0, 1));
  const read = goods.find(({ method, key, signed }) => method === "GET" && !key && !signed);
  const write = goods.find(({ body, key, signed }) => body !== undefined && !key && !signed);
  const bearer = { authorization: "Bearer abc" };
  const unfinished = { authorization: "AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/execute-api/aws4_request" };
  return [
    { ...about, name: "No such route" },
    { ...about, name: "No such route, from a page", headers: ORIGIN },
    { ...about, name: "No such route, with a body", method: "POST", headers: JSON_TYPE, body: "{}" },
    { ...about, name: "No such route, with a token", headers: bearer },
    { ...about, name: "No such route, with part of a signature", headers: unfinished },
    { ...about, name: "The root", path: "/" },
    { ...about, name: "A broken escape in the path", path: "/%zz" },
    ...(read
      ? [
          { ...read, name: "HEAD", method: "HEAD" },
          { ...read, name: "A slash at the end", path: `${read.path}/` },
          { ...read, name: "A double slash", path: `/${read.path}` },
          { ...read, name: "A path below", path: `${read.path}/below` },
          { ...read, name: "Other capitals", path: read.path.toUpperCase() },
          { ...read, name: "A broken escape in the query", path: `${read.path}?x=%zz` },
          { ...read, name: "A body on GET", body: "{}", headers: JSON_TYPE },
          { ...read, name: "An answer in XML", headers: { accept: "application/xml" } },
          { ...read, name: "Headers too large", headers: { "x-long": "x".repeat(TOO_LONG) } },
        ]
      : []),
    ...(write
      ? [
          {
            ...write,
            name: "A content type with a charset",
            headers: { "content-type": "application/json; charset=utf-8" },
          },
          { ...write, name: "No content type", headers: {} },
          { ...write, name: "Body too large", body: `"${"x".repeat(TOO_LARGE)}"` },
        ]
      : []),
  ];
}
