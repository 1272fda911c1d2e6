import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { OpenApiDocument } from "../../packages/local/page/document/document.ts";
import { isCompared, upstreamOf } from "../../packages/local/page/saved/case.ts";
import { restApiOf } from "../../packages/local/page/saved/rest-api.ts";
import { withoutVolatile } from "../../packages/local/page/saved/volatile.ts";
import type { Trace } from "../../packages/local/src/api/wire.ts";
import { type Json, objectOf } from "../api-diff/json.ts";
import type { Comparison } from "./compare.ts";

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
    upstream: upstreamOf(source.document, source.trace),
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
