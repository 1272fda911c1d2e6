import assert from "node:assert/strict";
import { KinesisIntegration } from "../../../components/integrations/kinesis.ts";
import { resolved, run } from "../../../components/testing/run.ts";
import { contactTemplate } from "../../../contact/templates/template.ts";

describe("KinesisIntegration", () => {
  const make = () =>
    run(() => new KinesisIntegration("events", { model: "Event", requestTemplate: contactTemplate("put-event.vtl") }));

  it("has an encrypted stream that scales by itself, to which it may put records and nothing else", async () => {
    const { inputs } = await make();
    assert.deepEqual(inputs("aws:kinesis/stream:Stream", "events-stream"), {
      streamModeDetails: { streamMode: "ON_DEMAND" },
      encryptionType: "KMS",
      kmsKeyId: "alias/aws/kinesis",
    });
    assert.deepEqual(JSON.parse(inputs("aws:iam/rolePolicy:RolePolicy").policy).Statement, [
      {
        Effect: "Allow",
        Action: ["kinesis:PutRecord"],
        Resource: ["arn:aws:kinesis:us-east-1:123456789012:stream/events-stream"],
      },
    ]);
  });

  it("contributes PutRecord in Kinesis's own protocol", async () => {
    const { result } = await make();
    const { "x-amazon-apigateway-integration": integration } = await resolved(result.operation);
    assert.equal(integration.uri, "arn:aws:apigateway:us-east-1:kinesis:action/PutRecord");
    assert.equal(integration.passthroughBehavior, "never");
    assert.deepEqual(integration.requestParameters, {
      "integration.request.header.Content-Type": "'application/x-amz-json-1.1'",
    });
    assert.equal(
      integration.requestTemplates?.["application/json"]?.split("\n")[0],
      '#set($streamName = "events-stream")',
    );
    assert.equal(integration.responses?.["200"]?.statusCode, "202");
  });
});
