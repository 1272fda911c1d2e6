import assert from "node:assert/strict";
import fc from "fast-check";
import { formTemplate } from "../../../components/integrations/form.ts";
import { libraryTemplate, readTemplate } from "../../../components/templates/templates.ts";
import { renderFile } from "./render.ts";

// Each of these ends the string, the parameter or the document of some format, or starts a template's code.
const hostile = `a&Action=DeleteQueue&x=%26"'<>\\`;
const text = fc
  .oneof(
    fc.string({ unit: "binary", minLength: 1 }),
    fc.string({
      unit: fc.constantFrom(..."&=%+\"'\\/<>${}#[]().,:; \n\r\té€😀\u2028", "\\'", '\\"', "$input"),
      minLength: 1,
    }),
    // A template cannot tell it from what stands for bytes that are not text.
  )
  .filter((value) => !value.includes("\ufffd"));

import { contactTemplate } from "../../../contact/templates/template.ts";

/** Runs `check` on the hostile text and on any other. */
function arrives(check: (value: string) => void): void {
  check(hostile);
  fc.assert(fc.property(text, check), { numRuns: 200 });
}

/** The parameters of a form-encoded request. */
function form(body: string): Record<string, string> {
  return Object.fromEntries([...new URLSearchParams(body)]);
}

describe("client text goes through the mapping templates unchanged, and stays where it belongs", () => {
  it("send-message.vtl: the body is the message, whatever is in it", () => {
    arrives((value) => {
      const body = JSON.stringify({ message: value });
      assert.deepEqual(form(renderFile("request", "send-message.vtl", { body }).body), {
        Action: "SendMessage",
        MessageBody: body,
      });
    });
  });

  it("publish.vtl: subject and message are what was sent", () => {
    arrives((value) => {
      const body = JSON.stringify({ subject: value, message: value });
      const topicArn = "arn:aws:sns:us-east-1:123456789012:news";
      assert.deepEqual(form(renderFile("request", "publish.vtl", { body, values: { topicArn } }).body), {
        Action: "Publish",
        TopicArn: topicArn,
        Subject: value,
        Message: value,
      });
    });
  });

  it("put-visitor.vtl: user_id and page are what was sent", () => {
    arrives((value) => {
      const body = JSON.stringify({ page: value });
      const context = { requestTimeEpoch: 0 };
      const call = { body, context, path: { user_id: encodeURIComponent(value) }, values: { tableName: "visitors" } };
      assert.deepEqual(JSON.parse(renderFile("request", contactTemplate("put-visitor.vtl"), call).body), {
        TableName: "visitors",
        Item: { user_id: { S: value }, expires_at: { N: "7776000" }, page: { S: value } },
      });
    });
  });

  it("put-visitor-response.vtl: the answer names the visitor", () => {
    arrives((value) => {
      const { body } = renderFile("response", contactTemplate("put-visitor-response.vtl"), {
        body: "{}",
        path: { user_id: encodeURIComponent(value) },
      });
      assert.deepEqual(JSON.parse(body), { user_id: value });
    });
  });

  it("get-visitor.vtl: the key is the path's user_id", () => {
    arrives((value) => {
      const call = { path: { user_id: encodeURIComponent(value) }, values: { tableName: "visitors" } };
      assert.deepEqual(JSON.parse(renderFile("request", contactTemplate("get-visitor.vtl"), call).body), {
        TableName: "visitors",
        Key: { user_id: { S: value } },
      });
    });
  });

  it("get-visitor-response.vtl: the answer is what is stored", () => {
    arrives((value) => {
      const Item = { user_id: { S: value }, page: { S: value }, expires_at: { N: "1700000000" } };
      const body = JSON.stringify({ Item });
      const answer = renderFile("response", contactTemplate("get-visitor-response.vtl"), { body });
      assert.deepEqual(JSON.parse(answer.body), { user_id: value, page: value });
      assert.equal(answer.responseOverride?.status, undefined);
    });
  });

  it("put-event.vtl: the body's fields are the record, and the visitor its partition key", () => {
    arrives((value) => {
      const body = JSON.stringify({ type: "view", page: value, visitor: value });
      const request = JSON.parse(
        renderFile("request", contactTemplate("put-event.vtl"), { body, values: { streamName: "events" } }).body,
      );
      assert.deepEqual(JSON.parse(Buffer.from(request.Data, "base64").toString()), JSON.parse(body));
      assert.deepEqual({ ...request, Data: undefined }, { StreamName: "events", Data: undefined, PartitionKey: value });
    });
  });

  const asBody = (value: string) => `#set($body = $input.body)\n${value}`;

  it("put-events.vtl: the body is the event's detail, and changes nothing else of it", () => {
    const values = { busArn: "arn:aws:events:us-east-1:1:event-bus/shop", source: "shop", detailType: "order" };
    arrives((value) => {
      const body = JSON.stringify({ note: value });
      const template = { text: asBody(readTemplate(libraryTemplate("put-events.vtl"))) };
      const { Entries } = JSON.parse(renderFile("request", template, { body, values }).body);
      assert.deepEqual(Entries, [{ EventBusName: values.busArn, Source: "shop", DetailType: "order", Detail: body }]);
    });
  });

  it("start-execution.vtl: the body is the execution's input", () => {
    const values = { stateMachineArn: "arn:aws:states:us-east-1:1:stateMachine:orders" };
    arrives((value) => {
      const body = JSON.stringify({ note: value });
      const template = { text: asBody(readTemplate(libraryTemplate("start-execution.vtl"))) };
      assert.deepEqual(JSON.parse(renderFile("request", template, { body, values }).body), {
        ...values,
        input: body,
      });
    });
  });

  it("send-message-batch.vtl: each item is a message, and no item makes another", () => {
    const values = { queueUrl: "https://sqs.us-east-1.amazonaws.com/1/inbox" };
    arrives((value) => {
      const items = [{ note: value }, value, [value], 7, { [value]: null }];
      const request = JSON.parse(
        renderFile("request", "send-message-batch.vtl", { body: JSON.stringify(items), values }).body,
      );
      assert.equal(request.QueueUrl, values.queueUrl);
      const entries: { Id: string; MessageBody: string }[] = request.Entries;
      assert.deepEqual(
        entries.map(({ Id, MessageBody, ...others }) => [Id, JSON.parse(MessageBody), others]),
        items.map((item, index) => [String(index), item, {}]),
      );
    });
  });

  it("form.vtl: the listed fields are texts of one JSON object, and no field makes another", () => {
    const form = { required: ["message"], optional: ["name"] };
    const text = formTemplate(form, "$body", "incomplete");
    arrives((value) => {
      const body = new URLSearchParams([
        ["message", `x${value}`],
        ["name", value],
        ["message", "a second one"],
        [value === "message" || value === "name" ? "x" : value, "dropped"],
      ]).toString();
      const rendered = renderFile("request", { text }, { body }).body;
      assert.deepEqual(JSON.parse(rendered), { message: `x${wellFormed(value)}`, name: wellFormed(value) });
    });
  });
});

/** As URLSearchParams sends it: a lone surrogate is no text. */
function wellFormed(value: string): string {
  return Buffer.from(value).toString();
}
