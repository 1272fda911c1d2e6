import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { DynamoDbIntegration } from "../../../components/integrations/dynamodb.ts";
import { KinesisIntegration } from "../../../components/integrations/kinesis.ts";
import { S3Integration } from "../../../components/integrations/s3.ts";
import { SnsIntegration } from "../../../components/integrations/sns.ts";
import { SqsIntegration } from "../../../components/integrations/sqs.ts";
import { SqsBatchIntegration } from "../../../components/integrations/sqs-batch.ts";
import { cognitoAuthorizer } from "../../../components/rest-api/authorizers.ts";
import { resolved, run } from "../../../components/testing/run.ts";

const text = { text: "{}" };
const GIVEN = "arn:aws:service:us-east-1:123456789012:given";

/** What an integration takes of a resource that another program made, looked up and by a reference to its stack. */
describe("a resource of another stack", () => {
  const table = (reference: { arn: pulumi.Output<string> }) =>
    new DynamoDbIntegration("c", {
      table: reference,
      action: "GetItem",
      pathParameters: [],
      requestTemplate: text,
      responseTemplate: text,
    });
  for (const [what, make, looked] of [
    ["queue", (queue) => new SqsIntegration("c", { model: "M", queue }), () => aws.sqs.getQueueOutput({ name: "q" })],
    [
      "queue of batches",
      (queue) => new SqsBatchIntegration("c", { model: "M", queue }),
      () => aws.sqs.getQueueOutput({ name: "q" }),
    ],
    ["topic", (topic) => new SnsIntegration("c", { model: "M", topic }), () => aws.sns.getTopicOutput({ name: "t" })],
    [
      "stream",
      (stream) => new KinesisIntegration("c", { model: "M", stream, requestTemplate: text }),
      () => aws.kinesis.getStreamOutput({ name: "s" }),
    ],
    ["table", table, () => aws.dynamodb.getTableOutput({ name: "t" })],
    [
      "bucket",
      (bucket) => new S3Integration("c", { method: "GET", key: "k", bucket }),
      () => aws.s3.getBucketOutput({ bucket: "b" }),
    ],
  ] as [string, (reference: { arn: pulumi.Output<string> }) => unknown, () => { arn: pulumi.Output<string> }][]) {
    it(`is a ${what} that was looked up, or whose ARN is known later`, async () => {
      const call = (token: string) => (token.includes("/get") ? { arn: GIVEN } : undefined);
      for (const reference of [looked, () => ({ arn: pulumi.output(GIVEN) })]) {
        const { inputs } = await run(() => void make(reference()), { call });
        const [{ Resource }] = JSON.parse(inputs("aws:iam/rolePolicy:RolePolicy").policy).Statement;
        assert.deepEqual(Resource, [what === "bucket" ? `${GIVEN}/k` : GIVEN]);
      }
    });
  }

  it("is a user pool that was looked up", async () => {
    const { result } = await run(
      () => cognitoAuthorizer("people", { userPools: [aws.cognito.getUserPoolOutput({ userPoolId: "p" })] }),
      { call: (token) => (token.includes("/get") ? { arn: GIVEN } : undefined) },
    );
    const scheme = await resolved(result.scheme);
    assert.deepEqual(scheme["x-amazon-apigateway-authorizer"]?.providerARNs, [GIVEN]);
  });
});
