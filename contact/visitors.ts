import * as aws from "@pulumi/aws";

/**
 * The table of the site's visitors, one item for each `user_id`: on demand, encrypted, with point-in-time recovery.
 * DynamoDB deletes an item when its `expires_at` is over, which put-visitor.vtl sets.
 *
 * @param name The table's name in the program.
 * @param keepData Whether Pulumi and AWS refuse to delete it.
 */
export function createVisitorsTable(name: string, keepData = false): aws.dynamodb.Table {
  return new aws.dynamodb.Table(
    name,
    {
      billingMode: "PAY_PER_REQUEST",
      hashKey: "user_id",
      attributes: [{ name: "user_id", type: "S" }],
      serverSideEncryption: { enabled: true },
      pointInTimeRecovery: { enabled: true },
      ttl: { attributeName: "expires_at", enabled: true },
      deletionProtectionEnabled: keepData,
    },
    { protect: keepData },
  );
}
