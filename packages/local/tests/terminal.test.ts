import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { Trace } from "local-api-gateway/trace";
import { createTerminal, isColoured, type TerminalOptions } from "../src/terminal.ts";

const document = {
  paths: {
    "/contact": {
      post: {
        "x-amazon-apigateway-integration": { type: "aws", uri: "arn:aws:apigateway:us-east-1:sqs:path/1/q" },
      },
    },
    "/support/{proxy+}": {
      "x-amazon-apigateway-any-method": {
        "x-amazon-apigateway-integration": { type: "http_proxy", connectionType: "VPC_LINK", uri: "http://a/{proxy}" },
      },
    },
  },
};

const request = (change: Partial<Trace> = {}): Trace => ({
  requestId: "11111111-2222-3333-4444-555555555555",
  startedAt: "2026-11-26T10:00:00.000Z",
  durationMs: 41.2,
  route: "POST /contact",
  request: { method: "POST", uri: "/dev/contact?email=ada@example.com" },
  response: { status: 202 },
  steps: [],
  ...change,
});

function terminal(options: Partial<TerminalOptions> = {}) {
  const lines: string[] = [];
  const print = (text: string) => lines.push(...text.split("\n"));
  return { lines, ...createTerminal({ quiet: false, trace: false, colour: false, print, ...options }) };
}

const outcome = (log: string, requestId = "lambda-1") => ({ payload: "{}", requestId, log });

describe("the terminal of npm start", () => {
  it("has a line for a request, with the resource's path and not the caller's", () => {
    const { lines, request: tell } = terminal();
    tell(request(), document);
    const support = { route: "ANY /support/{proxy+}", request: { method: "PUT", uri: "/dev/support/ada" } };
    tell(request({ ...support, response: { status: 504 } }), document);
    assert.deepEqual(lines, ["POST /contact 202 41 ms sqs", "PUT /support/{proxy+} 504 41 ms private"]);
  });

  it("names the step and the gateway response of a failure", () => {
    const { lines, request: tell } = terminal();
    const error = { type: "BAD_REQUEST_BODY", message: "Invalid request body" };
    const steps: Trace["steps"] = [{ name: "validate", startedMs: 0, durationMs: 1, rule: "", error }];
    tell(request({ response: { status: 400 }, steps }), document);
    assert.deepEqual(lines, ["POST /contact 400 41 ms sqs validate: BAD_REQUEST_BODY"]);
  });

  it("has the path of a request that no route takes, without its query and control characters", () => {
    const { lines, request: tell } = terminal();
    const detail = { path: "/\u001b[2Jcontac\u009b" };
    const error = { type: "MISSING_AUTHENTICATION_TOKEN", message: "Missing Authentication Token" };
    const steps: Trace["steps"] = [{ name: "route", startedMs: 0, durationMs: 0, rule: "", detail, error }];
    const unknown = { method: "GET", uri: "/dev/contac?email=ada" };
    tell(request({ route: undefined, request: unknown, response: { status: 403 }, steps }), document);
    assert.deepEqual(lines, ["GET /\\x1b[2Jcontac\\x9b 403 41 ms route: MISSING_AUTHENTICATION_TOKEN"]);
  });

  it("has a function's level, name and message under the request that called it", () => {
    const { lines, request: tell, calledByGateway } = terminal();
    const arn = "arn:aws:lambda:us-east-1:123456789012:function:sender";
    const log = '{"level":"info","message":"Queued","email":"ada@example.com"}\nplain text\n';
    calledByGateway(arn, outcome(log));
    assert.deepEqual(lines, []);
    const output = { headers: { "x-amzn-RequestId": "lambda-1" } };
    tell(request({ steps: [{ name: "integration", startedMs: 0, durationMs: 1, rule: "", output }] }), document);
    assert.deepEqual(lines, ["POST /contact 202 41 ms sqs", "  INFO  sender Queued", "        sender plain text"]);
  });

  it("does not keep the lines of a function whose request has no line, such as an authorizer", async () => {
    const { lines, calledByGateway } = terminal();
    calledByGateway("authorizer", outcome("denied"));
    while (lines.length === 0) await sleep(20);
    assert.deepEqual(lines, ["        authorizer denied"]);
  });

  it("has functions that a queue invokes, retries and dead letters", () => {
    const { lines, invoked, failed } = terminal();
    invoked("consumer", outcome('{"level":"ERROR","message":"Not stored"}'));
    const messages = ["1", "3"].map((ApproximateReceiveCount, index) => ({
      MessageId: `m${index}`,
      Body: "ada@example.com",
      Attributes: { ApproximateReceiveCount },
    }));
    failed({ queue: "contact", messages, retrySeconds: 7, redrive: { deadLetterQueue: "dead", maxReceiveCount: 3 } });
    failed({ queue: "loose", messages: messages.slice(0, 1), retrySeconds: 7 });
    assert.deepEqual(lines, [
      "  ERROR consumer Not stored",
      "retry contact message m0 failed, attempt 1 of 3, next in 7 s",
      "dead letter contact message m1 failed 3 times, moves to dead",
      "retry loose message m0 failed, attempt 1, next in 7 s",
    ]);
  });

  it("is empty with quiet, but for the execution logs that were asked for", () => {
    const { lines, request: tell, invoked } = terminal({ quiet: true });
    tell(request(), document);
    invoked("consumer", outcome("a line"));
    assert.deepEqual(lines, []);
    const traced = terminal({ quiet: true, trace: true });
    traced.request(request(), document);
    assert.equal(traced.lines[0], "Execution log for request 11111111-2222-3333-4444-555555555555");
  });

  it("has the execution logs of one route, with a method or with all", () => {
    const logs = (traceRoute: string, route: string, method: string) => {
      const { lines, request: tell } = terminal({ trace: true, traceRoute });
      tell(request({ route, request: { method, uri: "/" } }), document);
      return lines.some((line) => line.startsWith("Execution log"));
    };
    assert.equal(logs("POST /contact", "POST /contact", "POST"), true);
    assert.equal(logs("/contact", "POST /contact", "POST"), true);
    assert.equal(logs("GET /contact", "POST /contact", "POST"), false);
    assert.equal(logs("PUT /support/{proxy+}", "ANY /support/{proxy+}", "PUT"), true);
    assert.equal(logs("ANY /support/{proxy+}", "ANY /support/{proxy+}", "PUT"), true);
    assert.equal(logs("/topics", "POST /contact", "POST"), false);
  });

  it("indents and colours execution logs where it is in colour, and is plain elsewhere", () => {
    const coloured = terminal({ trace: true, colour: true });
    coloured.request(request({ response: { status: 503 } }), document);
    assert.ok(coloured.lines[0]?.includes("\u001b[31m503\u001b[0m"));
    assert.ok(coloured.lines.slice(1).every((line) => line.startsWith("  ")));
    const date = "\u001b[2mThu Nov 26 10:00:00 UTC 2026 : \u001b[0m";
    assert.ok(coloured.lines.some((line) => line.startsWith(`  ${date}\u001b[36mHTTP Method: \u001b[0mPOST`)));
    const plain = terminal({ trace: true });
    plain.request(request(), document);
    assert.ok(!plain.lines.join("").includes("\u001b"));
    assert.ok(plain.lines.some((line) => line.startsWith("Thu Nov 26 10:00:00 UTC 2026 : HTTP Method: POST")));
  });

  it("is in colour on a terminal, unless NO_COLOR is set, and elsewhere with FORCE_COLOR", () => {
    assert.equal(isColoured({}, true), true);
    assert.equal(isColoured({}, undefined), false);
    assert.equal(isColoured({ NO_COLOR: "1" }, true), false);
    assert.equal(isColoured({ NO_COLOR: "" }, true), true);
    assert.equal(isColoured({ TERM: "dumb" }, true), false);
    assert.equal(isColoured({ FORCE_COLOR: "1" }, false), true);
    assert.equal(isColoured({ FORCE_COLOR: "1", NO_COLOR: "1" }, false), true);
    assert.equal(isColoured({ FORCE_COLOR: "0" }, true), false);
  });
});
