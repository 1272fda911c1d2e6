import assert from "node:assert/strict";
import { answerWith, calls, context, logged, takeMessages, useServices } from "../aws.ts";

const { handler } = await import("../../../handlers/legacy-crm/index.ts");

const fields =
  "<fullName>Ada</fullName><emailAddress>ada@example.com</emailAddress><category>sales</category><note>a &amp; b</note>";
const invoke = (document: string) => logged(() => handler({ id: "s-1", document }, context));

describe("legacy-crm handler", () => {
  useServices({ QUEUE_URL: "https://queue" });

  beforeEach(() => {
    answerWith(takeMessages);
  });

  it("puts the ticket's contact on the queue and answers with a receipt", async () => {
    const { result, log } = await invoke(`<ticket>${fields}<telephone>12345</telephone></ticket>`);
    assert.deepEqual(result, {
      document: "<receipt><caseNumber>s-1</caseNumber><department>SALES</department><status>queued</status></receipt>",
    });
    assert.deepEqual(
      calls.map(({ input }) => [input.QueueUrl, JSON.parse(input.MessageBody)]),
      [["https://queue", { name: "Ada", email: "ada@example.com", topic: "sales", message: "a & b", phone: "12345" }]],
    );
    assert.deepEqual(calls[0]?.input.MessageAttributes, { SubmissionId: { DataType: "String", StringValue: "s-1" } });
    assert.match(log, /"caseNumber":"s-1"/);
    assert.equal(log.includes("Ada"), false);
  });

  for (const [what, document, message] of [
    ["what is not XML", "<ticket>", "BadRequest: the document is not well-formed XML"],
    ["no text at all", undefined, "BadRequest: the document is not well-formed XML"],
    [
      "a document type",
      `<!DOCTYPE ticket [<!ENTITY a "b">]><ticket>${fields}</ticket>`,
      "BadRequest: the document is not well-formed XML",
    ],
    ["another document", "<order/>", "BadRequest: the document is not a ticket"],
    ["an empty ticket", "<ticket/>", "BadRequest: the document is not a ticket"],
    [
      "a ticket without its fields",
      "<ticket><fullName>Ada</fullName></ticket>",
      "BadRequest: the ticket has no text for email, topic, message",
    ],
    [
      "a field that comes twice",
      `<ticket>${fields}<note>again</note></ticket>`,
      "BadRequest: the ticket has no text for message",
    ],
    [
      "a topic that the CRM does not have",
      `<ticket>${fields.replace("sales", "cats")}</ticket>`,
      "NotFound: no department has this topic",
    ],
  ] as const) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(invoke(document as string), { message });
      assert.deepEqual(calls, []);
    });
  }

  it("fails with the service's error when the queue does not take the contact", async () => {
    answerWith(() => ({ error: "com.amazonaws.sqs#QueueDoesNotExist" }));
    await assert.rejects(invoke(`<ticket>${fields}</ticket>`), { name: "QueueDoesNotExist" });
  });
});
