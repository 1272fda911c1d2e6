import assert from "node:assert/strict";
import { once } from "node:events";
import { account, redriveAll, setVisibility, untilEmpty } from "../../../scripts/soak/account.ts";
import { PROBE } from "../../../scripts/soak/measure.ts";
import { type Stack, startStack } from "../../../scripts/soak/npm-start.ts";
import { createFaultyProject, type FaultyProject } from "../../../scripts/soak/project.ts";
import { type Services, startServices } from "../../../scripts/soak/services.ts";
import { createLedger, type Ledger, startTraffic } from "../../../scripts/soak/traffic.ts";

// The SDK that the tests use warns on Node 20.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

/** Milliseconds for which a fault lasts. */
export const FAULT_MS = 1_500;

/** How a stack is started, and the traffic that it gets. */
export interface FaultsOptions {
  /** Variables of the stack besides those that lead it to the services. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Of `npm start`; default `--offline`. */
  readonly options?: readonly string[];
  /** Clients at once, each of which waits so long after each answer. */
  readonly clients?: number;
  readonly pauseMs?: number;
}

/** A stack under traffic, whose services are in this process and outlive it. */
export interface Faults {
  readonly services: Services;
  readonly project: FaultyProject;
  readonly ledger: Ledger;
  stack: Stack;
  /** Starts another stack after the first one has ended. */
  restart(): Promise<Stack>;
  /** Lets `during` happen while submissions come by all three ways, and accounts for everything accepted so far. */
  under(during: () => Promise<unknown>): Promise<void>;
  /** Of the answers since the last `under` began, those that are not among `expected`: the path and the status. */
  unexpected(...expected: readonly (readonly string[])[]): string[];
  /** Sends the dead letters back: then each accepted submission is in the table once, and announced. */
  redrive(): Promise<void>;
  close(): Promise<void>;
}

/** What a client gets that is accepted. */
export const ACCEPTED = ["/contact 202", "/contact/lambda 202", "/contact/legacy 200"];
/** What a client gets whose submission the queue does not take. */
export const NOT_QUEUED = ["/contact 502", "/contact 504", "/contact/lambda 502", "/contact/legacy 500"];

/** Starts services and a stack. */
export async function startFaults({
  environment = {},
  options = ["--offline"],
  clients = 8,
  pauseMs = 5,
}: FaultsOptions = {}): Promise<Faults> {
  const [services, project] = await Promise.all([startServices(), createFaultyProject()]);
  const ledger = createLedger();
  const all = ["--port", "0", "--retry", "0", "--cwd", project.folder, ...options];
  const restart = () => startStack({ ...services.environment, ...environment }, PROBE, all);
  const faults: Faults = {
    services,
    project,
    ledger,
    stack: await restart(),
    restart,
    async under(during) {
      ledger.answers.clear();
      const traffic = startTraffic(faults.stack.url, ledger, clients, pauseMs);
      try {
        await during();
      } finally {
        await traffic.stop();
      }
      await untilEmpty(services);
      const { accepted, stored, dead, wrong } = await account(services, ledger);
      assert.deepEqual(wrong, []);
      assert.equal(stored + dead, accepted);
      assert.ok(accepted > 0);
    },
    unexpected: (...expected) =>
      [...ledger.answers.keys()].filter((answer) => !expected.flat().includes(answer)).sort(),
    async redrive() {
      await redriveAll(services);
      await untilEmpty(services);
      const { accepted, stored, dead, wrong } = await account(services, ledger);
      assert.deepEqual({ stored, dead, wrong }, { stored: accepted, dead: 0, wrong: [] });
      const announced = new Set(services.announced);
      assert.deepEqual(
        [...ledger.accepted.keys()].filter((id) => !announced.has(id)),
        [],
        "stored, and not announced",
      );
    },
    async close() {
      await end(faults.stack);
      await Promise.all([services.close(), project.close()]);
    },
  };
  await setVisibility(services);
  return faults;
}

/** Ends a stack at once. */
export async function end({ child }: Stack): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
}
