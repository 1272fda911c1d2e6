import type { Trace, TraceMessage, TraceStep } from "../../src/api/wire.ts";
import type { OpenApiDocument, Operation, RouteKey } from "../document/document.ts";
import { operationOf } from "../document/document.ts";
import { VOLATILE_VALUES } from "./volatile.ts";

/** What a saved request is made from. */
export interface Recording {
  readonly trace: Trace;
  readonly document: OpenApiDocument;
  readonly stage: string;
  /** `YYYY-MM-DD` */
  readonly date: string;
}

/** Stands in an expected text for what differs with each request. */
export const ANY = "<any>";
/** Stands in a saved file for a secret. */
export const REDACTED = "redacted";
/** The least length at which a secret is looked for in other text. */
const SEARCHABLE_LENGTH = 8;

/** Headers with secrets. A saved file has none of their values, wherever else they stand. */
export const SECRET_HEADERS = /^(authorization|proxy-authorization|cookie|set-cookie|x-api-key|x-amz-security-token)$/;
/** Headers that the client or the connection adds to each request, and those of a signature. */
const ADDED_HEADERS =
  /^(host|connection|keep-alive|content-length|transfer-encoding|te|upgrade.*|user-agent|accept-encoding|accept-language|cache-control|pragma|priority|dnt|origin|referer|cookie|sec-.*|x-forwarded-.*|x-amz-date|x-amz-content-sha256|x-amz-security-token)$/;

/** The route of a trace. */
export function routeOf({ route = "" }: Trace): RouteKey {
  const [method = "", path = ""] = route.split(" ");
  return { method, path };
}

export function stepOf({ steps }: Trace, name: TraceStep["name"]): TraceStep | undefined {
  return steps.find((step) => step.name === name);
}

/** The headers that a client chose: without those that it always adds, and without a signature. */
export function chosenHeaders({ headers = {} }: TraceMessage): Record<string, string> {
  const chosen = Object.entries(headers)
    .map(([name, value]): [string, string] => [name, [value].flat().join(", ")])
    .filter(([name, value]) => !ADDED_HEADERS.test(name.toLowerCase()) && !isSignature(name, value))
    .filter(([name, value]) => !(name.toLowerCase() === "accept" && value === "*/*"));
  return Object.fromEntries(chosen);
}

function isSignature(name: string, value: string): boolean {
  return name.toLowerCase() === "authorization" && value.startsWith("AWS4-HMAC-SHA256");
}

/** The path with its query, without the stage. */
export function pathOf({ request: { uri = "/" } }: Trace, stage: string): string {
  return uri.startsWith(`/${stage}/`) ? uri.slice(stage.length + 1) : uri;
}

/**
 * Why a request cannot be saved as a test that passes; undefined where it can. A test has one route, without authorizers,
 * limits and stage variables, and a backend that answers what it answered.
 */
export function whyNotSaved({ trace, document }: Recording): string | undefined {
  const operation = operationOf(document, routeOf(trace));
  const integration = operation["x-amazon-apigateway-integration"];
  const backend = stepOf(trace, "integration");
  const { connectionId: _, ...sent } = (integration ?? {}) as Record<string, unknown>;
  const text = JSON.stringify(sent);
  if (trace.route === undefined || !integration) {
    return "no route of the document matched it";
  }
  if (stepOf(trace, "authorize")?.error) {
    return "an authorizer or a policy refused it";
  }
  if (stepOf(trace, "apiKey")?.detail?.limit !== undefined) {
    return "a limit refused it";
  }
  if (backend && !backend.output) {
    return "its backend did not answer";
  }
  if ([trace.request, backend?.output].some((message) => message?.truncatedFrom !== undefined)) {
    return "its trace has only the beginning of a body";
  }
  if (/stageVariables/.test(text)) {
    return "its integration has stage variables";
  }
  return /context\.authorizer|context\.identity\.(caller|user|accountId)/.test(text)
    ? "its mapping reads what an authorizer found"
    : undefined;
}

/**
 * The secrets of a trace: the values of headers such as `x-api-key` in each of its messages, longest first. A short one is left
 * out: in any other place than its header it would be a plain word.
 */
export function secretsOf(trace: Trace): string[] {
  const messages = [trace.request, trace.response, ...trace.steps.flatMap(({ input, output }) => [input, output])];
  const values = messages
    .flatMap((message) => Object.entries(message?.headers ?? {}))
    .filter(([name]) => SECRET_HEADERS.test(name.toLowerCase()))
    .flatMap(([, value]) => value);
  const query = new URLSearchParams(trace.request.uri?.split("?")[1]);
  const signed = ["X-Amz-Signature", "X-Amz-Credential", "X-Amz-Security-Token"].map((name) => query.get(name) ?? "");
  // A token also goes without its scheme, an access key without its signature, a pair of a cookie by itself.
  const parts = values.flatMap((value) => [
    value.replace(/^\S+\s+/, ""),
    /Credential=([^/,\s]+)/.exec(value)?.[1] ?? "",
    /Signature=(\w+)/.exec(value)?.[1] ?? "",
    ...value.split(/;\s*/).map((pair) => pair.replace(/^[^=\s]+=/, "")),
  ]);
  const all = [...values, ...signed, ...parts].filter((secret) => secret.length >= SEARCHABLE_LENGTH);
  return [...new Set(all)].sort((one, other) => other.length - one.length);
}

/** A text without secrets, as they stand in text, in JSON, in a URL and in base64 of their own. */
export function redacted(text: string, secrets: readonly string[], standIn = REDACTED): string {
  const forms = secrets.flatMap((secret) => [
    secret,
    JSON.stringify(secret).slice(1, -1),
    JSON.stringify(JSON.stringify(secret).slice(1, -1)).slice(1, -1),
    encodeURIComponent(secret),
  ]);
  return forms.reduce((left, form) => left.replaceAll(form, standIn), text);
}

const TIMES = [
  /\b1[5-9]\d{8}(?:\d{3})?\b/g,
  /\b\d\d\/[A-Z][a-z]{2}\/\d{4}(?::|%3A)\d\d(?::|%3A)\d\d(?::|%3A)\d\d(?: |\+|%20)(?:\+|%2B)0000\b/g,
  /\b\d{4}-\d\d-\d\dT\d\d%3A\d\d%3A\d\d(?:\.\d+)?Z/g,
];

/** An expected text, with `<any>` in the place of what differs with each request: its IDs, times, addresses, secrets. */
export function expectedText(text: string, trace: Trace): string {
  const headers = new Map(
    [trace.request, trace.response].flatMap(({ headers = {} }) =>
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value].flat().join(", ")]),
    ),
  );
  const api = String(stepOf(trace, "apiKey")?.detail?.apiStage ?? "").split("/")[0] ?? "";
  const values = [
    trace.requestId,
    api,
    ...["x-amz-apigw-id", "x-amzn-trace-id", "user-agent", "host"].map((name) => headers.get(name) ?? ""),
  ].filter((value) => value.length > 3);
  return withAny(text, [...values, ...secretsOf(trace)]);
}

function withAny(text: string, values: readonly string[]): string {
  const named = redacted(text, values, ANY);
  const timed = [...VOLATILE_VALUES.map(([, pattern]) => pattern), ...TIMES].reduce(
    (left, pattern) => left.replace(pattern, ANY),
    named,
  );
  return timed.replaceAll(/[A-Za-z0-9+/]{16,}={0,2}/g, (base64) => {
    const decoded = decodedText(base64);
    return decoded !== undefined && withAny(decoded, values) !== decoded ? ANY : base64;
  });
}

/** The text that a word is base64 of, if it is that of a text. */
function decodedText(base64: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return /^[\P{C}\s]+$/u.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

/** The function that an operation invokes, the service that it calls, or `http`. */
export function backendOf(operation: Operation): { kind: "none" | "lambda" | "http" | "service"; service?: string } {
  const { type = "", uri = "" } = operation["x-amazon-apigateway-integration"] ?? {};
  if (type.toLowerCase() === "mock" || uri === "") {
    return { kind: "none" };
  }
  const service = /^arn:[^:]*:apigateway:[^:]*:(?:[^.:]+\.)*([^.:]+):/.exec(uri)?.[1];
  return service === undefined
    ? { kind: "http" }
    : service === "lambda"
      ? { kind: "lambda" }
      : { kind: "service", service };
}
