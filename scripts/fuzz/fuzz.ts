import fc from "fast-check";
import type { Ledger } from "../soak/traffic.ts";
import { anyRequest, type RawRequest } from "./generators.ts";
import { type RawResponse, send } from "./send.ts";

/** Headers that answers may have; another one would be the client's work. */
const KNOWN_HEADERS = new Set([
  ..."access-control-allow-headers access-control-allow-methods access-control-allow-origin access-control-max-age".split(
    " ",
  ),
  ..."allow connection content-length content-type date etag keep-alive retry-after transfer-encoding vary".split(" "),
  ..."x-amz-apigw-id x-amzn-errortype x-amzn-requestid x-amzn-trace-id x-content-type-options".split(" "),
  ..."cache-control content-security-policy cross-origin-resource-policy referrer-policy".split(" "),
]);

/** Names by which headers of the backend come back. */
const REMAPPED = /^x-amzn-remapped-/;

/** What a run found. */
export interface Findings {
  /** Answers by kind of request and status. */
  readonly answers: Map<string, number>;
  /** What must not be, a sentence with its request each. */
  readonly problems: string[];
}

/**
 * Sends generated requests to a stack and looks at each answer: no 5xx, no header gained, no connection that ends without an
 * answer to a well-formed request. What is accepted goes into the ledger, to be compared with what is stored.
 *
 * @param url Base URL of the API, with the stage.
 * @param concurrency Requests at once.
 */
export async function fuzz(
  { url, apiKey }: { readonly url: string; readonly apiKey: string },
  ledger: Ledger,
  { runs, seed, concurrency }: { readonly runs: number; readonly seed: number; readonly concurrency: number },
): Promise<Findings> {
  const answers = new Map<string, number>();
  const problems: string[] = [];
  const BATCH = 1_000;
  for (let done = 0; done < runs; done += BATCH) {
    const requests = fc.sample(anyRequest, { numRuns: Math.min(BATCH, runs - done), seed: seed + done });
    const one = async () => {
      for (let request = requests.pop(); request; request = requests.pop()) {
        const problem = await tryOne(url, apiKey, request, ledger, answers);
        if (problem !== undefined) problems.push(`${problem}: ${describe(request)}`);
      }
    };
    await Promise.all(Array.from({ length: concurrency }, one));
  }
  return { answers, problems };
}

async function tryOne(
  url: string,
  apiKey: string,
  request: RawRequest,
  ledger: Ledger,
  answers: Map<string, number>,
): Promise<string | undefined> {
  let response: RawResponse;
  try {
    response = await send(url, apiKey, request);
  } catch (error) {
    return (error as Error).message;
  }
  const { status, headers, body } = response;
  const key = `${request.kind} ${status}`;
  answers.set(key, (answers.get(key) ?? 0) + 1);
  if (request.message !== undefined) note(response, request.message, ledger);
  // A client may ask for these, by `simulate`.
  const isAskedFor = request.target.startsWith("/topics?") && /simulate=50[03]/.test(request.target);
  if (status >= 500 && !isAskedFor) return `${status} ${body.slice(0, 200)}`;
  if (status === 0 && request.kind !== "bent") return "the connection ended without an answer";
  const gained = headers.filter((name) => !KNOWN_HEADERS.has(name) && !REMAPPED.test(name));
  return gained.length > 0 ? `headers ${gained.join(", ")}` : undefined;
}

function note({ status, body }: RawResponse, message: string, ledger: Ledger): void {
  if (status !== 200 && status !== 202) return;
  const { submissionId, caseNumber } = JSON.parse(body) as Record<string, string>;
  const id = submissionId ?? caseNumber ?? "";
  if (ledger.accepted.has(id)) ledger.wrong.push(`${id} was answered twice`);
  ledger.accepted.set(id, JSON.parse(message));
}

function describe({ method, target, headers, body }: RawRequest): string {
  return JSON.stringify({ method, target, headers, body: body.toString("latin1").slice(0, 400) });
}
