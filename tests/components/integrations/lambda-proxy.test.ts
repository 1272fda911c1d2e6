import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { LambdaProxyIntegration } from "../../../components/integrations/lambda-proxy.ts";
import { resolved, run } from "../../../components/testing/run.ts";

const make = () =>
  run(() => {
    const contact = new aws.lambda.Function("contact", { role: "arn:aws:iam::123456789012:role/contact" });
    const integration = new LambdaProxyIntegration("contact-lambda", { summary: "The old way", function: contact });
    const api = { name: "api", executionArn: pulumi.output("arn:aws:execute-api:us-east-1:123456789012:api") };
    integration.connect({ method: "POST", path: "/contact/lambda" }, api);
    integration.connect({ method: "ANY", path: "/contact/{rest+}" }, api);
    return integration;
  });

describe("LambdaProxyIntegration", () => {
  it("hands the function the whole request", async () => {
    const { result } = await make();
    assert.deepEqual(await resolved(result.operation), {
      summary: "The old way",
      responses: { "200": { description: "Whatever the function answers, status included" } },
      "x-amazon-apigateway-integration": {
        type: "aws_proxy",
        httpMethod: "POST",
        uri: "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:contact/invocations",
      },
    });
  });

  it("lets API Gateway call the function for its routes, and for no other", async () => {
    const made = await make();
    const type = "aws:lambda/permission:Permission";
    const [proxied = "", rest = ""] = made.names(type);
    assert.match(proxied, /^contact-lambda-post-contact-lambda-[0-9a-f]{8}$/);
    assert.match(rest, /^contact-lambda-any-contact-rest-[0-9a-f]{8}$/);
    assert.deepEqual(made.inputs(type, proxied), {
      function: "contact",
      action: "lambda:InvokeFunction",
      principal: "apigateway.amazonaws.com",
      sourceArn: "arn:aws:execute-api:us-east-1:123456789012:api/*/POST/contact/lambda",
    });
    assert.equal(made.inputs(type, rest).sourceArn, "arn:aws:execute-api:us-east-1:123456789012:api/*/*/contact/*");
  });
});
