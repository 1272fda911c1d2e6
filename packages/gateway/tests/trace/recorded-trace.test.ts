import assert from "node:assert/strict";
import { createGateway, type Trace, type TraceStep } from "../../src/index.ts";
import { RecordedTrace } from "../../src/trace/recorded-trace.ts";
import { TRACED_BODY_LIMIT } from "../../src/trace/trace.ts";
import { summaryOf } from "../../src/trace/trace-store.ts";
import { documentOf, exchange, exchangeWith, lambdaProxy, mock, type TestRequest } from "../exchange.ts";

const OK = '{"statusCode": 200}';

/** The trace of a request to a mock integration with these templates. */
async function traced(request: string, response = "", sent: TestRequest = {}): Promise<Trace> {
  const traces: Trace[] = [];
  const document = documentOf({ "ANY /": mock(response, { requestTemplates: { "application/json": request } }) });
  await exchange(document, sent, { onTrace: (trace) => traces.push(trace) });
  const [trace] = traces;
  assert.ok(trace);
  return trace;
}

function step(trace: Trace, name: string): TraceStep {
  const found = trace.steps.find((each) => each.name === name);
  assert.ok(found);
  return found;
}

describe("a recorded trace", () => {
  it("tells which lines of a template ran, however often it is read", async () => {
    const trace = await traced(`#if($input.body.length() > 2)\nno\n#else\n${OK}\n#end`);
    for (let i = 0; i < 2; i++) {
      assert.deepEqual(step(trace, "integrationRequest").template?.linesRun, [1, 3, 4]);
    }
  });

  it("tells the lines of a template without Velocity", async () => {
    const trace = await traced(`\n${OK}`);
    assert.deepEqual(step(trace, "integrationRequest").template?.linesRun, [1, 2]);
  });

  it("tells at which line a template failed, and which lines ran before", async () => {
    const trace = await traced(`${OK}\n#set($list = [1])\n$list.get(5)\nnever`);
    const { template, detail } = step(trace, "integrationRequest");
    assert.deepEqual(template?.linesRun, [1, 2, 3]);
    assert.match(String(detail?.reason), /\(line 3 of the application\/json template\)/);
  });

  it("tells the lines of a payload that it does not keep whole", async () => {
    const template = `#if($input.body.length() == ${TRACED_BODY_LIMIT + 1})\n${OK}\n#else\nno\n#end`;
    const trace = await traced(template, "", { method: "POST", body: "x".repeat(TRACED_BODY_LIMIT + 1) });
    const { linesRun, scope } = step(trace, "integrationRequest").template ?? {};
    assert.deepEqual([linesRun, scope?.body.length], [[1, 2], TRACED_BODY_LIMIT]);
  });

  it("has each template's scope as the template saw it, and nothing that came later", async () => {
    const first = `#set($context.requestOverride.header.a = "1")${OK}`;
    const second = '#set($context.responseOverride.status = 201)$context.nothing.get("x").fail()\n#stop';
    const trace = await traced(first, second);
    const before = step(trace, "integrationRequest").template?.scope?.context as Record<string, unknown>;
    assert.deepEqual(before.requestOverride, { path: {}, header: {}, querystring: {} });
    const after = step(trace, "integrationResponse").template?.scope?.context as Record<string, unknown>;
    assert.deepEqual(after.requestOverride, { header: { a: "1" } });
    assert.deepEqual(after.responseOverride, { header: {} });
    assert.equal("error" in after, false);
    assert.equal(trace.response.status, 201);
  });

  it("does not have a later step's headers in a step's message", async () => {
    const trace = await traced(OK, "made");
    assert.deepEqual(step(trace, "integrationResponse").output?.headers, Object.create(null));
    const { headers } = step(trace, "methodResponse").output ?? {};
    assert.equal(headers?.["Content-Type"], "application/json");
    assert.equal(headers?.["Content-Length"], undefined);
    assert.equal(trace.response.headers?.["Content-Length"], "4");
  });

  it("is JSON with all of its parts", async () => {
    const trace = await traced(OK, "made", { headers: { "X-One": "1" } });
    const json: Trace = JSON.parse(JSON.stringify(trace));
    assert.equal(json.requestId, trace.requestId);
    assert.match(json.startedAt, /^\d{4}-\d\d-\d\dT/);
    assert.deepEqual([json.route, json.integrationType], ["ANY /", "mock"]);
    assert.equal(json.request.headers?.["X-One"], "1");
    assert.equal(json.response.body, "made");
    assert.deepEqual(json.steps[4]?.template?.linesRun, [1]);
    assert.equal(json.steps[4]?.output?.body, OK);
  });

  it("counts the bytes of the bodies that it holds", async () => {
    const sizes: number[] = [];
    for (const length of [0, 10_000, 5_000_000]) {
      const trace = await traced(OK, "", { method: "POST", body: "x".repeat(length) });
      assert.ok(trace instanceof RecordedTrace);
      sizes.push(trace.size);
    }
    const [none = 0, small = 0, large = 0] = sizes;
    assert.ok(none > 0 && none < 5000, `${none}`);
    const added = [small - none, large - none].map((size) => Math.round(size / 1000));
    assert.deepEqual(added, [10, 5000]);
  });

  it("has what a step said that cannot run again: an API key's plan, an authorizer's answer, a backend that is silent", async () => {
    const traces: Trace[] = [];
    const key = "a-key-of-twenty-chars";
    const operation = { ...lambdaProxy(), security: [{ api_key: [] }] };
    const securitySchemes = { api_key: { type: "apiKey", name: "x-api-key", in: "header" } };
    const document = documentOf({ "GET /": operation }, { components: { securitySchemes } });
    const invoke = async () => {
      throw new Error("silent");
    };
    const options = { apiKeys: [key], invoke, onTrace: (trace: Trace) => traces.push(trace) };
    await exchange(document, {}, options);
    await exchange(document, { headers: { "x-api-key": key } }, options);
    const [refused, failed] = traces;
    assert.ok(refused && failed);
    assert.deepEqual(
      [refused, failed].map(({ steps }) => steps.map(({ name, error }) => [name, error?.type])),
      [
        [
          ["route", undefined],
          ["authorize", undefined],
          ["apiKey", "INVALID_API_KEY"],
          ["gatewayResponse", undefined],
        ],
        [
          ["route", undefined],
          ["authorize", undefined],
          ["apiKey", undefined],
          ["validate", undefined],
          ["integrationRequest", undefined],
          ["integration", "DEFAULT_5XX"],
          ["gatewayResponse", undefined],
        ],
      ],
    );
    assert.equal(step(failed, "apiKey").rule, "the API key is in a usage plan of the stage");
    assert.match(String(step(failed, "integration").detail?.reason), /silent/);
    const event = JSON.parse(step(failed, "integrationRequest").output?.body ?? "");
    assert.equal(event.requestContext.identity.apiKey, key);
    assert.equal(event.requestContext.requestId, failed.requestId);
    assert.equal(failed.response.status, 500);
    assert.deepEqual(summaryOf(failed).failed, { step: "integration", type: "DEFAULT_5XX" });
  });

  it("tells which limit of the stage a request exceeded, and takes nothing off it when it is read", async () => {
    const traces: Trace[] = [];
    const document = documentOf({ "GET /": mock("made") });
    const throttle = { rateLimit: 0.001, burstLimit: 2 };
    const gateway = createGateway(document, { stage: "dev", throttle, onTrace: (trace) => traces.push(trace) });
    const statuses: number[] = [];
    for (let i = 0; i < 3; i++) {
      statuses.push((await exchangeWith(gateway, {})).status);
      for (const trace of traces) assert.equal(step(trace, "apiKey").detail?.required, false);
    }
    assert.deepEqual(statuses, [200, 200, 429]);
    const [passed, , refused] = traces;
    assert.ok(passed && refused);
    const apiStage = step(passed, "apiKey").detail?.apiStage;
    assert.match(String(apiStage), /^\w{10}\/dev$/);
    assert.equal(step(passed, "apiKey").rule, "no API key required");
    const { rule, detail, error } = step(refused, "apiKey");
    assert.equal(rule, "the stage limits requests per second");
    const reason = "the stage's throttle limit is exceeded";
    assert.deepEqual(detail, { required: false, apiStage, limit: 0.001, burst: 2, reason });
    assert.equal(error?.type, "THROTTLED");
    assert.equal(refused.response.status, 429);
    assert.deepEqual(
      refused.steps.map(({ name }) => name),
      ["route", "authorize", "apiKey", "gatewayResponse"],
    );
  });

  it("has a summary without being put into words, the same as a trace of plain data has", async () => {
    const trace = await traced(OK, "made", { path: "/?a=1" });
    const summary = summaryOf(trace);
    assert.deepEqual([summary.method, summary.uri, summary.status], ["GET", "/dev/?a=1", 200]);
    assert.deepEqual(summaryOf(JSON.parse(JSON.stringify(trace))), summary);
  });
});
