import { callService, type Endpoints, ServiceError } from "../cloud/call.ts";
import type { Json } from "../program/resources.ts";
import type { StreamRecord } from "./wire.ts";

/**
 * Creates a function that reads a stream's new records and returns the latest ones, newest first.
 *
 * @param kept Number of records that are kept.
 */
export function createStreamTail(
  endpoints: Endpoints,
  stream: string,
  kept: number,
): () => Promise<readonly StreamRecord[]> {
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
  async function read(shard: string, first: string): Promise<void> {
    let iterator = first;
    let page: Json;
    do {
      page = await call("GetRecords", { ShardIterator: iterator });
      iterator = page.NextShardIterator;
      iterators.set(shard, iterator);
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
    for (const [shard, iterator] of iterators) {
      await read(shard, iterator);
    }
  }

  return async () => {
    try {
      await readAll();
    } catch (error) {
      // An iterator expires after five minutes.
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
