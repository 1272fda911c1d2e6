import { parseOptions, UserError, usage } from "./options.ts";
import { start } from "./start.ts";

/** Milliseconds that the parts have to stop. */
const STOP_WITHIN_MS = 1_500;

const closers: (() => unknown)[] = [];

async function stop(exitCode: number): Promise<never> {
  const late = new Promise((resolve) => setTimeout(resolve, STOP_WITHIN_MS));
  await Promise.race([Promise.allSettled(closers.map((close) => close())), late]);
  process.exit(exitCode);
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void stop(0));
}

try {
  const options = parseOptions(process.argv.slice(2));
  if (options === "help") {
    console.log(usage);
  } else {
    console.log(await start(options, (close) => closers.push(close)));
  }
} catch (error) {
  console.error(error instanceof UserError ? error.message : error);
  await stop(1);
}
