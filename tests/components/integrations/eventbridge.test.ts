import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import {
  EventBridgeIntegration,
  type EventBridgeIntegrationArgs,
} from "../../../components/integrations/eventbridge.ts";
import { resolved, run } from "../../../components/testing/run.ts";
import { type Served, serveRoutes } from "./served.ts";

const args: EventBridgeIntegrationArgs = { model: "Any", source: "com.example.shop", detailType: "order placed" };
const make = (more: Partial<EventBridgeIntegrationArgs> = {}) =>
  run(() => new EventBridgeIntegration("orders", { ...args, ...more }));

describe("EventBridgeIntegration", () => {
  it("may put events on its bus, and nothing else", async () => {
    const { inputs } = await make();
    assert.deepEqual(JSON.parse(inputs("aws:iam/rolePolicy:RolePolicy").policy).Statement, [
      {
        Effect: "Allow",
        Action: ["events:PutEvents"],
        Resource: ["arn:aws:events:us-east-1:123456789012:event-bus/orders-bus"],
      },
    ]);
  });

  it("creates a bus unless it is given one", async () => {
    const type = "aws:cloudwatch/eventBus:EventBus";
    assert.deepEqual((await make()).names(type), ["orders-bus"]);
    const given = await run(
      () => new EventBridgeIntegration("orders", { ...args, bus: new aws.cloudwatch.EventBus("b") }),
    );
    assert.deepEqual(given.names(type), ["b"]);
    assert.equal(given.result.bus, undefined);
    assert.equal(await resolved(given.result.busArn), "arn:aws:events:us-east-1:123456789012:event-bus/b");
  });

  it("contributes PutEvents in EventBridge's own protocol", async () => {
    const { result } = await make();
    const { responses, "x-amazon-apigateway-integration": integration } = await resolved(result.operation);
    assert.equal(integration.uri, "arn:aws:apigateway:us-east-1:events:action/PutEvents");
    assert.equal(integration.passthroughBehavior, "never");
    assert.deepEqual(Object.keys(integration.requestTemplates ?? {}), ["application/json"]);
    assert.deepEqual(integration.requestParameters, {
      "integration.request.header.Content-Type": "'application/x-amz-json-1.1'",
      "integration.request.header.X-Amz-Target": "'AWSEvents.PutEvents'",
    });
    assert.deepEqual(Object.keys(responses), ["202", "400", "413", "502"]);
  });

  it("takes templates of the request and of the answer, which read the same values", async () => {
    const { result } = await make({ requestTemplate: { text: "REQUEST" }, responseTemplate: { text: "ANSWER" } });
    const { requestTemplates, responses } = (await resolved(result.operation))["x-amazon-apigateway-integration"];
    const [body, ...values] = requestTemplates?.["application/json"]?.split("\n") ?? [];
    assert.equal(body, "#set($body = $input.body)");
    assert.deepEqual(values, [
      '#set($busArn = "arn:aws:events:us-east-1:123456789012:event-bus/orders-bus")',
      '#set($source = "com.example.shop")',
      '#set($detailType = "order placed")',
      "REQUEST",
    ]);
    assert.deepEqual(responses?.["200"], { statusCode: "202", responseTemplates: { "application/json": "ANSWER" } });
  });

  for (const [more, message] of [
    [{ requestTemplate: "no-such.vtl" }, "requestTemplate: expected a template, got ENOENT"],
    [{ responseTemplate: "no-such.vtl" }, "responseTemplate: expected a template, got ENOENT"],
    [{ source: "aws.s3" }, 'source: expected 1 to 256 characters without ", $, # and \\, not beginning with aws.'],
    [{ source: 'a"b' }, "source: expected 1 to 256 characters"],
    [{ detailType: "$input.body" }, "detailType: expected 1 to 128 characters"],
    [{ detailType: "" }, "detailType: expected 1 to 128 characters"],
    [{ form: { required: ["a b"] } }, 'form: expected names of letters, digits, _ and -, got "a b"'],
  ] as const) {
    it(`refuses ${JSON.stringify(more)} before it creates anything`, async () => {
      const { resources } = await run(() => {
        assert.throws(
          () => new EventBridgeIntegration("orders", { ...args, ...more }),
          ({ message: got }: Error) => got.startsWith(`EventBridgeIntegration "orders": ${message}`),
        );
      });
      assert.deepEqual(resources, []);
    });
  }
});

describe("EventBridgeIntegration over HTTP", () => {
  let served: Served;
  before(async () => {
    const form = { required: ["item"], redirect: "https://www.example.com/thanks" };
    served = await serveRoutes(() => ({ "POST /orders": new EventBridgeIntegration("orders", { ...args, form }) }));
  });
  after(() => served.close());

  const accepted = JSON.stringify({ FailedEntryCount: 0, Entries: [{ EventId: "e-1" }] });
  const order = JSON.stringify({ item: `it's "x" \\ é` });

  it("sends the body as the detail of one event", async () => {
    served.answerWith({ body: accepted });
    const answer = await served.send("POST", "/orders", order, { "content-type": "application/json" });
    assert.deepEqual([answer.status, await answer.json()], [202, { eventId: "e-1" }]);
    const [request] = served.received;
    assert.equal(request?.headers["x-amz-target"], "AWSEvents.PutEvents");
    assert.equal(request?.headers["content-type"], "application/x-amz-json-1.1");
    assert.match(request?.headers.authorization ?? "", /\/us-east-1\/events\/aws4_request/);
    assert.deepEqual(JSON.parse(String(request?.body)), {
      Entries: [
        {
          EventBusName: "arn:aws:events:us-east-1:123456789012:event-bus/orders-bus",
          Source: "com.example.shop",
          DetailType: "order placed",
          Detail: order,
        },
      ],
    });
  });

  for (const [code, status, message] of [
    ["MalformedDetail", 400, "Bad request"],
    ["InvalidArgument", 400, "Bad request"],
    ["InternalFailure", 502, "Bad gateway"],
    ["ThrottlingException", 502, "Bad gateway"],
  ] as const) {
    it(`answers ${status} to an entry that failed with ${code}`, async () => {
      const Entries = [{ ErrorCode: code, ErrorMessage: "secret" }];
      served.answerWith({ body: JSON.stringify({ FailedEntryCount: 1, Entries }) });
      const answer = await served.send("POST", "/orders", order, { "content-type": "application/json" });
      assert.deepEqual([answer.status, await answer.json()], [status, { message }]);
    });
  }

  it("answers 502 where the role may not", async () => {
    served.answerWith({ status: 400, body: '{"__type": "AccessDeniedException", "Message": "secret"}' });
    const answer = await served.send("POST", "/orders", order, { "content-type": "application/json" });
    assert.deepEqual([answer.status, await answer.json()], [502, { message: "Bad gateway" }]);
  });

  it("takes a form, and sends the browser on", async () => {
    served.answerWith({ body: accepted });
    const form = new URLSearchParams({ item: `it's "x" & é`, price: "0" });
    const answer = await served.send("POST", "/orders", form);
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get("location"), "https://www.example.com/thanks");
    const { Entries } = JSON.parse(String(served.received[0]?.body));
    assert.deepEqual(JSON.parse(Entries[0].Detail), { item: `it's "x" & é` });
  });

  it("sends an empty request for a form that is not complete, which EventBridge refuses", async () => {
    served.answerWith({ status: 400, body: '{"__type": "ValidationException"}' });
    const answer = await served.send("POST", "/orders", new URLSearchParams({ item: "" }));
    assert.deepEqual([answer.status, await answer.json()], [400, { message: "Bad request" }]);
    assert.deepEqual(JSON.parse(String(served.received[0]?.body)), {});
  });
});
