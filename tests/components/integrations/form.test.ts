import assert from "node:assert/strict";
import { formTemplate } from "../../../components/integrations/form.ts";
import { SqsIntegration, type SqsIntegrationArgs } from "../../../components/integrations/sqs.ts";
import { run } from "../../../components/testing/run.ts";
import { renderFile } from "../templates/render.ts";
import { type Served, serveRoutes } from "./served.ts";

const fields = { required: ["name", "message"], optional: ["topic"] };

describe("a form's template", () => {
  const render = (body: string) =>
    renderFile("request", { text: formTemplate(fields, "$body", "incomplete") }, { body }).body;

  it("takes the listed fields, in their order, and no other", () => {
    assert.equal(
      render("admin=1&topic=a+b&message=%C3%A9&name=Ada"),
      '{"name":"Ada","message":"\\u00E9","topic":"a b"}',
    );
  });

  it("takes the first of two fields of one name", () => {
    assert.equal(render("name=a&name=b&message=m"), '{"name":"a","message":"m"}');
  });

  it("is incomplete without a required field, or with an empty one", () => {
    for (const body of ["", "name=a", "name=a&message=", "name=a&message", "=x&&", "name=a&messag%65x=1"]) {
      assert.equal(render(body), "incomplete", body);
    }
  });

  it("takes no field that is not percent-encoded, and does not fail at it", () => {
    assert.equal(render("name=a&message=%zz"), "incomplete");
  });
});

describe("SqsIntegration with a form", () => {
  const queue = { arn: "arn:aws:sqs:us-east-1:123456789012:inbox" };
  const args: SqsIntegrationArgs = { model: "Any", queue, messageAttributes: { Source: "the-web" }, form: fields };
  const sent = JSON.stringify({ SendMessageResponse: { SendMessageResult: { MessageId: "m-1" } } });
  let served: Served;
  before(async () => {
    served = await serveRoutes(() => ({
      "POST /contact": new SqsIntegration("contact", args),
      "POST /page": new SqsIntegration("page", {
        ...args,
        form: { ...fields, redirect: "https://a.example/thanks?x=1" },
      }),
      "POST /json": new SqsIntegration("json", { model: "Any", queue }),
    }));
  });
  after(() => served.close());

  const message = `it's "x" & y=z \\ é`;
  const form = () => new URLSearchParams({ name: "Ada", message, Action: "DeleteQueue" });
  const parameters = () => Object.fromEntries(new URLSearchParams(String(served.received[0]?.body)));

  it("sends the form as JSON, with the attributes, and answers as to JSON", async () => {
    served.answerWith({ body: sent });
    const answer = await served.send("POST", "/contact", form());
    assert.deepEqual([answer.status, await answer.json()], [202, { messageId: "m-1" }]);
    const { MessageBody, ...others } = parameters();
    assert.deepEqual(JSON.parse(MessageBody ?? ""), { name: "Ada", message });
    assert.deepEqual(others, {
      Action: "SendMessage",
      "MessageAttribute.1.Name": "Source",
      "MessageAttribute.1.Value.DataType": "String",
      "MessageAttribute.1.Value.StringValue": "the-web",
    });
  });

  it("sends the browser on to the page after the form, and a program not", async () => {
    served.answerWith({ body: sent });
    const answer = await served.send("POST", "/page", form());
    assert.deepEqual([answer.status, answer.headers.get("location")], [303, "https://a.example/thanks?x=1"]);
    const json = await served.send("POST", "/page", "{}", { "content-type": "application/json" });
    assert.deepEqual([json.status, json.headers.get("location"), await json.json()], [202, null, { messageId: "m-1" }]);
  });

  it("asks SQS for a message without a body where a field is missing, which SQS refuses", async () => {
    served.answerWith({ status: 400, body: '{"Error": {"Code": "MissingParameter"}}' });
    const answer = await served.send("POST", "/page", new URLSearchParams({ name: "Ada" }));
    assert.deepEqual([answer.status, await answer.json()], [400, { message: "Bad request" }]);
    assert.deepEqual(parameters(), { Action: "SendMessage" });
  });

  it("takes no form unless it is told to", async () => {
    served.answerWith({ body: sent });
    assert.equal((await served.send("POST", "/json", form())).status, 415);
    assert.deepEqual(served.received, []);
  });

  for (const [more, problem] of [
    [{ messageGroupId: "$.name" }, 'form: expected no form beside a JSON path into the body, got both and "$.name"'],
    [{ form: { required: ["a.b"] } }, 'form: expected names of letters, digits, _ and -, got "a.b"'],
    [
      { form: { required: [], redirect: "javascript:x" } },
      'form.redirect: expected an http or https URL without #, got "javascript:x"',
    ],
  ] as const) {
    it(`refuses ${JSON.stringify(more)} before it creates anything`, async () => {
      const { resources } = await run(() => {
        assert.throws(() => new SqsIntegration("contact", { ...args, ...more }), {
          message: `SqsIntegration "contact": ${problem}`,
        });
      });
      assert.deepEqual(resources, []);
    });
  }
});
