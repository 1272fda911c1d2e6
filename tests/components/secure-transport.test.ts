import assert from "node:assert/strict";
import { SnsIntegration } from "../../components/integrations/sns.ts";
import { SqsIntegration } from "../../components/integrations/sqs.ts";
import { run } from "../../components/testing/run.ts";

const QUEUE_POLICY = "aws:sqs/queuePolicy:QueuePolicy";
const TOPIC_POLICY = "aws:sns/topicPolicy:TopicPolicy";

describe("what an integration creates", () => {
  it("is a queue that refuses any request without TLS, and allows nobody anything", async () => {
    const { inputs } = await run(() => new SqsIntegration("contact", { model: "Contact" }));
    const { queueUrl, policy } = inputs(QUEUE_POLICY, "contact-queue-tls");
    assert.equal(queueUrl, "https://sqs.us-east-1.amazonaws.com/123456789012/contact-queue");
    assert.deepEqual(JSON.parse(policy), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "TlsOnly",
          Effect: "Deny",
          Principal: "*",
          Action: "sqs:*",
          Resource: "arn:aws:sqs:us-east-1:123456789012:contact-queue",
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
  });

  it("is a topic that publishes nothing that comes without TLS", async () => {
    const { inputs } = await run(() => new SnsIntegration("news", { model: "News" }));
    const { arn, policy } = inputs(TOPIC_POLICY, "news-topic-tls");
    assert.equal(arn, "arn:aws:sns:us-east-1:123456789012:news-topic");
    assert.deepEqual(JSON.parse(policy).Statement, [
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "sns:Publish",
        Resource: "arn:aws:sns:us-east-1:123456789012:news-topic",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });

  it("leaves the policy of a queue or topic that it is given alone", async () => {
    const { names } = await run(() => {
      new SqsIntegration("contact", { model: "Contact", queue: { arn: "arn:aws:sqs:us-east-1:123456789012:q" } });
      new SnsIntegration("news", { model: "News", topic: { arn: "arn:aws:sns:us-east-1:123456789012:t" } });
    });
    assert.deepEqual([...names(QUEUE_POLICY), ...names(TOPIC_POLICY)], []);
  });
});
