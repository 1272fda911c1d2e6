import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { faultInResponse } from "../fuzz/findings.ts";
import { note } from "../fuzz/fuzz.ts";
import { anyRequest } from "../fuzz/requests.ts";
import { send } from "../fuzz/send.ts";
import type { InputsReport } from "./inputs.ts";
import type { Stack } from "./npm-start.ts";
import type { Ledger } from "./traffic.ts";

/** Processes that answer generated requests. */
const PROCESSES = 2;
const BATCH = 200;
const PAUSE_MS = 40;

/** Generated hostile requests beside the submissions. */
export interface HostileInput {
  /** Requests answered so far: by the API in processes of their own, and over sockets by the stack. */
  readonly inProcess: number;
  readonly overSockets: number;
  /** What must not be, a sentence each. */
  readonly problems: readonly string[];
  stop(): Promise<void>;
}

/**
 * Sends generated requests to the stack over sockets, where a 5xx may be a fault's, and most of them to the same API in processes
 * of their own without faults, where none may be.
 *
 * @param most How many the processes answer together.
 */
export function startHostileInput(stack: Stack, ledger: Ledger, most: number, seed: number): HostileInput {
  const done = new Map<ChildProcess, number>();
  const problems: string[] = [];
  let overSockets = 0;
  let isStopped = false;
  const children = Array.from({ length: PROCESSES }, (_, index) => {
    const share = String(Math.ceil(most / PROCESSES));
    const child = fork(fileURLToPath(new URL("inputs.ts", import.meta.url)), [share, String(seed + index * most)]);
    child.on("message", (report: InputsReport) => {
      done.set(child, report.done);
      problems.push(...report.problems);
    });
    child.once("exit", (code) => {
      if (code !== 0) problems.push(`the process of generated requests ended with ${code}`);
    });
    return child;
  });
  async function sendAll(): Promise<void> {
    for (let from = seed; !isStopped; from += BATCH) {
      for (const request of fc.sample(anyRequest, { numRuns: BATCH, seed: from })) {
        if (isStopped) return;
        const [response] = await send(stack, [request]).catch(() => []);
        overSockets++;
        note(ledger, request, response);
        const fault = response && response.status < 500 && faultInResponse(request, response);
        if (fault) problems.push(`${fault} for ${request.method} ${request.target.slice(0, 200)}, seed ${from}`);
        await sleep(PAUSE_MS);
      }
    }
  }
  const sending = sendAll();
  return {
    get inProcess() {
      return [...done.values()].reduce((sum, one) => sum + one, 0);
    },
    get overSockets() {
      return overSockets;
    },
    problems,
    async stop() {
      isStopped = true;
      await sending;
      const running = children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
      for (const child of running) child.send("stop");
      await Promise.all(running.map((child) => once(child, "exit")));
    },
  };
}
