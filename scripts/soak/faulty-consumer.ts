import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { handler } from "../../handlers/consumer/index.ts";

/**
 * What the consumer can do wrong with a batch: throw before its work; report the first message as failed after it; work on the first
 * half, then throw, end the process, fill the memory, or do nothing until its time is over; return a result that has no list or names
 * a message of another batch after its work.
 */
export const CONSUMER_FAULTS = [
  "throws",
  "fails on some",
  "throws in mid-batch",
  "exits in mid-batch",
  "runs out of memory",
  "times out",
  "returns no list",
  "returns a foreign id",
] as const;

/** What the consumer does with a batch. */
export type ConsumerFault = "none" | (typeof CONSUMER_FAULTS)[number];

/** The application's consumer, which asks before each batch what is to go wrong. */
export function faulty(url: string): (event: SQSEvent, context: Context) => Promise<unknown> {
  return async (event, context) => {
    const fault = (await (await fetch(url)).text()) as ConsumerFault;
    const { Records } = event;
    const [first] = Records;
    const half = () => handler({ Records: Records.slice(0, Math.ceil(Records.length / 2)) }, context);
    switch (fault) {
      case "none":
        return handler(event, context);
      case "throws":
        throw new Error("Not a single one");
      case "fails on some": {
        const { batchItemFailures }: SQSBatchResponse = await handler(event, context);
        const itemIdentifier = first?.messageId ?? "";
        return { batchItemFailures: [...batchItemFailures, { itemIdentifier }] };
      }
      case "throws in mid-batch":
        await half();
        throw new Error("Not the second half");
      case "exits in mid-batch":
        await half();
        return process.exit(1);
      case "runs out of memory": {
        await half();
        for (const kept: unknown[] = []; ; ) kept.push(new Array(1e5).fill(kept.length));
      }
      case "times out":
        await half();
        return new Promise(() => setInterval(() => undefined, 60_000));
      case "returns no list":
        await handler(event, context);
        return { batchItemFailures: "all of them" };
      case "returns a foreign id":
        await handler(event, context);
        return { batchItemFailures: [{ itemIdentifier: "another" }] };
    }
  };
}
