// npm run redrive: moves dead letters back to their queue (--help says more).
import { createInterface } from "node:readline/promises";
import { oneLine, pulumiStack, readCommandLine } from "../command-line.ts";
import { findQueue } from "./queue.ts";
import { cancel, start, watch } from "./redrive.ts";

/** Messages a second: slow enough that the consumer keeps up while others are served. */
const RATE = 5;

/** What SQS takes. */
const MAX_RATE = 500;

/** The exit code of a command that Ctrl-C ended. */
const INTERRUPTED = 130;

const HELP = `Moves the dead letters of the stack, or of another queue, back to their queue, by SQS's own task.

Usage: npm run redrive [-- QUEUE] [options]

  QUEUE               URL or ARN of a dead-letter queue; default the selected stack's, which takes the Pulumi CLI
  --stack NAME        the dead letters of that stack
  --rate N            messages a second, 1 to ${MAX_RATE}; default ${RATE}
  --yes               ask nothing
  --cancel            stop the task that runs; what was moved stays moved
  --endpoint-url URL  call an emulator
  --help              print this

It says how many messages wait and asks before it moves them. The AWS SDK's settings count: AWS_REGION, AWS_PROFILE,
AWS_ENDPOINT_URL_SQS.`;

try {
  const { values, positionals } = readCommandLine("npm run redrive", HELP, {
    allowPositionals: true,
    options: {
      stack: { type: "string" },
      rate: { type: "string", default: `${RATE}` },
      yes: { type: "boolean", default: false },
      cancel: { type: "boolean", default: false },
      "endpoint-url": { type: "string" },
    },
  });
  const [named, ...rest] = positionals;
  if (rest.length > 0) throw new Error(`expected one queue, got ${positionals.join(" and ")}`);
  const rate = Number(values.rate);
  if (!(Number.isInteger(rate) && rate >= 1 && rate <= MAX_RATE)) {
    throw new Error(`--rate: expected a whole number from 1 to ${MAX_RATE}, got ${values.rate}`);
  }
  const queue = await findQueue(named ?? deadLetterQueue(values.stack), values["endpoint-url"]);
  const terminal = { print: console.log, confirm: values.yes ? async () => true : confirm };
  if (values.cancel) {
    await cancel(queue, terminal);
  } else if (await start(queue, rate, terminal)) {
    // Stays installed: npm passes the terminal's signal on, so that it comes twice.
    process.on("SIGINT", () => {
      console.log("SQS goes on moving them. To stop it run this command again with --cancel.");
      process.exit(INTERRUPTED);
    });
    await watch(queue, terminal);
  }
} catch (error) {
  console.error(oneLine(error));
  process.exitCode = 1;
}

function deadLetterQueue(stack: string | undefined): string {
  return pulumiStack(["output", "deadLetterQueueUrl"], stack, "name the queue by its URL or ARN").trim();
}

async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new Error("nobody can answer here: add --yes");
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  // Ctrl-C closes it without an answer.
  const closed = new Promise<string>((resolve) => lines.once("close", () => resolve("")));
  const answer = await Promise.race([lines.question(`${question} [y/N] `), closed]);
  lines.close();
  return /^y(es)?$/i.test(answer.trim());
}
