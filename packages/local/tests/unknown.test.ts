import assert from "node:assert/strict";
import { unknownRoute, unknownSettings, unknownVariables } from "../src/unknown.ts";

describe("unknown names", () => {
  const project = { name: "shop", config: { topicName: { type: "string" }, "aws:defaultTags": {} } };

  it("of settings are told, those of other namespaces left alone", () => {
    assert.deepEqual(
      unknownSettings(project, ["shop:topicNmae", "topicName", "aws:regoin", "colour"], "Pulumi.dev.yaml"),
      [
        "Pulumi.dev.yaml sets topicNmae, which Pulumi.yaml does not declare. Did you mean topicName?",
        "Pulumi.dev.yaml sets colour, which Pulumi.yaml does not declare.",
      ],
    );
    assert.deepEqual(unknownSettings({ name: "shop", config: { "aws:region": "a" } }, ["colour"], "--config"), []);
  });

  it("of routes after --trace are told", () => {
    const document = { paths: { "/contact": { post: {} }, "/desk": { "x-amazon-apigateway-any-method": {} } } };
    for (const known of [undefined, "POST /contact", "/contact", "PUT /desk", "/desk"]) {
      assert.deepEqual(unknownRoute(known, document), [], known);
    }
    const start = "the API has no such route.";
    assert.deepEqual(unknownRoute("POST /contcat", document), [
      `--trace POST /contcat: ${start} Did you mean POST /contact?`,
    ]);
    assert.deepEqual(unknownRoute("/a-place-elsewhere", document), [`--trace /a-place-elsewhere: ${start}`]);
  });

  it("of environment variables are told where they look like localhost's own", () => {
    const environment = {
      SHOP_API_KEY: "k",
      SHOP_API_KYE: "k",
      SHOP_URL: "u",
      OTHER: "1",
      AWS_ENDPOINT_URL: "u",
      AWS_ENDPOINT_URL_SQS: "u",
      AWS_ENDPOINT_URL_SSQ: "u",
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: "u",
    };
    const own = [
      "The variable SHOP_API_KYE has no effect here. Did you mean SHOP_API_KEY?",
      "The variable AWS_ENDPOINT_URL_SSQ has no effect here. Did you mean AWS_ENDPOINT_URL_SQS?",
    ];
    assert.deepEqual(unknownVariables(environment, "shop", ["sqs"], {}), [
      ...own,
      "The variable AWS_ENDPOINT_URL_BEDROCK_RUNTIME has no effect here.",
    ]);
    const uri = "arn:aws:apigateway:us-east-1:bedrock-runtime:path/x";
    const document = { paths: { "/": { get: { "x-amazon-apigateway-integration": { type: "aws", uri } } } } };
    assert.deepEqual(unknownVariables(environment, "shop", ["sqs"], document), own);
  });
});
