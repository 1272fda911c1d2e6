import { callService, type Endpoints, ServiceError } from "../cloud/call.ts";
import type { Json } from "../program/resources.ts";
import type { StreamRecord } from "./wire.ts";

/** Reads what is new in a stream and returns the latest records, newest first. */
export type StreamTail = () => Promise<readonly StreamRecord[]>;

/** @param kept How many records are kept. */
export function createStreamTail(endpoints: Endpoints, stream: string, kept: number): StreamTail {
  const call = (action: string, input: Json) => callService(endpoints, "kinesis", action, input);
  const iterators = new Map<string, string>();
  let records: StreamRecord[] = [];

  async function open(): Promise<void> {
    const { StreamDescription } = await call("DescribeStream", { StreamName: stream });
    for (const { ShardId } of StreamDescription.Shards) {
      const input = { StreamName: stream, ShardId, ShardIteratorType: "TRIM_HORIZON" };
      iterators.set(ShardId, (await call("GetShardIterator", input)).ShardIterator);
    }
  }
  async function read(shard: string): Promise<void> {
    let page: Json;
    do {
      page = await call("GetRecords", { ShardIterator: iterators.get(shard) as string });
      iterators.set(shard, page.NextShardIterator);
      const found = (page.Records as Json[]).map((record) => ({
        sequenceNumber: record.SequenceNumber,
        partitionKey: record.PartitionKey,
        data: Buffer.from(record.Data, "base64").toString(),
        at: new Date(record.ApproximateArrivalTimestamp * 1000).toISOString(),
      }));
      records = [...found.reverse(), ...records].slice(0, kept);
    } while (page.Records.length > 0);
  }
  async function readAll(): Promise<void> {
    for (const shard of iterators.keys()) {
      await read(shard);
    }
  }

  return async () => {
    try {
      await readAll();
    } catch (error) {
      // An iterator expires five minutes after it was given.
      if (!(error instanceof ServiceError && error.code === "ExpiredIteratorException")) {
        throw error;
      }
      iterators.clear();
    }
    if (iterators.size === 0) {
      records = [];
      await open();
      await readAll();
    }
    return records;
  };
}
