// Forked by npm run soak: has the API of a process of its own answer generated requests until it is told to end.
import { fuzzInProcess } from "../fuzz/fuzz.ts";
import { startRecordedStack } from "../fuzz/stack.ts";

/** What this process says after each batch. */
export interface InputsReport {
  /** Requests so far. */
  readonly done: number;
  /** Those of this batch. */
  readonly problems: readonly string[];
}

const BATCH = 500;
const [most, seed] = process.argv.slice(2).map(Number);
if (most === undefined || seed === undefined)
  throw new Error("inputs.ts is forked with a number of requests and a seed");

let isStopped = false;
process.once("message", () => {
  isStopped = true;
});
process.once("disconnect", () => process.exit());
const stack = await startRecordedStack();
for (let done = 0; done < most && !isStopped; done += BATCH) {
  const { problems } = await fuzzInProcess(stack, { inputs: BATCH, seed: seed + done });
  process.send?.({ done: done + BATCH, problems } satisfies InputsReport);
}
await stack.close();
process.exit();
