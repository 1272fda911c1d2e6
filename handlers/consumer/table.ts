import { BatchExecuteStatementCommand, DynamoDBClient, DynamoDBServiceException } from "@aws-sdk/client-dynamodb";
import { CLIENT_OPTIONS, environment } from "../runtime.ts";
import type { Submission } from "./record.ts";

const dynamodb = new DynamoDBClient(CLIENT_OPTIONS);

/**
 * Puts submissions into the table in `TABLE_NAME`, except those that are there already, which count as stored: an earlier
 * delivery may have put them, or this very call, which the SDK repeats when the answer to it is lost.
 *
 * PartiQL's INSERT is DynamoDB's only write of several items in one call that leaves an item as it is and has an outcome for each:
 * BatchWriteItem replaces the item, and TransactWriteItems stores all or nothing, at twice the price.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.insert.html
 *
 * The SDK repeats a call that fails, but not a statement that fails in a call that succeeds: a throttled one comes again with its message.
 *
 * @param submissions At most 25.
 * @returns For each submission, in their order, why it is not stored: an error, or undefined for one that is.
 */
export async function store(submissions: readonly Submission[]): Promise<unknown[]> {
  // DynamoDB refuses a batch of none.
  if (submissions.length === 0) return [];
  try {
    const { Responses = [] } = await dynamodb.send(
      new BatchExecuteStatementCommand({ Statements: submissions.map(toInsert) }),
    );
    return submissions.map((_, index) => {
      const response = Responses[index];
      if (response && (response.Error === undefined || response.Error.Code === "DuplicateItem")) return undefined;
      const name = response?.Error?.Code ?? "NotStored";
      return Object.assign(new Error("DynamoDB did not store the submission"), { name });
    });
  } catch (error) {
    // A batch that is refused as a whole may be so for one of its submissions, which must not keep the others back.
    const isRefused = error instanceof DynamoDBServiceException && error.$fault === "client";
    if (!isRefused || submissions.length === 1) return submissions.map(() => error);
    return (await Promise.all(submissions.map((submission) => store([submission])))).flat();
  }
}

function toInsert(submission: Submission): { Statement: string; Parameters: ({ S: string } | { N: string })[] } {
  const names = Object.keys(submission).map((name) => `'${name}': ?`);
  return {
    Statement: `INSERT INTO "${environment("TABLE_NAME")}" VALUE {${names.join(", ")}}`,
    Parameters: Object.values(submission).map((value) =>
      typeof value === "number" ? { N: `${value}` } : { S: value },
    ),
  };
}
