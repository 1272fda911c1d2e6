import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { render } from "local-api-gateway/vtl";
import type { MessageOrderArgs } from "../../../components/integrations/fifo.ts";
import { SnsIntegration } from "../../../components/integrations/sns.ts";
import { type QueueReference, SqsIntegration } from "../../../components/integrations/sqs.ts";
import { templateRequest } from "../../../components/testing/requests.ts";
import { resolved, run } from "../../../components/testing/run.ts";

const fifo = (args: aws.sqs.QueueArgs = {}) => new aws.sqs.Queue("orders", { fifoQueue: true, ...args });

async function requestTemplate(args: MessageOrderArgs, queue?: () => QueueReference): Promise<string> {
  const { result } = await run(() => new SqsIntegration("order", { model: "Order", queue: queue?.(), ...args }));
  const { requestTemplates } = (await resolved(result.operation))["x-amazon-apigateway-integration"];
  return requestTemplates?.["application/json"] ?? "";
}

async function sent(args: MessageOrderArgs, body: unknown): Promise<Record<string, string>> {
  const template = await requestTemplate(args, fifo);
  const { body: request } = render(template, templateRequest({ body: JSON.stringify(body) }));
  return Object.fromEntries(new URLSearchParams(request));
}

describe("a FIFO queue's messages", () => {
  it("are in the group that the body names, whatever its text is", async () => {
    const template = await requestTemplate(
      { messageGroupId: "$.customer.id", messageDeduplicationId: "$.order" },
      fifo,
    );
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1 }), fc.string({ minLength: 1 }), (id, order) => {
        const body = JSON.stringify({ customer: { id }, order });
        const { body: request } = render(template, templateRequest({ body }));
        assert.deepEqual(Object.fromEntries(new URLSearchParams(request)), {
          Action: "SendMessage",
          MessageBody: body,
          MessageGroupId: id,
          MessageDeduplicationId: order,
        });
      }),
      { examples: [["a&Action=DeleteQueue", "x=y"]] },
    );
  });

  it("are in one group of a fixed name", async () => {
    const { MessageGroupId } = await sent({ messageGroupId: "all-&#(1)", messageDeduplicationId: "$.order" }, {});
    assert.equal(MessageGroupId, "all-&#(1)");
  });

  it("have the request's own ID, if that is asked for", async () => {
    assert.match(
      await requestTemplate({ messageGroupId: "all", messageDeduplicationId: "$context.requestId" }, fifo),
      /&MessageGroupId=all&MessageDeduplicationId=\$util\.urlEncode\(\$context\.requestId\)$/,
    );
  });

  it("need no deduplication ID where the queue compares contents", async () => {
    const queue = () => fifo({ contentBasedDeduplication: true });
    assert.match(await requestTemplate({ messageGroupId: "all" }, queue), /&MessageGroupId=all$/);
  });

  const refusals: [string, MessageOrderArgs, () => QueueReference, string][] = [
    [
      "no group on a FIFO queue",
      {},
      fifo,
      "messageGroupId: expected a value, because the queue or topic is FIFO, got undefined",
    ],
    [
      "no group on a queue whose ARN says that it is FIFO",
      {},
      () => ({ arn: pulumi.output("arn:aws:sqs:us-east-1:123456789012:orders.fifo") }),
      "messageGroupId: expected a value, because the queue or topic is FIFO, got undefined",
    ],
    [
      "no deduplication ID where the queue does not compare contents",
      { messageGroupId: "all" },
      fifo,
      "messageDeduplicationId: expected a value, because the queue or topic is FIFO and does not deduplicate by content, got undefined",
    ],
    [
      "a deduplication ID on a standard queue",
      { messageDeduplicationId: "$.id" },
      () => new aws.sqs.Queue("orders", { fifoQueue: false }),
      'messageDeduplicationId: expected undefined, because the queue or topic is not FIFO, got "$.id"',
    ],
    [
      "a template where a value's source belongs",
      { messageGroupId: "$.a') #set($x" },
      fifo,
      'messageGroupId: expected a JSON path, a context variable or a text, got "$.a\') #set($x"',
    ],
  ];
  for (const [what, args, queue, message] of refusals) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(requestTemplate(args, queue), { message: `SqsIntegration "order": ${message}` });
    });
  }

  it("refuses no group on a FIFO queue in a preview already", async () => {
    await assert.rejects(
      run(() => new SqsIntegration("order", { model: "Order", queue: fifo() }), { preview: true }),
      /SqsIntegration "order": messageGroupId: expected a value/,
    );
  });
});

describe("an integration's own queue or topic", () => {
  it("is not created when an argument is invalid", async () => {
    const { resources } = await run(() => {
      assert.throws(() => new SqsIntegration("order", { model: "Order", messageGroupId: "" }), {
        message: 'SqsIntegration "order": messageGroupId: expected a JSON path, a context variable or a text, got ""',
      });
    });
    assert.deepEqual(resources, []);
  });

  it("is FIFO where there is a group, and compares contents where there is no deduplication ID", async () => {
    const { inputs } = await run(() => {
      new SqsIntegration("order", { model: "Order", messageGroupId: "$.customer" });
      new SnsIntegration("news", { model: "News", messageGroupId: "all", messageDeduplicationId: "$.subject" });
    });
    assert.deepEqual(inputs("aws:sqs/queue:Queue", "order-queue"), {
      sqsManagedSseEnabled: true,
      fifoQueue: true,
      contentBasedDeduplication: true,
    });
    assert.deepEqual(inputs("aws:sns/topic:Topic", "news-topic"), {
      kmsMasterKeyId: "alias/aws/sns",
      fifoTopic: true,
      contentBasedDeduplication: false,
    });
  });

  it("is a standard one otherwise, and can be changed", async () => {
    const { inputs } = await run(
      () => new SqsIntegration("order", { model: "Order", transform: { queue: { delaySeconds: 5 } } }),
    );
    assert.deepEqual(inputs("aws:sqs/queue:Queue"), { sqsManagedSseEnabled: true, delaySeconds: 5 });
  });
});
