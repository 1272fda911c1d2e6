import { type ChildProcess, fork, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));

/** What stops each process that runs. */
const running = new Map<ChildProcess, () => void>();

process.on("exit", stopAll);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(1));

/** Stops every process that this module started, with its descendants. */
export function stopAll(): void {
  for (const stop of running.values()) stop();
  running.clear();
}

/** Starts a module of this folder that is talked to by messages. */
export function startModule(name: string, args: readonly string[] = []): ChildProcess {
  const child = fork(`${here}${name}`, args, { execArgv: ["--import", "tsx"] });
  running.set(child, () => child.kill());
  child.once("exit", () => running.delete(child));
  return child;
}

/**
 * Sends a process a message and waits for its answer.
 *
 * @throws Error that the process answers, `{ error }`, or when it ends.
 */
export async function ask<Answer>(child: ChildProcess, message: object): Promise<Answer> {
  const ended = new AbortController();
  const exit = once(child, "exit", { signal: ended.signal }).then(([code, signal]) => {
    throw new Error(`${child.spawnargs.slice(-2).join(" ")} ended with ${code ?? signal}`);
  });
  const answered = once(child, "message", { signal: ended.signal });
  child.send(message);
  try {
    const [answer] = await Promise.race([answered, exit]);
    if (typeof answer === "object" && answer !== null && "error" in answer) throw new Error(String(answer.error));
    return answer as Answer;
  } finally {
    ended.abort();
    exit.catch(() => undefined);
    answered.catch(() => undefined);
  }
}

/** A command that serves. */
export interface Command {
  readonly pid: number;
  /** What it printed up to the text that said it was ready. */
  readonly output: string;
  /** Milliseconds until it was ready. */
  readonly readyMs: number;
}

/**
 * Starts a command and waits until it prints that it is ready.
 *
 * @throws Error with the last line that it printed, when it ends before or is not ready after `timeoutMs`.
 */
export async function startCommand(
  command: string,
  args: readonly string[],
  options: SpawnOptions,
  ready: RegExp,
  timeoutMs = 90_000,
): Promise<Command> {
  const start = performance.now();
  // In a group of its own, so that what it starts is stopped with it.
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"], detached: true });
  running.set(child, () => stopGroup(child));
  let output = "";
  await new Promise<void>((resolve, reject) => {
    const fail = (what: string) => {
      running.get(child)?.();
      reject(new Error(`${what}: ${output.trim().split("\n").at(-1) ?? ""}`));
    };
    const timer = setTimeout(() => fail(`not ready after ${timeoutMs / 1000} s`), timeoutMs);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        if (ready.test(output)) return; // a line for each request would fill the memory
        output += text;
        if (!ready.test(output)) return;
        clearTimeout(timer);
        resolve();
      });
    }
    child.once("error", ({ message }) => fail(message));
    child.once("exit", (code, signal) => {
      running.delete(child);
      clearTimeout(timer);
      fail(`ended with ${code ?? signal}`);
    });
  });
  return { pid: child.pid ?? 0, output, readyMs: performance.now() - start };
}

function stopGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGTERM");
  } catch {
    // it has ended
  }
}
