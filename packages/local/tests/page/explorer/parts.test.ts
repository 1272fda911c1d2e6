import assert from "node:assert/strict";
import type { Integration, Operation } from "../../../page/document/document.ts";
import { wayInWords, wayOf } from "../../../page/explorer/parts.ts";
import { narrow } from "../../../page/explorer/picture-narrow.ts";
import { wide } from "../../../page/explorer/picture-wide.ts";
import type { Trace, TraceStep } from "../../../src/api/wire.ts";
import { documentOf, foreign } from "../documents.ts";

const route = { method: "POST", path: "/contact", apiKeyRequired: false };
const operation: Operation = {
  requestBody: { content: { "application/json": {} } },
  "x-amazon-apigateway-integration": {
    type: "aws",
    uri: "arn:aws:apigateway:us-east-1:sqs:path/000000000000/submissions",
    credentials: "arn:aws:iam::000000000000:role/r",
    requestTemplates: { "application/json": "Action=x" },
    responses: { "200": { statusCode: "202", responseTemplates: { "application/json": "{}" } } },
  },
};
const document = documentOf("POST", "/contact", operation);
const withIntegration = (integration: Integration) =>
  documentOf("POST", "/contact", { "x-amazon-apigateway-integration": integration });
const step = (name: TraceStep["name"], error?: TraceStep["error"], output?: TraceStep["output"]): TraceStep => ({
  name,
  startedMs: 0,
  durationMs: 1,
  rule: "",
  ...(error && { error }),
  ...(output && { output }),
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
    const way = wayOf(route, document);
    assert.deepEqual(
      way.request.map(({ label, detail }) => [label, detail]),
      [
        ["Route", undefined],
        ["Validate", undefined],
        ["Integration request", "template"],
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

  it("name the file of a template that ran", () => {
    const template = { contentType: "application/json", source: "", linesRun: [], file: "a/b/send-message.vtl" };
    const trace = traceOf([{ ...step("integrationRequest"), template }]);
    assert.equal(wayOf(route, document, trace).request.at(-1)?.detail, "send-message.vtl");
  });

  it("end at a gateway response where a step failed", () => {
    const way = wayOf(route, document, refused);
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
    assert.deepEqual(wayOf(route, withIntegration({ type: "mock" })).backends, []);
    const uri = "http://internal-desk-lb-1.us-east-1.elb.amazonaws.com/";
    const { link, backends } = wayOf(route, withIntegration({ type: "http", connectionType: "VPC_LINK", uri }));
    assert.equal(link, "VPC link");
    assert.deepEqual(
      backends.map(({ label, detail }) => [label, detail]),
      [
        ["Load balancer", "internal-desk-lb-1"],
        ["Service in the VPC", undefined],
      ],
    );
  });

  it("show validation and authorization only where the document has them, or the request failed there", () => {
    const labels = (path: string, method: string, trace?: Trace) =>
      wayOf({ method, path, apiKeyRequired: false }, foreign, trace).request.map(({ label }) => label);
    assert.deepEqual(labels("/pets/{key+}", "ANY"), ["Route", "Authorize", "Integration request"]);
    assert.deepEqual(labels("/pictures/{name}", "GET"), ["Route", "Integration request"]);
    const denied = traceOf([step("route"), step("authorize", { type: "ACCESS_DENIED", message: "" })]);
    assert.deepEqual(labels("/pictures/{name}", "GET", denied), ["Route", "Authorize", "Integration request"]);
  });

  it("show a backend that failed as failed, whatever the client got", () => {
    const backend = (one: TraceStep) => wayOf(route, document, traceOf([step("route"), one])).backends[0]?.state;
    assert.equal(backend(step("integration", undefined, { status: 200 })), "crossed");
    assert.equal(backend(step("integration", undefined, { status: 404 })), "crossed");
    assert.equal(backend(step("integration", undefined, { status: 503 })), "failed");
    const thrown = { status: 200, headers: { "X-Amz-Function-Error": "Unhandled" } };
    assert.equal(backend(step("integration", undefined, thrown)), "failed");
    assert.equal(backend(step("integration", { type: "INTEGRATION_TIMEOUT", message: "" })), "failed");
    const words = wayInWords(wayOf(route, document, traceOf([step("integration", undefined, thrown)])));
    assert.match(words, /The last request failed at: SQS queue\.$/);
  });
});

describe("the drawing of a way", () => {
  for (const [name, layOut] of Object.entries({ wide, narrow })) {
    for (const trace of [undefined, refused]) {
      it(`has no two boxes on top of each other (${name}, ${trace ? "refused" : "not sent"})`, () => {
        const { boxes, width, height } = layOut(wayOf(route, document, trace));
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
      const { wires } = layOut(wayOf(route, document, refused));
      // To the route, to the validator, to the gateway response and home; not to the template, nor to the queue.
      assert.equal(wires.filter(({ on }) => on).length, 4);
      assert.equal(wires.filter(({ on }) => !on).length, 2);
    });
  }
});
