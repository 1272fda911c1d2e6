import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { render } from "local-api-gateway/vtl";
import { SqsIntegration } from "../../../components/integrations/sqs.ts";
import { templateRequest } from "../../../components/testing/requests.ts";
import { resolved, run } from "../../../components/testing/run.ts";

describe("SqsIntegration", () => {
  const make = () =>
    run(
      () =>
        new SqsIntegration("contact", { queue: new aws.sqs.Queue("inbox"), model: "Contact", summary: "Write to us" }),
    );

  it("may send messages to its queue, and nothing else", async () => {
    const { resources, inputs } = await make();
    assert.deepEqual(JSON.parse(inputs("aws:iam/rolePolicy:RolePolicy").policy), {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: ["sqs:SendMessage"], Resource: ["arn:aws:sqs:us-east-1:123456789012:inbox"] },
      ],
    });
    assert.deepEqual(JSON.parse(inputs("aws:iam/role:Role").assumeRolePolicy), {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "apigateway.amazonaws.com" }, Action: "sts:AssumeRole" }],
    });
    assert.deepEqual(
      resources.map(({ name }) => name),
      ["inbox", "contact-role", "contact-policy"],
    );
  });

  it("contributes a form-encoded call to SendMessage, with the body's characters encoded", async () => {
    const { result } = await make();
    const { "x-amazon-apigateway-integration": integration, ...operation } = await resolved(result.operation);
    assert.equal(operation.summary, "Write to us");
    assert.deepEqual(operation.requestBody?.content, {
      "application/json": { schema: { $ref: "#/components/schemas/Contact" } },
    });
    assert.deepEqual(Object.keys(operation.responses), ["202", "400", "413", "502"]);
    assert.equal(integration.type, "aws");
    assert.equal(integration.httpMethod, "POST");
    assert.equal(integration.uri, "arn:aws:apigateway:us-east-1:sqs:path/123456789012/inbox");
    assert.equal(integration.credentials, "arn:aws:iam::123456789012:role/contact-role");
    assert.equal(integration.passthroughBehavior, "never");
    assert.deepEqual(integration.requestParameters, {
      "integration.request.header.Content-Type": "'application/x-www-form-urlencoded'",
    });
    assert.deepEqual(Object.keys(integration.requestTemplates ?? {}), ["application/json"]);
    assert.equal(
      integration.requestTemplates?.["application/json"],
      "Action=SendMessage&MessageBody=$util.urlEncode($input.body)",
    );
  });

  it("gives each message attributes, and answers by a template of its own", async () => {
    const { result } = await run(
      () =>
        new SqsIntegration("contact", {
          model: "Contact",
          messageAttributes: { Id: "$context.extendedRequestId", Source: "the-web", "Sold.To": "$.customer" },
          responseTemplate: { text: '{"id": "$context.extendedRequestId"}' },
        }),
    );
    const { requestTemplates, responses } = (await resolved(result.operation))["x-amazon-apigateway-integration"];
    assert.equal(responses?.["200"]?.responseTemplates?.["application/json"], '{"id": "$context.extendedRequestId"}');
    const call = templateRequest({ body: '{"customer": "a&b=😀"}' }, { extendedRequestId: "+/=" });
    const { body } = render(requestTemplates?.["application/json"] ?? "", call);
    assert.deepEqual(Object.fromEntries(new URLSearchParams(body)), {
      Action: "SendMessage",
      MessageBody: '{"customer": "a&b=😀"}',
      "MessageAttribute.1.Name": "Id",
      "MessageAttribute.1.Value.DataType": "String",
      "MessageAttribute.1.Value.StringValue": "+/=",
      "MessageAttribute.2.Name": "Source",
      "MessageAttribute.2.Value.DataType": "String",
      "MessageAttribute.2.Value.StringValue": "the-web",
      "MessageAttribute.3.Name": "Sold.To",
      "MessageAttribute.3.Value.DataType": "String",
      "MessageAttribute.3.Value.StringValue": "a&b=😀",
    });
  });

  it("refuses attributes that SQS does not take, before anything is created", async () => {
    const eleven = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`a${index}`, "x"]));
    const name = "a name of letters, digits, hyphens, underscores and dots, without AWS. in front";
    for (const [messageAttributes, message] of [
      [{ "a b": "x" }, `messageAttributes: expected ${name}, got "a b"`],
      [{ "AWS.x": "x" }, `messageAttributes: expected ${name}, got "AWS.x"`],
      [{ a: "$x" }, 'messageAttributes.a: expected a JSON path, a context variable or a text, got "$x"'],
      [eleven, "messageAttributes: expected at most 10 attributes, got 11"],
    ] as [Record<string, string>, string][]) {
      const { resources } = await run(() => {
        assert.throws(() => new SqsIntegration("contact", { model: "Contact", messageAttributes }), {
          message: `SqsIntegration "contact": ${message}`,
        });
      });
      assert.deepEqual(resources, []);
    }
  });

  it("shows 400 or 502, and nothing that SQS says, when SQS refuses or fails", async () => {
    const { result } = await make();
    const { responses } = (await resolved(result.operation))["x-amazon-apigateway-integration"];
    assert.equal(responses?.["400"]?.statusCode, "400");
    const refused = responses?.["400"]?.responseTemplates?.["application/json"] ?? "";
    // What else it says of SQS's answer is query-error.vtl's own test.
    assert.deepEqual(refused.match(/\{.*\}/g), ['{"message": "Bad gateway"}', '{"message": "Bad request"}']);
    assert.deepEqual(responses?.default, {
      statusCode: "502",
      responseTemplates: { "application/json": '{"message":"Bad gateway"}' },
    });
    assert.equal(responses?.["200"]?.statusCode, "202");
  });
});
