import assert from "node:assert/strict";
import { render } from "local-api-gateway/vtl";
import { SnsIntegration } from "../../../components/integrations/sns.ts";
import { templateRequest } from "../../../components/testing/requests.ts";
import { resolved, run } from "../../../components/testing/run.ts";

describe("SnsIntegration", () => {
  const make = () => run(() => new SnsIntegration("news", { model: "Announcement" }));

  it("has an encrypted topic, to which it may publish and nothing else", async () => {
    const { inputs } = await make();
    assert.equal(inputs("aws:sns/topic:Topic", "news-topic").kmsMasterKeyId, "alias/aws/sns");
    assert.deepEqual(JSON.parse(inputs("aws:iam/rolePolicy:RolePolicy").policy).Statement, [
      { Effect: "Allow", Action: ["sns:Publish"], Resource: ["arn:aws:sns:us-east-1:123456789012:news-topic"] },
    ]);
  });

  it("subscribes nobody", async () => {
    const { names } = await make();
    assert.deepEqual(names("aws:sns/topicSubscription:TopicSubscription"), []);
  });

  it("publishes what a template makes, with attributes, and answers by a template", async () => {
    const { result } = await run(
      () =>
        new SnsIntegration("news", {
          model: "Announcement",
          requestTemplate: {
            text: "Action=Publish&TopicArn=$util.urlEncode($topicArn)&Message=$util.urlEncode($input.body)",
          },
          messageAttributes: { Kind: "$.kind", Source: "the-web" },
          responseTemplate: { text: "{}" },
        }),
    );
    const { requestTemplates, responses } = (await resolved(result.operation))["x-amazon-apigateway-integration"];
    assert.equal(responses?.["200"]?.responseTemplates?.["application/json"], "{}");
    const body = '{"kind": "a&b=😀"}';
    const rendered = render(requestTemplates?.["application/json"] ?? "", templateRequest({ body }));
    assert.deepEqual(Object.fromEntries(new URLSearchParams(rendered.body)), {
      Action: "Publish",
      TopicArn: "arn:aws:sns:us-east-1:123456789012:news-topic",
      Message: body,
      "MessageAttributes.entry.1.Name": "Kind",
      "MessageAttributes.entry.1.Value.DataType": "String",
      "MessageAttributes.entry.1.Value.StringValue": "a&b=😀",
      "MessageAttributes.entry.2.Name": "Source",
      "MessageAttributes.entry.2.Value.DataType": "String",
      "MessageAttributes.entry.2.Value.StringValue": "the-web",
    });
  });

  it("contributes a form-encoded call to Publish on its own topic", async () => {
    const { result } = await make();
    const { "x-amazon-apigateway-integration": integration } = await resolved(result.operation);
    assert.equal(integration.type, "aws");
    assert.equal(integration.uri, "arn:aws:apigateway:us-east-1:sns:path//");
    assert.equal(integration.credentials, "arn:aws:iam::123456789012:role/news-role");
    assert.equal(integration.passthroughBehavior, "never");
    assert.deepEqual(integration.requestParameters, {
      "integration.request.header.Content-Type": "'application/x-www-form-urlencoded'",
    });
    assert.equal(
      integration.requestTemplates?.["application/json"]?.split("\n")[0],
      '#set($topicArn = "arn:aws:sns:us-east-1:123456789012:news-topic")',
    );
    assert.equal(integration.responses?.["200"]?.statusCode, "202");
    assert.equal(integration.responses?.default?.statusCode, "502");
  });
});
