import assert from "node:assert/strict";
import type { Integration } from "../../../page/document/document.ts";
import { awsOrigin, integrationView } from "../../../page/explorer/integration.ts";
import { foreign } from "../documents.ts";

const view = (integration: Integration) => integrationView({ "x-amazon-apigateway-integration": integration });
const LAMBDA = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:0:function:crm";

describe("what the page says of an integration", () => {
  it("names the service, the action and the resource, of services it has never heard of too", () => {
    const events = integrationView(foreign.paths["/orders/{shop}"]?.post ?? {});
    assert.equal(events.name, "AWS service: EventBridge");
    assert.match(events.idea, /calls PutEvents of EventBridge, with an IAM role/);
    assert.deepEqual(events.backends, [{ label: "Event bus", detail: "PutEvents" }]);
    const pictures = integrationView(foreign.paths["/pictures/{name}"]?.get ?? {});
    assert.deepEqual(pictures.backends, [{ label: "S3 bucket", detail: "pet-pictures" }]);
    const unknown = view({ type: "aws", uri: "arn:aws:apigateway:us-east-1:timestream:action/Query" });
    assert.equal(unknown.name, "AWS service: timestream");
  });

  it("finds the action of a query-protocol service in its template", () => {
    const queue = view({
      type: "AWS",
      uri: "arn:aws:apigateway:us-east-1:sqs:path/000000000000/submissions",
      requestTemplates: { "application/json": "Action=SendMessage&MessageBody=$input.body" },
    });
    assert.match(queue.idea, /SendMessage of SQS/);
    assert.deepEqual(queue.backends, [{ label: "SQS queue", detail: "submissions" }]);
  });

  it("tells proxy from non-proxy, and HTTP from private", () => {
    const uri = "https://api.example.com/{id}";
    assert.equal(view({ type: "http", uri }).name, "HTTP");
    assert.equal(view({ type: "http", uri }).link, undefined);
    assert.equal(view({ type: "http_proxy", uri }).name, "HTTP proxy");
    const link = view({ type: "http", uri, connectionType: "VPC_LINK" });
    assert.deepEqual([link.group, link.name, link.link], ["Private", "Private, HTTP", "VPC link"]);
    assert.equal(view({ type: "aws", uri: `${LAMBDA}/invocations` }).name, "Lambda, non-proxy");
    assert.equal(view({ type: "aws_proxy", uri: `${LAMBDA}/invocations` }).name, "Lambda proxy");
    assert.equal(view({ type: "mock" }).name, "Mock");
    assert.equal(integrationView({}).name, "No integration");
  });
});

describe("the address in AWS that an integration calls", () => {
  it("is that of the service, or the host of the URI", () => {
    assert.equal(
      awsOrigin({ type: "aws", uri: "arn:aws:apigateway:eu-west-1:sqs:path/1/q" }),
      "https://sqs.eu-west-1.amazonaws.com",
    );
    assert.equal(awsOrigin({ type: "aws", uri: `${LAMBDA}/invocations` }), "https://lambda.us-east-1.amazonaws.com");
    assert.equal(awsOrigin({ type: "http", uri: "https://api.example.com/{id}" }), "https://api.example.com");
    assert.equal(awsOrigin({ type: "http", uri: "${stageVariables.host}/x" }), undefined);
    assert.equal(awsOrigin({ type: "mock" }), undefined);
  });
});
