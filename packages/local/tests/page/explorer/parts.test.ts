import assert from "node:assert/strict";
import type { Operation, Route, Trace, TraceStep } from "../../../page/api/types.ts";
import { target, wayInWords, wayOf } from "../../../page/explorer/parts.ts";
import { narrow } from "../../../page/explorer/picture-narrow.ts";
import { wide } from "../../../page/explorer/picture-wide.ts";

const route: Route = { method: "POST", path: "/contact", integration: "sqs", apiKeyRequired: false };
const operation: Operation = {
  requestBody: { content: { "application/json": {} } },
  "x-amazon-apigateway-integration": {
    type: "aws",
    uri: "arn:aws:apigateway:us-east-1:sqs:path/000000000000/submissions",
    credentials: "arn:aws:iam::000000000000:role/r",
    requestTemplates: { "application/json": "#set($a = 1)\n## components/templates/send-message.vtl\nAction=x" },
    responses: { "200": { statusCode: "202", responseTemplates: { "application/json": "{}" } } },
  },
};
const step = (name: TraceStep["name"], error?: TraceStep["error"]): TraceStep => ({
  name,
  startedMs: 0,
  durationMs: 1,
  rule: "",
  ...(error && { error }),
});
const traceOf = (steps: TraceStep[]): Trace => ({
  requestId: "1",
  startedAt: "2026-01-01T00:00:00.000Z",
  durationMs: 1,
  request: {},
  response: {},
  steps,
});
const refused = traceOf([
  step("route"),
  step("validate", { type: "BAD_REQUEST_BODY", message: "Invalid request body" }),
  step("gatewayResponse", { type: "BAD_REQUEST_BODY", message: "Invalid request body" }),
]);

describe("the parts of a request's way", () => {
  it("are named as the document has them", () => {
    const way = wayOf(route, operation);
    assert.deepEqual(
      way.request.map(({ label, detail }) => [label, detail]),
      [
        ["Route", undefined],
        ["Validate", undefined],
        ["Integration request", "send-message.vtl"],
      ],
    );
    assert.equal(way.link, "IAM role");
    assert.deepEqual(way.backends, [{ label: "SQS queue", detail: "submissions", state: "idle" }]);
    assert.equal(
      wayInWords(way),
      "The way of a request: client, Route, Validate, Integration request, IAM role, SQS queue, " +
        "Integration response, Method response, client.",
    );
  });

  it("end at a gateway response where a step failed", () => {
    const way = wayOf(route, operation, refused);
    assert.deepEqual(
      way.request.map(({ state }) => state),
      ["crossed", "failed", "missed"],
    );
    assert.deepEqual(
      way.response.map(({ label, detail }) => [label, detail]),
      [["Gateway response", "BAD_REQUEST_BODY"]],
    );
    assert.equal(way.backends[0]?.state, "missed");
  });

  it("have no backend for a mock, and two for a private integration", () => {
    assert.deepEqual(wayOf({ ...route, integration: "mock" }, operation).backends, []);
    const labels = wayOf({ ...route, integration: "private" }, operation).backends.map(({ label }) => label);
    assert.deepEqual(labels, ["Load balancer", "EC2 in a VPC"]);
  });

  it("find the name at the end of a URI", () => {
    const lambda =
      "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:0:function:crm";
    assert.equal(target(`${lambda}/invocations`), "crm");
    assert.equal(target("arn:aws:apigateway:us-east-1:dynamodb:action/PutItem"), "PutItem");
    assert.equal(target("https://api.zippopotam.us/{country}/{code}"), "api.zippopotam.us");
  });
});

describe("the drawing of a way", () => {
  for (const [name, layOut] of Object.entries({ wide, narrow })) {
    for (const trace of [undefined, refused]) {
      it(`has no two boxes on top of each other (${name}, ${trace ? "refused" : "not sent"})`, () => {
        const { boxes, width, height } = layOut(wayOf(route, operation, trace));
        for (const [index, box] of boxes.entries()) {
          assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height);
          for (const other of boxes.slice(index + 1)) {
            const apart =
              box.x + box.width <= other.x ||
              other.x + other.width <= box.x ||
              box.y + box.height <= other.y ||
              other.y + other.height <= box.y;
            assert.ok(apart, `${box.part.label} and ${other.part.label}`);
          }
        }
      });
    }

    it(`lights the wires that a request went along, and no other (${name})`, () => {
      const { wires } = layOut(wayOf(route, operation, refused));
      // To the route, to the validator, to the gateway response and home; not to the template, nor to the queue.
      assert.equal(wires.filter(({ on }) => on).length, 4);
      assert.equal(wires.filter(({ on }) => !on).length, 2);
    });
  }
});
