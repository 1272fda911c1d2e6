import assert from "node:assert/strict";
import { queryError, queryResult, queryToJson } from "../../../src/cloud/sqs/query.ts";

const read = (form: string) => queryToJson(new URLSearchParams(form));

describe("SQS's query protocol", () => {
  it("reads a message as API Gateway sends it", () => {
    assert.deepEqual(read("Action=SendMessage&Version=2012-11-05&MessageBody=a%26b%20%2B&DelaySeconds=5"), {
      MessageBody: "a&b +",
      DelaySeconds: 5,
    });
  });

  it("reads attributes, message attributes and batches", () => {
    const form =
      "Attribute.1.Name=VisibilityTimeout&Attribute.1.Value=5" +
      "&MessageAttribute.1.Name=kind&MessageAttribute.1.Value.DataType=String&MessageAttribute.1.Value.StringValue=x" +
      "&AttributeName.1=All" +
      "&SendMessageBatchRequestEntry.1.Id=one&SendMessageBatchRequestEntry.1.MessageBody=hi" +
      "&SendMessageBatchRequestEntry.2.Id=two&SendMessageBatchRequestEntry.2.DelaySeconds=3";
    assert.deepEqual(read(form), {
      Attributes: { VisibilityTimeout: "5" },
      MessageAttributes: { kind: { DataType: "String", StringValue: "x" } },
      AttributeNames: ["All"],
      Entries: [
        { Id: "one", MessageBody: "hi" },
        { Id: "two", DelaySeconds: 3 },
      ],
    });
  });

  it("keeps the first of two parameters of one name, so that none can be put after it", () => {
    assert.deepEqual(read("MessageBody=first&MessageBody=second"), { MessageBody: "first" });
  });

  it("is not led astray by names that objects have of their own", () => {
    assert.deepEqual(Object.keys(read("__proto__.polluted=1&constructor.name=x&MessageBody=b")), [
      "__proto__",
      "constructor",
      "MessageBody",
    ]);
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
  });

  it("writes a result as XML", () => {
    const { headers, body } = queryResult(
      "ReceiveMessage",
      { Messages: [{ MessageId: "1", Body: `<a&b>\r`, Attributes: { SenderId: "me" } }] },
      false,
    );
    assert.equal(headers["content-type"], "text/xml");
    assert.ok(
      body.includes(
        "<ReceiveMessageResult><Message><MessageId>1</MessageId><Body>&lt;a&amp;b&gt;&#xD;</Body>" +
          "<Attribute><Name>SenderId</Name><Value>me</Value></Attribute></Message></ReceiveMessageResult>",
      ),
      body,
    );
  });

  it("writes a result as the JSON that API Gateway's templates read", () => {
    const { headers, body } = queryResult("SendMessage", { MessageId: "1", MD5OfMessageBody: "x" }, true);
    assert.equal(headers["content-type"], "application/json");
    const { SendMessageResult, ResponseMetadata } = JSON.parse(body).SendMessageResponse;
    assert.equal(SendMessageResult.MessageId, "1");
    assert.equal(SendMessageResult.SequenceNumber, null);
    assert.equal(ResponseMetadata.RequestId.length, 36);
  });

  it("names a batch's entries by its action", () => {
    const { body } = queryResult("SendMessageBatch", { Successful: [{ Id: "a" }], Failed: [{ Id: "b" }] }, false);
    assert.ok(
      body.includes(
        "<SendMessageBatchResultEntry><Id>a</Id></SendMessageBatchResultEntry>" +
          "<BatchResultErrorEntry><Id>b</Id></BatchResultErrorEntry>",
      ),
      body,
    );
  });

  it("writes an error in either form", () => {
    assert.ok(
      queryError("Some.Code", "a < b", false).body.includes("<Code>Some.Code</Code><Message>a &lt; b</Message>"),
    );
    assert.deepEqual(JSON.parse(queryError("Some.Code", "no", true).body).Error, {
      Code: "Some.Code",
      Message: "no",
      Type: "Sender",
    });
  });
});
