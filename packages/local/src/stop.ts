import { readFileSync } from "node:fs";

/** Milliseconds in which a second signal is the same Ctrl-C. */
const SAME_SIGNAL_MS = 500;
/** The same where npm started this process: a terminal signals both, and on a busy machine npm passes its own on late. */
const SAME_SIGNAL_BY_NPM_MS = 2_500;
/** Milliseconds between looks at whether npm still runs. */
const LOOK_MS = 500;

/**
 * Ends the process in order on SIGINT and SIGTERM, and when the npm that started it has ended. Another signal ends it at once.
 *
 * @param script Name of the npm script that starts this process. It begins with `exec`: the shell that npm runs it in would keep a
 *   SIGINT to itself, and would survive npm.
 * @param close Closes what runs; it may not throw.
 * @returns Ends the process in order for another reason.
 */
export function stopOnSignals(script: string, close: () => Promise<unknown>): (exitCode: number) => Promise<never> {
  const isByNpm = process.env.npm_lifecycle_event === script;
  const sameSignalMs = isByNpm ? SAME_SIGNAL_BY_NPM_MS : SAME_SIGNAL_MS;
  let stoppedAt: number | undefined;
  async function stop(exitCode: number): Promise<never> {
    stoppedAt ??= performance.now();
    await close();
    process.exit(exitCode);
  }
  function onSignal(): void {
    if (stoppedAt === undefined) {
      void stop(0);
    } else if (performance.now() - stoppedAt > sameSignalMs) {
      process.exit(1);
    }
  }
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  if (isByNpm) {
    followParent(() => void stop(0));
  }
  return stop;
}

/** Lets the process go on in silence when the reader of its output has ended, as in `npm start | head`. */
export function outliveReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
}

/** Calls back when the process that started this one has ended: npm passes on the signals that it gets, but not SIGKILL. */
function followParent(onEnd: () => void): void {
  const parent = process.ppid;
  if (isAdopted(parent)) {
    onEnd();
    return;
  }
  const timer = setInterval(() => {
    if (process.ppid !== parent) {
      clearInterval(timer);
      onEnd();
    }
  }, LOOK_MS);
  timer.unref();
}

/** Whether npm ended before this process could look, and process 1 or a user's systemd is the parent now. */
function isAdopted(parent: number): boolean {
  if (process.platform !== "linux") {
    return parent === 1;
  }
  try {
    // https://man7.org/linux/man-pages/man5/proc_pid_comm.5.html
    const command = readFileSync(`/proc/${parent}/comm`, "utf8");
    // In a container npm itself may be process 1.
    return parent === 1 ? !/^(npm|node|MainThread)/.test(command) : command === "systemd\n";
  } catch {
    return false;
  }
}
