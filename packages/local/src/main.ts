import { adviceOnTemporaryFolder } from "./cloud/temporary.ts";
import { parseOptions, UserError, usage } from "./options.ts";
import { start } from "./start.ts";
import { startPage } from "./start-page.ts";
import { outliveReader, stopOnSignals } from "./stop.ts";

/** Milliseconds that the parts have to stop; 5,000 of them are for requests and queues. */
const STOP_WITHIN_MS = 7_000;

outliveReader();
const closers: (() => unknown)[] = [];
const stop = stopOnSignals("start", () =>
  Promise.race([closeAll(), new Promise((resolve) => setTimeout(resolve, STOP_WITHIN_MS))]),
);

async function closeAll(): Promise<void> {
  for (let close = closers.pop(); close; close = closers.pop()) {
    try {
      await close();
    } catch (error) {
      console.error(error);
    }
  }
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
