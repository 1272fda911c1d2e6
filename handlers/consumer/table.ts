import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { environment } from "../runtime.ts";
import type { Submission } from "./record.ts";

const dynamodb = new DynamoDBClient({});

/**
 * Puts a submission into the table in `TABLE_NAME`, unless it is there already.
 *
 * @returns Whether it was there already and has been announced.
 */
export async function store(submission: Submission): Promise<{ announced: boolean }> {
  try {
    await dynamodb.send(
      new PutItemCommand({
        TableName: environment("TABLE_NAME"),
        Item: toItem(submission),
        ConditionExpression: "attribute_not_exists(id)",
      }),
    );
    return { announced: false };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { announced: await isAnnounced(submission.id) };
  }
}

/** Notes that a submission was announced. */
export async function markAnnounced(id: string): Promise<void> {
  await dynamodb.send(
    new UpdateItemCommand({
      TableName: environment("TABLE_NAME"),
      Key: { id: { S: id } },
      UpdateExpression: "SET announcedAt = :now",
      ExpressionAttributeValues: { ":now": { S: new Date().toISOString() } },
    }),
  );
}

async function isAnnounced(id: string): Promise<boolean> {
  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName: environment("TABLE_NAME"), Key: { id: { S: id } }, ConsistentRead: true }),
  );
  return Item?.announcedAt !== undefined;
}

function toItem(submission: Submission): Record<string, { S: string } | { N: string }> {
  const attribute = (value: string | number) => (typeof value === "number" ? { N: `${value}` } : { S: value });
  return Object.fromEntries(Object.entries(submission).map(([name, value]) => [name, attribute(value)]));
}
