import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { documentOf, operationOf, operationsOf, runProgram } from "../../components/testing/index.ts";

const EXAMPLES = new URL("../../examples/", import.meta.url);

describe("the examples", () => {
  for (const name of readdirSync(EXAMPLES)) {
    it(`${name} is a project of its own, with a program of at most 60 lines`, async () => {
      for (const file of ["Pulumi.yaml", "package.json", "README.md"]) {
        assert.equal(existsSync(new URL(`${name}/${file}`, EXAMPLES)), true, file);
      }
      const lines = readFileSync(new URL(`${name}/index.ts`, EXAMPLES), "utf8").split("\n").length - 1;
      assert.equal(lines <= 60, true, `${lines} lines`);
    });

    it(`${name} has the same resources in a preview as when it is deployed`, async () => {
      const deployed = await runProgram(`examples/${name}`);
      const preview = await runProgram(`examples/${name}`, { preview: true });
      const urns = (run: typeof deployed) => run.resources.map(({ urn }) => urn).sort();
      assert.deepEqual(urns(preview), urns(deployed));
    });
  }
});

describe("examples/sqs-form", () => {
  it("queues a valid form without a function", async () => {
    const program = await runProgram("examples/sqs-form");
    const { requestBody, "x-amazon-apigateway-integration": integration } = operationOf(
      documentOf(program),
      "POST /contact",
    );
    assert.equal(integration.uri, "arn:aws:apigateway:us-east-1:sqs:path/123456789012/contact-queue");
    assert.deepEqual(requestBody?.content["application/json"]?.schema, { $ref: "#/components/schemas/Contact" });
    assert.deepEqual(program.names("aws:lambda/function:Function"), []);
    assert.equal(program.inputs("aws:sqs/queue:Queue", "contact-queue").sqsManagedSseEnabled, true);
  });
});

describe("examples/old-site-behind-http", () => {
  it("leads each route to the old site, to the queue or to a fixed answer", async () => {
    const program = await runProgram("examples/old-site-behind-http", {
      config: { "old-site-behind-http:oldUrl": "https://a.example" },
    });
    const targets = operationsOf(documentOf(program)).map(([route, operation]) => {
      const { type, uri } = operation["x-amazon-apigateway-integration"];
      return [route, type, uri];
    });
    assert.deepEqual(targets, [
      ["GET /products", "http", "https://a.example/api/products"],
      ["GET /products/{id}", "http", "https://a.example/api/products/{id}"],
      ["POST /orders", "aws", "arn:aws:apigateway:us-east-1:sqs:path/123456789012/orders-queue"],
      ["GET /offers", "mock", undefined],
    ]);
  });
});

describe("examples/webhook-fifo", () => {
  it("keeps a payment's events in order and takes each once, from whoever has the key", async () => {
    const program = await runProgram("examples/webhook-fifo");
    const { security, "x-amazon-apigateway-integration": integration } = operationOf(
      documentOf(program),
      "POST /events",
    );
    const parameters = new URLSearchParams(integration.requestTemplates?.["application/json"]);
    assert.equal(parameters.get("MessageGroupId"), "$util.urlEncode($input.path('$.payment'))");
    assert.equal(parameters.get("MessageDeduplicationId"), "$util.urlEncode($input.path('$.id'))");
    assert.deepEqual(security, [{ api_key: [] }]);
  });

  it("moves what fails five times to a FIFO queue", async () => {
    const program = await runProgram("examples/webhook-fifo");
    assert.equal(program.inputs("aws:sqs/queue:Queue", "dead-letters").fifoQueue, true);
    assert.deepEqual(JSON.parse(program.inputs("aws:sqs/queue:Queue", "payments").redrivePolicy), {
      deadLetterTargetArn: "arn:aws:sqs:us-east-1:123456789012:dead-letters.fifo",
      maxReceiveCount: 5,
    });
  });
});

describe("examples/cognito", () => {
  it("asks for a token of its user pool on every route but the health check and the preflights", async () => {
    const document = documentOf(await runProgram("examples/cognito"));
    const secured = operationsOf(document).map(([route, { security }]) => [route, security]);
    assert.deepEqual(Object.fromEntries(secured), {
      "GET /health": undefined,
      "OPTIONS /health": undefined,
      "GET /me": [{ users: [] }],
      "OPTIONS /me": undefined,
      "POST /notes": [{ users: ["notes/write"] }],
      "OPTIONS /notes": undefined,
    });
    assert.deepEqual(
      Object(document.components?.securitySchemes?.users)["x-amazon-apigateway-authorizer"].providerARNs,
      ["arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_users-id"],
    );
  });
});
