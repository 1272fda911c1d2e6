import type { Trace, TraceMessage } from "../../src/api/wire.ts";
import { type OpenApiDocument, operationOf } from "../document/document.ts";
import type { Json } from "../document/json.ts";
import {
  backendOf,
  chosenHeaders,
  expectedText,
  pathOf,
  type Recording,
  redacted,
  routeOf,
  secretsOf,
  stepOf,
} from "./recording.ts";
import { restApiOf } from "./rest-api.ts";
import { TRANSPORT_HEADERS, VOLATILE_HEADERS } from "./volatile.ts";

/** Whether a header's value is the same for each request. */
export function isCompared(name: string): boolean {
  return !TRANSPORT_HEADERS.has(name) && !VOLATILE_HEADERS.has(name);
}

/** What a trace's backend answered, as a recorded case has it. */
export function upstreamOf(document: OpenApiDocument, trace: Trace | undefined): Json {
  const output = trace && stepOf(trace, "integration")?.output;
  const { kind, service } = trace ? backendOf(operationOf(document, routeOf(trace))) : { kind: "none" };
  if (!output || kind === "none") {
    return { kind: "none" };
  }
  if (kind === "lambda") {
    return { kind, result: parse(output.body ?? "null"), functionError: headerOf(output, "x-amz-function-error") };
  }
  const headers = Object.entries(output.headers ?? {}).filter(([name]) => isCompared(name.toLowerCase()));
  const answer = {
    status: output.status,
    headers: Object.fromEntries(headers),
    ...(output.base64 ? { bodyBase64: output.body } : { body: output.body }),
  };
  return kind === "http" ? { kind, ...answer } : { kind: "aws-service", service, ...answer };
}

/** A header's value, several joined with commas. */
export function headerOf({ headers }: TraceMessage, name: string): string | undefined {
  const value = Object.entries(headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
  return Array.isArray(value) ? value.join(", ") : value;
}

/** The request's headers with a stand-in for the API key, and without other credentials. */
export function savedHeaders(trace: Trace, apiKey: string): Record<string, string> {
  const isRefused = stepOf(trace, "apiKey")?.error !== undefined;
  const headers = Object.entries(chosenHeaders(trace.request)).filter(([name]) => !/authorization$/i.test(name));
  return Object.fromEntries(
    headers.map(([name, value]) => [
      name,
      name.toLowerCase() === "x-api-key" ? (isRefused ? "wrong" : apiKey) : redacted(value, secretsOf(trace)),
    ]),
  );
}

/** The response's headers that are the same for each request. */
export function expectedHeaders(trace: Trace): Record<string, string> {
  const headers = Object.keys(trace.response.headers ?? {}).map((name): [string, string] => [
    name.toLowerCase(),
    headerOf(trace.response, name.toLowerCase()) ?? "",
  ]);
  return Object.fromEntries(
    headers.filter(([name, value]) => isCompared(name) && expectedText(value, trace) === value),
  );
}

/** A traced request as a file of one case for the conformance runners (packages/gateway/tests/conformance): `--cases FILE`. */
export function caseFile({ trace, document, stage, date }: Recording): string {
  const { request, response } = trace;
  const { method, path: resource } = routeOf(trace);
  const [path = "", query = ""] = pathOf(trace, stage).split(/\?(.*)/s, 2);
  const isStable = expectedText(response.body ?? "", trace) === (response.body ?? "") && !response.truncatedFrom;
  const body = response.base64 ? { bodyBase64: response.body } : { body: response.body };
  const saved = {
    id: `saved.${trace.route}-${response.status}`.toLowerCase().replaceAll(/[^a-z0-9.]+/g, "-"),
    category: "saved",
    aws_validated: false,
    evidence: "recorded",
    source: `Explorer, ${date}`,
    note: `${method} ${resource}: the request, and what the backend answered on localhost.`,
    api: restApiOf(document, stage, resource),
    upstream: upstreamOf(document, trace),
    request: {
      method: request.method,
      path,
      query,
      headers: savedHeaders(trace, "{{apiKey}}"),
      body: request.body ?? "",
    },
    expected: { status: response.status, headers: expectedHeaders(trace), ...(isStable && body) },
  };
  return `${redacted(JSON.stringify([saved], null, 2), secretsOf(trace))}\n`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
