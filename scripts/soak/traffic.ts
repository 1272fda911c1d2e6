import { setTimeout as sleep } from "node:timers/promises";

/** The three ways in, and the name under which each answers the submission's ID. */
const WAYS = [
  { path: "/contact", status: 202, id: "submissionId" },
  { path: "/contact/lambda", status: 202, id: "submissionId" },
  { path: "/contact/legacy", status: 200, id: "caseNumber" },
] as const;

/** What the clients were told. */
export interface Ledger {
  /** Messages that were accepted, by the ID that the client was given. */
  readonly accepted: Map<string, string>;
  /** Messages of which the client does not know: an error came, or nothing. Each may be stored, once. */
  readonly inDoubt: Set<string>;
  /** Answers by path and status; 0 stands for none. */
  readonly answers: Map<string, number>;
  /** What no client should see, such as two submissions with the same ID. */
  readonly wrong: string[];
}

/** An empty ledger. */
export function createLedger(): Ledger {
  return { accepted: new Map(), inDoubt: new Set(), answers: new Map(), wrong: [] };
}

/** Submissions that keep coming. */
export interface Traffic {
  /** Resolves when the last client has its answer. */
  stop(): Promise<void>;
}

/**
 * Sends submissions by all three ways in turn, each with a text of its own.
 *
 * @param url Base URL of the API, with the stage.
 * @param clients Clients at once; each waits for its answer and for `pauseMs`.
 */
export function startTraffic(url: string, ledger: Ledger, clients: number, pauseMs = 0): Traffic {
  let isStopped = false;
  const loops = Array.from({ length: clients }, async (_, client) => {
    for (let turn = client; !isStopped; turn++) {
      await submit(url, ledger, turn);
      await sleep(pauseMs);
    }
  });
  return {
    async stop() {
      isStopped = true;
      await Promise.all(loops);
    },
  };
}

let sent = 0;
/** Distinguishes this process's texts from those of others. */
const run = `${process.pid}-${Date.now()}`;

/** A text that no other submission has. */
export function uniqueText(): string {
  return `Submission ${++sent} of ${run} 😀 "&\\`;
}

/** Whether a text comes from {@link uniqueText}: generated input may send the same one twice. */
export function isUnique(text: string): boolean {
  return text.startsWith("Submission ");
}

async function submit(url: string, ledger: Ledger, turn: number): Promise<void> {
  const way = WAYS[turn % WAYS.length] ?? WAYS[0];
  const message = uniqueText();
  const body = JSON.stringify({ name: "Ada", email: "ada@example.com", topic: "sales", message });
  let status = 0;
  try {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${url}${way.path}`, { method: "POST", headers, body });
    status = answer.status;
    const { [way.id]: id } = (await answer.json()) as Record<string, unknown>;
    if (status === way.status && typeof id === "string") {
      if (ledger.accepted.has(id)) ledger.wrong.push(`${way.path} answered ${id} twice`);
      ledger.accepted.set(id, message);
    } else {
      ledger.inDoubt.add(message);
    }
  } catch {
    ledger.inDoubt.add(message);
  }
  const key = `${way.path} ${status}`;
  ledger.answers.set(key, (ledger.answers.get(key) ?? 0) + 1);
}
