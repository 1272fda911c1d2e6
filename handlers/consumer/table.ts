import { ConditionalCheckFailedException, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { CLIENT_OPTIONS, environment } from "../runtime.ts";
import type { Submission } from "./record.ts";

const dynamodb = new DynamoDBClient(CLIENT_OPTIONS);

/**
 * Puts a submission into the table in `TABLE_NAME`, unless it is there already. A put that finds it there succeeds too, and says
 * no more: an earlier delivery may have put it, or this very call, which the SDK repeats when the answer to it is lost.
 */
export async function store(submission: Submission): Promise<void> {
  try {
    await dynamodb.send(
      new PutItemCommand({
        TableName: environment("TABLE_NAME"),
        Item: toItem(submission),
        ConditionExpression: "attribute_not_exists(id)",
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

function toItem(submission: Submission): Record<string, { S: string } | { N: string }> {
  const attribute = (value: string | number) => (typeof value === "number" ? { N: `${value}` } : { S: value });
  return Object.fromEntries(Object.entries(submission).map(([name, value]) => [name, attribute(value)]));
}
