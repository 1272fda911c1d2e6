import assert from "node:assert/strict";
import { type Fauxqs, startFauxqs } from "../../src/cloud/fauxqs.ts";
import { createSnsFront, type PublishedTo } from "../../src/cloud/sns-front.ts";

const TOPIC = "arn:aws:sns:us-east-1:000000000000:news";
const QUEUE = "arn:aws:sqs:us-east-1:000000000000:readers";

describe("PublishBatch to the embedded SNS", () => {
  let fauxqs: Fauxqs;
  const published: PublishedTo[] = [];
  before(async () => {
    fauxqs = await startFauxqs();
    await fauxqs.sqs("CreateQueue", { QueueName: "readers" });
    await send({ Action: "CreateTopic", Name: "news" });
    await send({ Action: "Subscribe", TopicArn: TOPIC, Protocol: "sqs", Endpoint: QUEUE });
  });
  after(() => fauxqs.close());
  beforeEach(() => {
    published.length = 0;
  });

  async function send(form: Record<string, string>, accept = "text/xml") {
    const front = createSnsFront(fauxqs, (one) => published.push(one));
    const body = Buffer.from(String(new URLSearchParams(form)));
    const answer = await front({ method: "POST", url: "/", headers: { accept }, body });
    return { status: answer.status, text: answer.body.toString() };
  }
  const batch = (entries: readonly (readonly [id: string, message: string])[]) => ({
    Action: "PublishBatch",
    TopicArn: TOPIC,
    ...Object.fromEntries(
      entries.flatMap(([id, message], index) => {
        const place = `PublishBatchRequestEntries.member.${index + 1}`;
        return [
          [`${place}.Id`, id],
          [`${place}.Message`, message],
          [`${place}.Subject`, `about ${message}`],
        ];
      }),
    ),
  });

  it("reaches a subscribed queue and is reported, each message with its own ID", async () => {
    const { status, text } = await send(
      batch([
        ["a", "one"],
        ["b", "two & <three>"],
      ]),
    );
    assert.equal(status, 200);
    const ids = [...text.matchAll(/<Id>(\w)<\/Id><MessageId>([\w-]+)<\/MessageId>/g)].map(([, id, message]) => [
      id,
      message,
    ]);
    assert.deepEqual(
      ids.map(([id]) => id),
      ["a", "b"],
    );
    assert.deepEqual(
      published.map(({ topicArn, messageId, subject, message }) => [topicArn, messageId, subject, message]),
      [
        [TOPIC, ids[0]?.[1], "about one", "one"],
        [TOPIC, ids[1]?.[1], "about two & <three>", "two & <three>"],
      ],
    );
    const read = fauxqs.inspect("readers")?.messages.ready.map(({ body }) => JSON.parse(body).Message);
    assert.deepEqual(read, ["one", "two & <three>"]);
  });

  it("answers API Gateway in JSON with lists, of one message too", async () => {
    const { text } = await send(batch([["a", "one"]]), "application/json");
    const { PublishBatchResult } = JSON.parse(text).PublishBatchResponse;
    assert.deepEqual(PublishBatchResult, {
      Successful: [{ Id: "a", MessageId: published[0]?.messageId, SequenceNumber: null }],
      Failed: [],
    });
  });

  const eleven = Array.from({ length: 11 }, (_, index) => [`${index}`, "one"] as const);
  for (const [why, entries, code] of [
    ["without messages", [], "EmptyBatchRequest"],
    ["of eleven messages", eleven, "TooManyEntriesInBatchRequest"],
    [
      "with an ID twice",
      [
        ["a", "one"],
        ["a", "two"],
      ],
      "BatchEntryIdsNotDistinct",
    ],
    ["with an ID of other characters", [["a=", "one"]], "InvalidBatchEntryId"],
    [
      "of more than 256 KB together",
      [
        ["a", "x".repeat(200_000)],
        ["b", "x".repeat(70_000)],
      ],
      "BatchRequestTooLong",
    ],
  ] as const) {
    it(`refuses a batch ${why}, and publishes nothing of it`, async () => {
      const { status, text } = await send(batch(entries));
      assert.equal(status, 400);
      assert.equal(/<Code>(.*)<\/Code>/.exec(text)?.[1], code);
      assert.deepEqual(published, []);
    });
  }
});
