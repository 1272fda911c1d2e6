import { createHash } from "node:crypto";
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { BuildAppOptions } from "fauxqs";
import { makeFolder } from "../folders.js";
import { UserError } from "../options.ts";
import { isRunning } from "./temporary.ts";

/** The stores of fauxqs, with the queues, topics and buckets. */
export type Stores = NonNullable<BuildAppOptions["stores"]>;

/** A queue of fauxqs. */
export type Queue = ReturnType<Stores["sqsStore"]["createQueue"]>;
type Message = Parameters<Queue["enqueue"]>[0];

/** A queue as it is kept. */
interface KeptQueue {
  readonly messages: readonly Message[];
  /** The last sequence number of a FIFO queue. */
  readonly sequence: number;
}

/** Milliseconds after which what changed is written. */
const WRITE_MS = 1_000;

/** A folder in which data stays from one start to the next. */
export interface DataFolder {
  /** Where DynamoDB keeps its tables. */
  readonly tables: string;
  /**
   * Gives queues and buckets, when they are created, what was in them, and writes each second what changed. Where that fails it says so
   * once, and tries again.
   */
  keep(stores: Stores): void;
  /** Writes what changed for the last time. */
  flush(): void;
  /** Lets another process use the folder. */
  close(): void;
}

/**
 * Opens the folder of `--data`, for this process alone and for this user's eyes only. Of SQS it keeps the messages, those in flight
 * included, and of S3 the objects; DynamoDB writes its own files. Deduplication IDs, topics' history and streams are not kept.
 *
 * @throws UserError when another process uses the folder, or it cannot be written.
 */
export function openData(folder: string): DataFolder {
  const lock = path.join(folder, "lock");
  const objects = path.join(folder, "s3");
  const queuesFile = path.join(folder, "queues.json");
  try {
    makeFolder(objects, 0o700);
    takeLock(lock, folder);
  } catch (error) {
    throw error instanceof UserError ? error : new UserError(`--data ${folder}: ${(error as Error).message}`);
  }
  let write: (() => void) | undefined;
  let timer: NodeJS.Timeout | undefined;
  return {
    tables: path.join(folder, "dynamodb"),
    keep(stores) {
      const writes = [keepQueues(stores, queuesFile), keepObjects(stores, objects)];
      let hasFailed = false;
      write = () => {
        try {
          writes.map((each) => each());
          if (hasFailed) {
            console.error(`--data ${folder}: everything is written again.`);
          }
          hasFailed = false;
        } catch (error) {
          // A full disk may have room later; until then the data is in memory.
          if (!hasFailed) {
            console.error(
              `--data ${folder} cannot be written, what changes is lost at the end: ${(error as Error).message}`,
            );
          }
          hasFailed = true;
        }
      };
      timer = setInterval(write, WRITE_MS);
    },
    flush() {
      clearInterval(timer);
      write?.();
      write = undefined;
    },
    close() {
      rmSync(lock, { force: true });
    },
  };
}

function takeLock(lock: string, folder: string): void {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
      throw error;
    }
    const owner = Number(readFileSync(lock, "utf8"));
    if (owner > 0 && owner !== process.pid && isRunning(owner)) {
      throw new UserError(`--data ${folder}: process ${owner} uses this folder; stop it, or name another folder.`);
    }
    // Its process was killed.
    writeFileSync(lock, String(process.pid));
  }
}

function keepQueues({ sqsStore }: Stores, file: string): () => void {
  /** What belongs to queues that the program has not made yet, and may never make again. */
  const unclaimed = new Map<string, KeptQueue>(Object.entries(readJson(file) ?? {}));
  let written = "";
  const createQueue = sqsStore.createQueue.bind(sqsStore);
  sqsStore.createQueue = (name, ...others) => {
    const queue = createQueue(name, ...others);
    const kept = unclaimed.get(name);
    unclaimed.delete(name);
    queue.sequenceCounter = kept?.sequence ?? queue.sequenceCounter;
    for (const message of kept?.messages ?? []) {
      queue.enqueue(message);
    }
    return queue;
  };
  return () => {
    const queues = sqsStore.listQueues().map((queue): [string, KeptQueue] => {
      const { inflight, ready, delayed } = queue.inspectMessages();
      const messages = [...inflight.map(({ message }) => message), ...ready, ...delayed];
      return [queue.name, { messages, sequence: queue.sequenceCounter }];
    });
    const text = JSON.stringify(Object.fromEntries([...unclaimed, ...queues]));
    if (text !== written) {
      replaceFile(file, text);
      written = text;
    }
  };
}

function keepObjects({ s3Store }: Stores, folder: string): () => void {
  /** ETag and time of each object that is written, by its file. */
  const written = new Map<string, string>();
  const files = readdirSync(folder).filter((name) => /^[0-9a-f]{64}$/.test(name));
  const createBucket = s3Store.createBucket.bind(s3Store);
  s3Store.createBucket = (bucket) => {
    const isNew = !s3Store.hasBucket(bucket);
    createBucket(bucket);
    for (const name of isNew ? files : []) {
      const content = readFileSync(path.join(folder, name));
      const end = content.indexOf("\n");
      const kept = JSON.parse(content.subarray(0, end).toString());
      if (kept.bucket === bucket) {
        const body = Buffer.from(content.subarray(end + 1));
        const object = s3Store.putObject(bucket, kept.key, body, kept.contentType, kept.metadata);
        object.lastModified = new Date(kept.lastModified);
        written.set(name, versionOf(object));
      }
    }
  };
  return () => {
    const there = new Set<string>();
    for (const { name: bucket } of s3Store.listBuckets()) {
      for (const object of s3Store.listObjects(bucket, { maxKeys: Number.POSITIVE_INFINITY }).objects) {
        const { key, body, contentType, metadata, lastModified } = object;
        const name = createHash("sha256")
          .update(JSON.stringify([bucket, key]))
          .digest("hex");
        there.add(name);
        if (written.get(name) !== versionOf(object)) {
          const head = JSON.stringify({ bucket, key, contentType, metadata, lastModified });
          replaceFile(path.join(folder, name), Buffer.concat([Buffer.from(`${head}\n`), body]));
          written.set(name, versionOf(object));
        }
      }
    }
    for (const name of [...written.keys()].filter((each) => !there.has(each))) {
      rmSync(path.join(folder, name), { force: true });
      written.delete(name);
    }
  };
}

const versionOf = (object: { readonly etag: string; readonly lastModified: Date }) =>
  `${object.etag} ${object.lastModified.getTime()}`;

/** A process that is killed meanwhile leaves the old file whole. */
function replaceFile(file: string, content: string | Buffer): void {
  writeFileSync(`${file}.new`, content, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

// biome-ignore lint/suspicious/noExplicitAny: written here
function readJson(file: string): any {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      return undefined;
    }
    throw new UserError(`--data: ${file} cannot be read: ${(error as Error).message}`);
  }
}
