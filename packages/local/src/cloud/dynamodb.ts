import type http from "node:http";
import dynalite from "dynalite";
import type { Json } from "../program/resources.ts";
import { recordBody } from "./record-body.ts";

const KEPT = 50;

/** DynamoDB in memory, and which items were written last. */
export interface DynamoDb {
  readonly listener: http.RequestListener;
  /** Keys of the items of a table that were written last, newest first, at most 50. */
  lastWritten(table: string): Json[];
}

/**
 * Starts an empty DynamoDB. It has no transactions and no TTL: items that expire stay.
 *
 * @param onChange Called after each request that succeeded.
 */
export function startDynamoDb(onChange: () => void): DynamoDb {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  /** Names of the key attributes by table. */
  const keys = new Map<string, readonly string[]>();
  const written = new Map<string, Map<string, Json>>();

  function wrote(table: string, attributes: Json): void {
    const key = Object.fromEntries((keys.get(table) ?? []).map((name) => [name, attributes[name]]));
    const recent = written.get(table) ?? new Map<string, Json>();
    const text = JSON.stringify(key);
    recent.delete(text);
    recent.set(text, key);
    if (recent.size > KEPT) {
      recent.delete(recent.keys().next().value as string);
    }
    written.set(table, recent);
  }

  const listener: http.RequestListener = (request, response) => {
    const action = String(request.headers["x-amz-target"]).split(".")[1];
    recordBody(request, response, (body) => {
      if (action === "CreateTable") {
        const { TableName, KeySchema } = JSON.parse(body);
        keys.set(
          TableName,
          KeySchema.map((key: Json) => key.AttributeName),
        );
      }
      if (action === "PutItem" || action === "UpdateItem") {
        const input = JSON.parse(body);
        wrote(input.TableName, input.Item ?? input.Key);
      }
      if (action === "BatchWriteItem") {
        for (const [table, requests] of Object.entries<Json[]>(JSON.parse(body).RequestItems)) {
          requests.flatMap((one) => one.PutRequest?.Item ?? []).map((item) => wrote(table, item));
        }
      }
      onChange();
    });
    server.emit("request", request, response);
  };
  return { listener, lastWritten: (table) => [...(written.get(table)?.values() ?? [])].reverse() };
}

/** An attribute value of DynamoDB as plain JSON; numbers beyond what JavaScript holds exactly stay text. */
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
