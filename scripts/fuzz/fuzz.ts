import { readFileSync } from "node:fs";
import fc from "fast-check";
import type { Ledger } from "../soak/traffic.ts";
import { isClear, isHttp, type RawRequest, type Response } from "./exchange.ts";
import { count, type Findings, faultInResponse, noFindings, report } from "./findings.ts";
import { answerInProcess } from "./in-process.ts";
import { faultInCalls } from "./received.ts";
import { allowedRequest, anyRequest } from "./requests.ts";
import { type Api, send } from "./send.ts";
import type { RecordedStack } from "./stack.ts";

/** How many requests are generated, sent and reported at a time. */
const BATCH = 500;

/** Requests that one connection carries at once. */
const PIPELINED = 8;

/** Milliseconds of CPU that one request may take of the event loop. */
const MAX_COST_MS = 100;

/** How much of what is sent. */
export interface Plan {
  readonly inputs: number;
  readonly seed: number;
  /** Is told how many requests have been answered. */
  readonly onProgress?: (done: number) => void;
}

/**
 * Has the stack's API in this process answer generated requests one by one, compares what its backends got with what was sent, and
 * measures the CPU time that each request takes.
 */
export async function fuzzInProcess(stack: RecordedStack, { inputs, seed, onProgress }: Plan): Promise<Findings> {
  const findings = noFindings();
  const one = async (request: RawRequest) => {
    const { response, calls, ms } = await answerInProcess(stack, request);
    const fault = faultInResponse(request, response) ?? faultInCalls(request, response, calls);
    return { status: response.status, ms, fault };
  };
  const tried = async (request: RawRequest) => {
    // A timeout may be that of a machine that stood still.
    const result = await cheapest(
      () => one(request),
      ({ status }) => status === 504,
    );
    return { ...result, fault: result.fault ?? faultInCost(result.ms) };
  };
  const arbitrary = allowedRequest.filter(isHttp);
  for (let done = 0; done < inputs; done += BATCH) {
    const from = { arbitrary, seed: seed + done };
    const requests = fc.sample(arbitrary, { numRuns: Math.min(BATCH, inputs - done), seed: from.seed });
    for (const [index, request] of requests.entries()) {
      const { status, ms, fault } = await tried(request);
      count(findings, request, status);
      if (ms > (findings.costliest?.ms ?? 0)) findings.costliest = { ms, request };
      if (fault !== undefined) {
        await report(findings, fault, request, { ...from, index }, async (smaller) => (await tried(smaller)).fault);
      }
    }
    onProgress?.(done + requests.length);
  }
  return findings;
}

/**
 * Measures a request again, up to three times, where its cost may be the compiler's or the garbage collector's work.
 *
 * @param isVoid Whether a measure stands for nothing, so that any other is better.
 */
async function cheapest<Measure extends { readonly ms: number }>(
  measure: () => Promise<Measure>,
  isVoid: (measured: Measure) => boolean = () => false,
): Promise<Measure> {
  let best = await measure();
  for (let again = 0; (best.ms > MAX_COST_MS || isVoid(best)) && again < 3; again++) {
    const next = await measure();
    if (isVoid(best) || next.ms < best.ms) best = next;
  }
  return best;
}

function faultInCost(ms: number): string | undefined {
  return ms > MAX_COST_MS ? `${ms.toFixed(0)} ms of CPU` : undefined;
}

/**
 * Sends generated requests over sockets, {@link PIPELINED} on a connection where HTTP allows them, and looks at each response.
 * Accepted submissions go into the ledger, to be compared with what is stored.
 *
 * @param connections Connections at once.
 */
export async function fuzzSockets(
  api: Api,
  ledger: Ledger,
  { inputs, seed, connections, onProgress }: Plan & { readonly connections: number },
): Promise<Findings> {
  const findings = noFindings();
  const faultOf = async (request: RawRequest) => {
    const responses = await send(api, [request]);
    note(ledger, request, responses[0]);
    return faultInExchange(request, responses);
  };
  for (let done = 0; done < inputs; done += BATCH) {
    const from = { arbitrary: anyRequest, seed: seed + done };
    const requests = fc.sample(anyRequest, { numRuns: Math.min(BATCH, inputs - done), seed: from.seed });
    const faults: [request: RawRequest, fault: string][] = [];
    const take = (request: RawRequest, responses: readonly Response[]) => {
      note(ledger, request, responses[0]);
      count(findings, request, responses[0]?.status ?? 0);
      const fault = faultInExchange(request, responses);
      if (fault !== undefined) faults.push([request, fault]);
    };
    const groups = inGroups(requests);
    const work = async () => {
      for (let group = groups.pop(); group; group = groups.pop()) {
        const responses = await send(api, group);
        if (group.length === 1 && group[0]) take(group[0], responses);
        for (const [at, request] of group.length > 1 ? group.entries() : []) {
          const response = responses[at];
          // A server may end a connection after a response; what it did with the requests after it is not known.
          if (response) take(request, [response]);
          else {
            note(ledger, request, undefined);
            take(request, await send(api, [request]));
          }
        }
      }
    };
    await Promise.all(Array.from({ length: connections }, work));
    for (const [request, fault] of faults) {
      await report(findings, fault, request, { ...from, index: requests.indexOf(request) }, faultOf);
    }
    onProgress?.(done + requests.length);
  }
  return findings;
}

/** Requests that one connection carries: {@link PIPELINED} of those after which a server reads on, others alone. */
function inGroups(requests: readonly RawRequest[]): RawRequest[][] {
  const clear = requests.filter(isClear);
  const groups: RawRequest[][] = requests.filter((request) => !isClear(request)).map((request) => [request]);
  for (let at = 0; at < clear.length; at += PIPELINED) groups.push(clear.slice(at, at + PIPELINED));
  return groups;
}

function faultInExchange(request: RawRequest, responses: readonly Response[]): string | undefined {
  if (request.isAmbiguous && responses.length > 1) return "a part of the body was answered as a request";
  const [response] = responses;
  if (!response) return request.kind.startsWith("bent") ? undefined : "the connection ended without an answer";
  return faultInResponse(request, response);
}

/** Puts what became of a submission into the ledger. */
export function note(ledger: Ledger, { kind, body }: RawRequest, response: Response | undefined): void {
  if (!kind.startsWith("POST /contact")) return;
  if (response?.status === 200 || response?.status === 202) {
    const { submissionId, caseNumber } = JSON.parse(response.body) as Record<string, string>;
    const id = submissionId ?? caseNumber ?? "";
    if (ledger.accepted.has(id)) ledger.wrong.push(`${id} was answered twice`);
    ledger.accepted.set(id, JSON.parse(body.toString()).message);
  } else if (response === undefined || response.status >= 500) {
    try {
      ledger.inDoubt.add(JSON.parse(body.toString()).message);
    } catch {
      // What is not JSON is not stored.
    }
  }
}

/**
 * Sends generated requests one after the other to a stack of its own process and measures the CPU time of its main thread, which
 * each request waits for: traces, events and the services' fronts included.
 *
 * @param pid The stack's process. Only Linux tells the time of a thread; elsewhere nothing is sent.
 */
export async function fuzzCosts(
  api: Api,
  pid: number,
  ledger: Ledger,
  { inputs, seed, onProgress }: Plan,
): Promise<Findings> {
  const findings = noFindings();
  if (process.platform !== "linux") return findings;
  const spentMs = () => Number(readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ")[0]) / 1e6;
  const one = async (request: RawRequest) => {
    const before = spentMs();
    const responses = await send(api, [request]);
    const ms = spentMs() - before;
    note(ledger, request, responses[0]);
    return { ms, responses };
  };
  const requests = fc.sample(anyRequest, { numRuns: inputs, seed });
  for (const [index, request] of requests.entries()) {
    const { ms, responses } = await cheapest(() => one(request));
    count(findings, request, responses[0]?.status ?? 0);
    if (ms > (findings.costliest?.ms ?? 0)) findings.costliest = { ms, request };
    const fault = faultInCost(ms);
    if (fault !== undefined) {
      const at = { arbitrary: anyRequest, seed, index };
      const faultOf = async (smaller: RawRequest) => faultInCost((await cheapest(() => one(smaller))).ms);
      await report(findings, fault, request, at, faultOf);
    }
    if (index % BATCH === BATCH - 1) onProgress?.(index + 1);
  }
  return findings;
}
