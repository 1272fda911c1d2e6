import contactSchema from "../../contact/contact.schema.json" with { type: "json" };
import type { Line } from "../../packages/local/page/compare/cost.ts";
import {
  DYNAMODB_WRITES,
  LAMBDA_COMPUTE,
  LAMBDA_LOGS,
  LAMBDA_REQUESTS,
  LOGS,
  REST_API,
  SNS,
  SQS,
  TRACES,
  TRANSFER,
} from "../../packages/local/page/compare/prices.ts";

/** AWS's own month. */
export const HOURS = 730;

const GIGABYTE = 1024 ** 3;

/** Bytes of one line of the access log, by its format in components/rest-api/stage.ts. */
export const ACCESS_LOG_BYTES = 600;

/** Share of the requests that X-Ray records by its default rule, beyond the first in each second. */
export const TRACED = 0.05;

/** Bytes of a response on the way to the client, headers and encryption included. */
export const RESPONSE_BYTES = 1024;

/** Billed milliseconds of the function of `POST /contact/lambda`: validating, and one call to SQS on an open connection. */
export const FUNCTION_MS = 20;

/** Bytes of the consumer's log for one batch: its own line, with ten IDs, and Lambda's two. */
export const BATCH_LOG_BYTES = 1_200;

/** How the consumer takes messages: so many at a time, in so many billed milliseconds each time. */
export interface Batches {
  readonly messages: number;
  readonly milliseconds: number;
}

export const FULL_BATCHES: Batches = { messages: 10, milliseconds: 100 };
export const SINGLE_MESSAGES: Batches = { messages: 1, milliseconds: 30 };

/** Kilobytes of an item in the table: of most submissions, and of the longest one in one-byte characters. */
export const SHORT = 1;
export const LONGEST = longest();

function longest(): number {
  const { name, email, message } = contactSchema.properties;
  return Math.ceil((name.maxLength + email.maxLength + message.maxLength) / 1024);
}

/** What happens after the queue: the consumer stores each message, and announces a batch by one call. */
export function afterQueue(requests: number, batches: Batches, kilobytes: number, memoryMb: number): Line[] {
  const calls = requests / batches.messages;
  return [
    { price: SQS, units: 2 * calls },
    { price: LAMBDA_REQUESTS, units: calls },
    { price: LAMBDA_COMPUTE, units: calls * (batches.milliseconds / 1000) * (memoryMb / 1024) },
    { price: LAMBDA_LOGS, units: (calls * BATCH_LOG_BYTES) / GIGABYTE },
    { price: DYNAMODB_WRITES, units: kilobytes * requests },
    // Ten announcements have less than 2 KB: https://docs.aws.amazon.com/sns/latest/dg/sns-batch-api-actions.html
    { price: SNS, units: calls },
  ];
}

/** What every request costs, whatever its route: the call, its line in the access log, its share of the traces, its answer. */
export function everyRequest(requests: number): Line[] {
  return [
    { price: REST_API, units: requests },
    { price: LOGS, units: (requests * ACCESS_LOG_BYTES) / GIGABYTE },
    { price: TRACES, units: requests * TRACED },
    { price: TRANSFER, units: (requests * RESPONSE_BYTES) / GIGABYTE },
  ];
}
