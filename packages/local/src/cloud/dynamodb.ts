import type { Json } from "../program/resources.ts";
import { type Emulator, startEmulator } from "./emulator.ts";
import { withInserts } from "./partiql.ts";
import { jsonOf, type ServiceRequest } from "./service.ts";

const KEPT_KEYS = 50;

/**
 * Has dynalite keep items in memory as text, which it parses, and not as bytes: a stored submission takes 1.4 kB in place of 2, and nothing is encoded.
 * Its keys are ASCII, so that their order is the same.
 */
const KEEP_TEXT = `
const memoryLevel = require("memory-level");
memoryLevel.MemoryLevel = class extends memoryLevel.MemoryLevel {
  constructor(options) {
    super({ ...options, storeEncoding: "utf8" });
  }
};
`;

/** DynamoDB in memory, with the items written last. */
export interface DynamoDb extends Emulator {
  /** Keys of the items of a table that were written last, newest first, at most 50; undefined for a table of an earlier start. */
  lastWritten(table: string): Json[] | undefined;
}

/**
 * Starts a DynamoDB. It has no transactions, of PartiQL only batches of INSERT, and no TTL: expired items stay.
 *
 * @param onChange Called after each request that succeeded.
 * @param onLoss Called with a sentence when it died and was restarted.
 * @param folder Where it keeps its tables; without it they are in memory, and empty at first.
 */
export async function startDynamoDb(
  onChange: () => void,
  onLoss: (message: string) => void,
  folder?: string,
): Promise<DynamoDb> {
  /** Names of the key attributes by table. */
  const keys = new Map<string, readonly string[]>();
  const written = new Map<string, Map<string, Json>>();

  function wrote(table: string, attributes: Json): void {
    const names = keys.get(table);
    // A table of an earlier start: all its items are read.
    if (names === undefined) {
      return;
    }
    const key = Object.fromEntries(names.map((name) => [name, attributes[name]]));
    const recent = written.get(table) ?? new Map<string, Json>();
    const text = JSON.stringify(key);
    recent.delete(text);
    recent.set(text, key);
    const [oldest] = recent.keys();
    if (recent.size > KEPT_KEYS && oldest !== undefined) {
      recent.delete(oldest);
    }
    written.set(table, recent);
  }
  function note(action: string, request: ServiceRequest): void {
    if (action === "CreateTable") {
      const { TableName, KeySchema } = jsonOf(request) ?? {};
      keys.set(
        TableName,
        KeySchema.map((key: Json) => key.AttributeName),
      );
    } else if (action === "PutItem" || action === "UpdateItem") {
      const { TableName, Item, Key } = jsonOf(request) ?? {};
      wrote(TableName, Item ?? Key);
    } else if (action === "BatchWriteItem") {
      for (const [table, requests] of Object.entries<Json[]>(jsonOf(request)?.RequestItems ?? {})) {
        requests.flatMap((one) => one.PutRequest?.Item ?? []).map((item) => wrote(table, item));
      }
    }
    onChange();
  }

  const options = { createTableMs: 0, deleteTableMs: 0, updateTableMs: 0, path: folder };
  const left = folder === undefined ? "its tables exist again, their items are lost" : "its tables and items are kept";
  const loss = `The embedded DynamoDB ended%s and was restarted: ${left}.`;
  const emulator = await startEmulator({ module: "dynalite", options, setup: KEEP_TEXT, loss }, note, (message) => {
    written.clear();
    onLoss(message);
  });
  return {
    ...emulator,
    handler: withInserts(emulator.handler),
    lastWritten: (table) =>
      keys.has(table) || folder === undefined ? [...(written.get(table)?.values() ?? [])].reverse() : undefined,
  };
}

/** An attribute value of DynamoDB as plain JSON; numbers that JavaScript cannot hold exactly stay text. */
export function plainValue(value: Json): unknown {
  const [type, content] = Object.entries(value)[0] ?? [];
  switch (type) {
    case "N":
      return String(Number(content)) === content ? Number(content) : content;
    case "NULL":
      return null;
    case "L":
      return (content as Json[]).map(plainValue);
    case "M":
      return plainItem(content);
    default:
      return content;
  }
}

/** An item of DynamoDB as a plain object. */
export function plainItem(item: Json): Record<string, unknown> {
  return Object.fromEntries(Object.entries<Json>(item).map(([name, value]) => [name, plainValue(value)]));
}
