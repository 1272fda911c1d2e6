import { followNpm } from "./parent.ts";

/** Milliseconds in which a second signal is the same Ctrl-C: the terminal sends one, and npm passes its own on. */
const SAME_SIGNAL_MS = 500;

/**
 * Ends the process in order on SIGINT and SIGTERM, and when the npm that started it has ended. Another signal ends it at once.
 *
 * @param script Name of the npm script that starts this process.
 * @param close Closes what runs; it may not throw.
 * @returns Ends the process in order for another reason.
 */
export function stopOnSignals(script: string, close: () => Promise<unknown>): (exitCode: number) => Promise<never> {
  let stoppedAt: number | undefined;
  async function stop(exitCode: number): Promise<never> {
    stoppedAt ??= performance.now();
    await close();
    process.exit(exitCode);
  }
  function onSignal(): void {
    if (stoppedAt === undefined) {
      void stop(0);
    } else if (performance.now() - stoppedAt > SAME_SIGNAL_MS) {
      process.exit(1);
    }
  }
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  if (process.env.npm_lifecycle_event === script) {
    void followNpm(() => void stop(0));
  }
  return stop;
}
