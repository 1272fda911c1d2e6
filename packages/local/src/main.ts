import { adviceOnTemporaryFolder } from "./cloud/temporary.ts";
import { parseOptions, UserError, usage } from "./options.ts";
import { followNpm } from "./parent.ts";
import { start } from "./start.ts";
import { startPage } from "./start-page.ts";

/** Milliseconds that the parts have to stop; 5,000 of them are for requests and queues. */
const STOP_WITHIN_MS = 7_000;
/** Milliseconds in which a second signal is the same Ctrl-C: the terminal sends one, and npm passes its own on. */
const SAME_SIGNAL_MS = 500;

const closers: (() => unknown)[] = [];
let stoppedAt: number | undefined;

async function stop(exitCode: number): Promise<never> {
  stoppedAt ??= performance.now();
  const late = new Promise((resolve) => setTimeout(resolve, STOP_WITHIN_MS));
  await Promise.race([closeAll(), late]);
  process.exit(exitCode);
}

async function closeAll(): Promise<void> {
  for (let close = closers.pop(); close; close = closers.pop()) {
    try {
      await close();
    } catch (error) {
      console.error(error);
    }
  }
}

function onSignal(): void {
  if (stoppedAt === undefined) {
    void stop(0);
  } else if (performance.now() - stoppedAt > SAME_SIGNAL_MS) {
    process.exit(1);
  }
}

process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
if (process.env.npm_lifecycle_event === "start") {
  void followNpm(() => void stop(0));
}

try {
  const options = parseOptions(process.argv.slice(2));
  if (options === "help") {
    console.log(usage);
  } else {
    const run = options.api === undefined ? start : startPage;
    console.log(await run(options, (close) => closers.push(close)));
  }
} catch (error) {
  console.error(error instanceof UserError ? error.message : (adviceOnTemporaryFolder(error) ?? error));
  await stop(1);
}
