import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { LambdaIntegration, type LambdaIntegrationArgs, otherErrors } from "../../../components/integrations/lambda.ts";
import { readTemplate } from "../../../components/templates/templates.ts";
import { resolved, run } from "../../../components/testing/run.ts";
import { contactTemplate } from "../../../contact/templates/template.ts";

const error = (statusCode: string) => ({
  statusCode,
  description: "Refused",
  template: contactTemplate("legacy-error.vtl"),
});

const integration = (changed: Partial<LambdaIntegrationArgs> = {}) =>
  new LambdaIntegration("legacy", {
    summary: "By way of the CRM",
    function: new aws.lambda.Function("crm", { role: "arn:aws:iam::123456789012:role/crm" }),
    model: "Contact",
    requestTemplate: contactTemplate("legacy-ticket.vtl"),
    success: { statusCode: "202", description: "Accepted", template: contactTemplate("legacy-receipt.vtl") },
    errors: { BadRequest: error("400"), NotFound: error("404") },
    ...changed,
  });

describe("LambdaIntegration", () => {
  it("maps the request, the result, and each error by how its message begins", async () => {
    const { result } = await run(integration);
    const operation = await resolved(result.operation);
    const refused = (statusCode: string) => ({
      statusCode,
      responseTemplates: { "application/json": readTemplate(contactTemplate("legacy-error.vtl")) },
    });
    assert.deepEqual(operation["x-amazon-apigateway-integration"], {
      type: "aws",
      httpMethod: "POST",
      uri: "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:crm/invocations",
      passthroughBehavior: "never",
      requestTemplates: { "application/json": readTemplate(contactTemplate("legacy-ticket.vtl")) },
      responses: {
        default: {
          statusCode: "202",
          responseTemplates: { "application/json": readTemplate(contactTemplate("legacy-receipt.vtl")) },
        },
        "BadRequest:[\\s\\S]*": refused("400"),
        "NotFound:[\\s\\S]*": refused("404"),
        "(?!BadRequest:)(?!NotFound:)[\\s\\S]+": {
          statusCode: "500",
          responseTemplates: { "application/json": '{"message":"Internal server error"}' },
        },
      },
    });
    assert.deepEqual(Object.keys(operation.responses), ["202", "400", "404", "500"]);
    assert.deepEqual(operation.requestBody?.content["application/json"], {
      schema: { $ref: "#/components/schemas/Contact" },
    });
  });

  it("lets API Gateway call the function for its route, and for no other", async () => {
    const made = await run(() => {
      integration().connect(
        { method: "POST", path: "/contact/legacy" },
        { name: "api", executionArn: pulumi.output("arn:api") },
      );
    });
    assert.deepEqual(made.inputs("aws:lambda/permission:Permission"), {
      function: "crm",
      action: "lambda:InvokeFunction",
      principal: "apigateway.amazonaws.com",
      sourceArn: "arn:api/*/POST/contact/legacy",
    });
  });

  for (const [changed, message] of [
    [{ errors: { "Bad.*": error("400") } }, 'errors: expected words of letters, got "Bad.*"'],
    [{ errors: { Bad: error("200") } }, 'errors: expected statuses of 400 to 599, got "200"'],
    [{ success: error("400") }, 'success.statusCode: expected a status of 200 to 399, got "400"'],
    [{ requestTemplate: "nowhere.vtl" }, /nowhere\.vtl/],
  ] as const) {
    it(`refuses ${JSON.stringify(Object.values(changed))}`, async () => {
      const expected = typeof message === "string" ? { message: `LambdaIntegration "legacy": ${message}` } : message;
      await run(() => assert.throws(() => integration(changed as Partial<LambdaIntegrationArgs>), expected));
    });
  }
});

describe("otherErrors", () => {
  // API Gateway matches a pattern against the whole message.
  const pattern = new RegExp(`^(?:${otherErrors(["BadRequest", "NotFound"])})$`);

  for (const [message, matches] of [
    ["BadRequest: no name", false],
    ["NotFound: nobody", false],
    ["BadRequest", true],
    ["Error: BadRequest: no name", true],
    ["2026-01-01 Task timed out after 10.00 seconds", true],
    ["two\nlines", true],
    ["", false],
  ] as const) {
    it(`${matches ? "matches" : "leaves out"} ${JSON.stringify(message)}`, () => {
      assert.equal(pattern.test(message), matches);
    });
  }
});
