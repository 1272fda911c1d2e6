import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { OpenApiDocument } from "../../packages/local/page/document/document.ts";
import type { Trace, TraceMessage } from "../../packages/local/src/api/wire.ts";
import { type Json, objectOf } from "../api-diff/json.ts";
import type { Comparison } from "./compare.ts";
import { restApiOf } from "./rest-api.ts";
import { TRANSPORT_HEADERS, VOLATILE_HEADERS, withoutVolatile } from "./volatile.ts";

/** What a case is made with. */
export interface CaseSource {
  readonly document: OpenApiDocument;
  readonly stage: string;
  /** Base URL of the deployed API. */
  readonly url: string;
  /** `YYYY-MM-DD` */
  readonly date: string;
  /** Localhost's trace of the request; undefined where it has none. */
  readonly trace: Trace | undefined;
}

/**
 * A difference as a case for the conformance runners (packages/gateway/tests/conformance): the route, the request, what the
 * backend answered on localhost, and the deployed API's answer as the expected one. What is volatile is not expected.
 */
export function caseOf({ request, deployed, localhost }: Comparison, source: CaseSource): Json {
  const [pathOnly = "", query = ""] = request.path.split(/\?(.*)/s, 2);
  const compared = Object.entries(deployed.headers).filter(([name]) => isCompared(name));
  const exact = compared.filter(([, value]) => withoutVolatile(value) === value);
  const absentHeaders = Object.keys(localhost.headers).filter(
    (name) => isCompared(name) && !(name in deployed.headers),
  );
  const isAws = /\.execute-api\.[a-z0-9-]+\.amazonaws\.com/.test(source.url);
  return {
    id: `parity.${request.route} ${request.name}`.toLowerCase().replaceAll(/[^a-z0-9.]+/g, "-"),
    category: "parity",
    aws_validated: isAws,
    evidence: isAws ? "recorded-on-aws" : "recorded",
    source: `npm run parity, ${source.date}, ${new URL(source.url).host}`,
    note: `${request.route}: ${request.name}. The backend's answer is localhost's.`,
    api: restApiOf(source.document, source.stage, source.trace?.route && request.resource),
    upstream: upstreamOf(source),
    request: {
      method: request.method,
      path: pathOnly,
      query,
      headers: {
        ...request.headers,
        ...(request.key && { "x-api-key": request.key === "own" ? "{{apiKey}}" : "wrong" }),
      },
      body: request.body ?? "",
    },
    expected: {
      status: deployed.status,
      headers: Object.fromEntries(exact),
      absentHeaders,
      ...(withoutVolatile(deployed.body) === deployed.body && { body: deployed.body }),
    },
  };
}

function isCompared(name: string): boolean {
  return !TRANSPORT_HEADERS.has(name) && !VOLATILE_HEADERS.has(name);
}

function upstreamOf({ document, trace }: CaseSource): Json {
  const output = trace?.steps.find(({ name }) => name === "integration")?.output;
  const [method = "", resource = ""] = trace?.route?.split(" ") ?? [];
  const key = method === "ANY" ? "x-amazon-apigateway-any-method" : method.toLowerCase();
  const uri = document.paths[resource]?.[key]?.["x-amazon-apigateway-integration"]?.uri;
  if (!output || uri === undefined) {
    return { kind: "none" };
  }
  if (uri.includes(":lambda:path/")) {
    return {
      kind: "lambda",
      result: parse(output.body ?? "null"),
      functionError: header(output, "x-amz-function-error"),
    };
  }
  const headers = Object.entries(output.headers ?? {}).filter(([name]) => isCompared(name.toLowerCase()));
  const answer = {
    status: output.status,
    headers: Object.fromEntries(headers),
    ...(output.base64 ? { bodyBase64: output.body } : { body: output.body }),
  };
  return uri.startsWith("http")
    ? { kind: "http", ...answer }
    : { kind: "aws-service", service: uri.split(":")[4], ...answer };
}

function header({ headers }: TraceMessage, name: string): string | undefined {
  const value = Object.entries(headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
  return Array.isArray(value) ? value.join(", ") : value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * Writes a case as a file of one case, which a runner takes as it is: `--cases FILE`.
 *
 * @returns the file
 */
export function saveCase(folder: string, saved: Json, mask: (text: string) => string): string {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${objectOf(saved).id}.json`);
  writeFileSync(file, `${mask(JSON.stringify([saved], null, 2))}\n`);
  return file;
}
