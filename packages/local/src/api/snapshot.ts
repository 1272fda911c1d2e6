import { callService, type Endpoints } from "../cloud/call.ts";
import type { Cloud } from "../cloud/cloud.ts";
import { plainItem } from "../cloud/dynamodb.ts";
import type { Services } from "../cloud/services.ts";
import type { Switches } from "../cloud/switches.ts";
import { type Json, ofType, type Program, type Resource } from "../program/resources.ts";
import { createStreamTail } from "./stream-tail.ts";
import type { Queue, Snapshot, Table } from "./wire.ts";

const SHOWN = 50;

/** What a snapshot is taken of. */
export interface SnapshotSources {
  readonly program: Program;
  readonly endpoints: Endpoints;
  readonly services: Services;
  readonly cloud: Cloud;
  readonly switches: Switches;
}

/** Creates a function that takes snapshots. A service that does not answer keeps the state of its last answer. */
export function createSnapshots(sources: SnapshotSources): () => Promise<Snapshot> {
  const { endpoints, services, cloud, switches, program } = sources;
  const queues = ofType(program, "aws:sqs/queue:Queue");
  const targets = new Set(queues.map(({ inputs }) => JSON.parse(inputs.redrivePolicy ?? "{}").deadLetterTargetArn));
  const readQueues = queues.map((queue) => remembering(() => readQueue(endpoints, queue, targets)));
  const readTables = ofType(program, "aws:dynamodb/table:Table").map((table) =>
    remembering(() => readTable(endpoints, services, table)),
  );
  const tails = ofType(program, "aws:kinesis/stream:Stream").map((stream) => {
    const tail = createStreamTail(endpoints, stream.outputs.name, SHOWN);
    return remembering(async () => ({ name: stream.outputs.name, records: await tail() }));
  });
  const all = async <T>(readers: readonly (() => Promise<T | undefined>)[]): Promise<T[]> =>
    (await Promise.all(readers.map((read) => read()))).flatMap((item) => (item === undefined ? [] : [item]));

  const take = async (): Promise<Snapshot> => ({
    queues: await all(readQueues),
    tables: await all(readTables),
    topics: ofType(program, "aws:sns/topic:Topic").map(({ outputs }) => ({
      name: outputs.name,
      arn: outputs.arn,
      published: services.published
        .filter((message) => message.topicArn === outputs.arn)
        .slice(0, SHOWN)
        .map(({ topicArn, ...message }) => message),
    })),
    streams: await all(tails),
    functions: cloud.functions?.states() ?? [],
    failures: switches.list(),
  });
  // Concurrent readers share one snapshot: two at once would read a stream from the same position.
  let taking: Promise<Snapshot> | undefined;
  return () => {
    taking ??= take().finally(() => {
      taking = undefined;
    });
    return taking;
  };
}

function remembering<T>(read: () => Promise<T>): () => Promise<T | undefined> {
  let last: T | undefined;
  return async () => {
    try {
      last = await read();
    } catch {
      // The last answer stays.
    }
    return last;
  };
}

async function readQueue(endpoints: Endpoints, { outputs }: Resource, deadLetterArns: Set<string>): Promise<Queue> {
  const input = { QueueUrl: outputs.url, AttributeNames: ["All"] };
  const { Attributes } = await callService(endpoints, "sqs", "GetQueueAttributes", input);
  return {
    name: outputs.name,
    url: outputs.url,
    visible: Number(Attributes.ApproximateNumberOfMessages),
    inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible),
    delayed: Number(Attributes.ApproximateNumberOfMessagesDelayed),
    deadLetter: deadLetterArns.has(outputs.arn),
  };
}

async function readTable(endpoints: Endpoints, services: Services, { outputs }: Resource): Promise<Table> {
  const TableName = outputs.name;
  const keys = services.lastWritten(TableName);
  let count = 0;
  let page: Json = {};
  do {
    const input = { TableName, Select: "COUNT", ExclusiveStartKey: page.LastEvaluatedKey };
    page = await callService(endpoints, "dynamodb", "Scan", input);
    count += page.Count;
  } while (page.LastEvaluatedKey);
  const found = keys
    ? await itemsOf(endpoints, TableName, keys)
    : (await callService(endpoints, "dynamodb", "Scan", { TableName, Limit: SHOWN })).Items;
  return { name: TableName, items: found.map(plainItem), count };
}

/** The items of these keys that are still there, in the order of the keys. */
async function itemsOf(endpoints: Endpoints, table: string, keys: readonly Json[]): Promise<Json[]> {
  if (keys.length === 0) {
    return [];
  }
  const input = { RequestItems: { [table]: { Keys: keys } } };
  const items: Json[] = (await callService(endpoints, "dynamodb", "BatchGetItem", input)).Responses[table];
  const isOf = (key: Json) => (item: Json) =>
    Object.keys(key).every((name) => JSON.stringify(item[name]) === JSON.stringify(key[name]));
  return keys.flatMap((key) => items.find(isOf(key)) ?? []);
}
