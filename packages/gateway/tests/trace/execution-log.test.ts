import assert from "node:assert/strict";
import { formatExecutionLog } from "../../src/trace/execution-log.ts";
import type { Trace, TraceStep } from "../../src/trace/trace.ts";

const KEY = "0123456789abcdefghij0123456789abcdbMZHBg";

/** A trace of `POST /contact?lang=en`, which a mock integration answered; `changes` replace its fields. */
function trace(changes: Partial<Trace> = {}): Trace {
  return {
    requestId: "9ac0eacd-87c5-11e6-b30c-19c3d9849330",
    startedAt: "2026-11-23T13:00:00.000Z",
    durationMs: 3,
    route: "POST /contact",
    integrationType: "mock",
    request: {
      method: "POST",
      uri: "/dev/contact?lang=en&lang=fr",
      headers: { Host: "localhost:3000", Accept: ["a/b", "c/d"] },
      body: '{"name":"Ada"}',
    },
    response: { status: 200, headers: { "Content-Type": "application/json" }, body: '{"ok":true}' },
    steps: [step("route", { detail: { path: "/contact", pathParameters: {} } })],
    ...changes,
  };
}

function step(name: TraceStep["name"], fields: Partial<TraceStep> = {}): TraceStep {
  return { name, startedMs: 0, durationMs: 0, rule: "", ...fields };
}

const route = trace().steps[0] as TraceStep;

/** The log without its heading and without the time before each line. */
const lines = (logged: Trace) =>
  formatExecutionLog(logged)
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => line.slice(line.indexOf(" : ") + 3));

describe("formatExecutionLog", () => {
  it("prints a mock integration's request as the console's Test button does, without an endpoint", () => {
    const at = "Mon Nov 23 13:00:00 UTC 2026 :";
    assert.equal(
      formatExecutionLog(trace()),
      [
        "Execution log for request 9ac0eacd-87c5-11e6-b30c-19c3d9849330",
        `${at} Starting execution for request: 9ac0eacd-87c5-11e6-b30c-19c3d9849330`,
        `${at} HTTP Method: POST, Resource Path: /contact`,
        `${at} Method request path: {}`,
        `${at} Method request query string: {lang=en,fr}`,
        `${at} Method request headers: {Host=localhost:3000, Accept=a/b,c/d}`,
        `${at} Method request body before transformations: {"name":"Ada"}`,
        `${at} Method response body after transformations: {"ok":true}`,
        `${at} Method response headers: {Content-Type=application/json}`,
        `${at} Successfully completed execution`,
        `${at} Method completed with status: 200`,
        "",
      ].join("\n"),
    );
  });

  it("prints what went to the endpoint, when, and what came back", () => {
    const uri = "https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/arn:aws:lambda:f/invocations";
    const sent = uri.replace("arn:aws:lambda:f", "arn%3Aaws%3Alambda%3Af");
    const log = formatExecutionLog(
      trace({
        integrationType: "aws_proxy",
        durationMs: 1400,
        steps: [
          step("route", { detail: { path: "/contact/7", pathParameters: { id: "7" } } }),
          step("integrationRequest", { startedMs: 1, output: { uri: sent, body: "before signing" } }),
          step("integration", {
            startedMs: 2,
            durationMs: 1333.4,
            input: {
              method: "POST",
              uri: sent,
              headers: { Accept: "application/json" },
              body: '{"resource":"/contact"}',
            },
            output: { status: 200, headers: { "Content-Length": "17" }, body: '{"statusCode":200}' },
          }),
        ],
      }),
    );
    const [before, after] = ["Mon Nov 23 13:00:00 UTC 2026 :", "Mon Nov 23 13:00:01 UTC 2026 :"];
    assert.ok(log.includes(`${before} HTTP Method: POST, Resource Path: /contact/7\n`));
    assert.ok(log.includes(`${before} Method request path: {id=7}\n`));
    assert.ok(
      log.endsWith(
        [
          `${before} Endpoint request URI: ${uri}`,
          `${before} Endpoint request headers: {Accept=application/json}`,
          `${before} Endpoint request body after transformations: {"resource":"/contact"}`,
          `${before} Sending request to ${uri}`,
          `${after} Received response. Status: 200, Integration latency: 1333 ms`,
          `${after} Endpoint response headers: {Content-Length=17}`,
          `${after} Endpoint response body before transformations: {"statusCode":200}`,
          `${after} Method response body after transformations: {"ok":true}`,
          `${after} Method response headers: {Content-Type=application/json}`,
          `${after} Successfully completed execution`,
          `${after} Method completed with status: 200`,
          "",
        ].join("\n"),
      ),
      log,
    );
  });

  describe("usage plan", () => {
    const request = { ...trace().request, headers: { "x-api-key": KEY } };
    const masked = "**********************************bMZHBg";
    const detail = { required: true, apiStage: "ulhoxnm2x2/dev" };

    it("shows the last six characters of a key that was accepted", () => {
      assert.deepEqual(lines(trace({ request, steps: [route, step("apiKey", { detail })] })).slice(0, 8), [
        `Verifying Usage Plan for request: 9ac0eacd-87c5-11e6-b30c-19c3d9849330. API Key: ${masked} API Stage: ulhoxnm2x2/dev`,
        `Usage Plan check succeeded for API Key ${masked} and API Stage ulhoxnm2x2/dev`,
        "Starting execution for request: 9ac0eacd-87c5-11e6-b30c-19c3d9849330",
        "HTTP Method: POST, Resource Path: /contact",
        `API Key: ${masked}`,
        "Method request path: {}",
        "Method request query string: {lang=en,fr}",
        `Method request headers: {x-api-key=${masked}}`,
      ]);
    });

    it("says that a method needs no key, with AWS's two spaces for the missing key", () => {
      const steps = [route, step("apiKey", { detail: { ...detail, required: false } })];
      assert.deepEqual(lines(trace({ steps })).slice(0, 3), [
        "Verifying Usage Plan for request: 9ac0eacd-87c5-11e6-b30c-19c3d9849330. API Key:  API Stage: ulhoxnm2x2/dev",
        "API Key  authorized because method 'POST /contact' does not require API Key. Request will not contribute to throttle or quota limits",
        "Usage Plan check succeeded for API Key  and API Stage ulhoxnm2x2/dev",
      ]);
    });

    it("ends with the refusal of a key, and never starts the execution", () => {
      const error = { type: "INVALID_API_KEY", message: "Forbidden" };
      const steps = [route, step("apiKey", { detail, error })];
      assert.deepEqual(lines(trace({ request, steps, response: { status: 403 } })), [
        `Verifying Usage Plan for request: 9ac0eacd-87c5-11e6-b30c-19c3d9849330. API Key: ${masked} API Stage: ulhoxnm2x2/dev`,
        `API Key ${masked} not authorized because method 'POST /contact' requires API Key and API Key is not associated with a Usage Plan for API Stage ulhoxnm2x2/dev: No Usage Plan found for key and API Stage`,
        "Method completed with status: 403",
      ]);
    });

    const reached = (type: string, limits: object) => {
      const error = { type, message: "Too Many Requests" };
      const steps = [route, step("apiKey", { detail: { ...detail, ...limits }, error })];
      return lines(trace({ request, steps, response: { status: 429 } })).slice(1);
    };

    it("names the key's throttle that was reached", () => {
      assert.deepEqual(reached("THROTTLED", { limit: 1, burst: 2, usagePlanId: "nnpegc" }), [
        `API Key ${masked} exceeded throttle limit for API Stage ulhoxnm2x2/dev: Key throttle limit exceeded for Usage Plan ID nnpegc, RestApi ulhoxnm2x2, Stage dev, Resource /contact, HttpMethod POST. Limit: 1.00 Burst: 2`,
        "Method completed with status: 429",
      ]);
    });

    it("names the stage's throttle that was reached", () => {
      assert.deepEqual(reached("THROTTLED", { limit: 1, burst: 2 }), [
        "Key throttle limit exceeded for RestApi ulhoxnm2x2, Stage dev, Resource /contact, HttpMethod POST. Limit: 1.00 Burst: 2",
        "Method completed with status: 429",
      ]);
    });

    it("names the quota that was reached", () => {
      assert.deepEqual(reached("QUOTA_EXCEEDED", { limit: 500, period: "DAY", usagePlanId: "nnpegc" }), [
        `API Key ${masked} exceeded quota limit for API Stage ulhoxnm2x2/dev: Key quota exhausted for Usage Plan ID nnpegc. Quota Limit: 500 Period: DAY`,
        "Method completed with status: 429",
      ]);
    });
  });

  describe("request validation", () => {
    it("says that the body matches its model", () => {
      const steps = [route, step("validate", { detail: { contentType: "application/json", errors: [] } })];
      assert.equal(lines(trace({ steps }))[6], "Request validation succeeded for content type application/json");
    });

    it("says nothing where no model was applied", () => {
      assert.equal(lines(trace({ steps: [route, step("validate")] }))[6], lines(trace())[6]);
    });

    it("lists what is wrong with the body", () => {
      const errors = ['object has missing required properties (["email"])', "string is too short"];
      const error = { type: "BAD_REQUEST_BODY", message: "Invalid request body" };
      const steps = [route, step("validate", { detail: { contentType: "application/json", errors }, error })];
      assert.deepEqual(lines(trace({ steps, response: { status: 400 } })).slice(6), [
        'Request body does not match model schema for content type application/json: [object has missing required properties (["email"]), string is too short]',
        "Method completed with status: 400",
      ]);
    });

    it("names the missing parameters", () => {
      const error = { type: "BAD_REQUEST_PARAMETERS", message: "Missing required request parameters: [q]" };
      const steps = [route, step("validate", { error })];
      assert.deepEqual(lines(trace({ steps, response: { status: 400 } })).slice(6), [
        "Missing required request parameters: [q]",
        "Method completed with status: 400",
      ]);
    });
  });

  describe("failures", () => {
    const failure = (name: TraceStep["name"], type: string, message: string, detail = {}) =>
      lines(
        trace({
          integrationType: "http",
          response: { status: 500 },
          steps: [route, step(name, { input: { uri: "http://b/" }, error: { type, message }, detail })],
        }),
      ).slice(6);

    const sent = [
      "Endpoint request URI: http://b/",
      "Endpoint request headers: {}",
      "Endpoint request body after transformations: ",
      "Sending request to http://b/",
    ];
    const end = "Method completed with status: 500";

    it("has AWS's words for a timeout", () => {
      assert.deepEqual(failure("integration", "INTEGRATION_TIMEOUT", "Endpoint request timed out"), [
        ...sent,
        "Execution failed due to a timeout error",
        end,
      ]);
    });

    it("has AWS's words for a backend that cannot be reached", () => {
      assert.deepEqual(failure("integration", "INTEGRATION_FAILURE", "Network error communicating with endpoint"), [
        ...sent,
        "Execution failed due to a network error communicating with endpoint",
        end,
      ]);
    });

    it("gives the cause of a configuration error, not the client's message", () => {
      const reason = "Malformed Lambda proxy response";
      assert.deepEqual(failure("integrationResponse", "API_CONFIGURATION_ERROR", "Internal server error", { reason }), [
        "Execution failed due to configuration error: Malformed Lambda proxy response",
        end,
      ]);
    });

    it("gives a function's error and the id of its call", () => {
      const reason = "Lambda execution failed with status 200 due to customer function error: boom";
      const error = { type: "DEFAULT_5XX", message: "Internal server error" };
      const output = { status: 200, headers: { "x-amzn-RequestId": "7097a698" } };
      const called = step("integration", { input: { uri: "http://b/" }, output });
      const steps = [route, called, step("integrationResponse", { error, detail: { reason } })];
      assert.deepEqual(lines(trace({ integrationType: "aws_proxy", response: { status: 502 }, steps })).slice(-2), [
        `${reason}. Lambda request id: 7097a698`,
        "Method completed with status: 502",
      ]);
    });

    it("does not call a client's mistake a configuration error", () => {
      const reason = "no template for text/plain";
      assert.deepEqual(failure("integrationRequest", "UNSUPPORTED_MEDIA_TYPE", "Unsupported Media Type", { reason }), [
        reason,
        end,
      ]);
    });

    it("says that no method matches", () => {
      const error = { type: "MISSING_AUTHENTICATION_TOKEN", message: "Missing Authentication Token" };
      const steps = [step("route", { detail: { path: "/nowhere" }, error })];
      const log = lines(trace({ route: undefined, steps, response: { status: 403 } }));
      assert.deepEqual(log.slice(6), [
        "No method found matching route nowhere for http method POST",
        "Method completed with status: 403",
      ]);
    });
  });

  it("prints any path and query, however odd", () => {
    const request = { method: "GET", uri: "//?__proto__=a&constructor=b&__proto__=c&d=?" };
    const log = lines(trace({ request, steps: [] }));
    assert.equal(log[1], "HTTP Method: GET, Resource Path: //");
    assert.equal(log[3], "Method request query string: {__proto__=a,c, constructor=b, d=?}");
  });

  it("masks secrets wherever they stand, a Lambda event's copy of the headers included", () => {
    const log = formatExecutionLog(
      trace({
        integrationType: "aws_proxy",
        request: {
          method: "GET",
          uri: "/dev/",
          headers: { Authorization: "Bearer abcdefghijklmnop", "X-API-Key": KEY },
        },
        steps: [
          step("integration", {
            input: { headers: { authorization: "AWS4-HMAC-SHA256 Signature=e02aab" }, body: `{"X-API-Key":"${KEY}"}` },
            output: { status: 200, body: "Bearer abcdefghijklmnop" },
          }),
        ],
      }),
    );
    assert.ok(!log.includes(KEY) && !log.includes("abcdefghijkl") && !log.includes("HMAC"), log);
    assert.ok(log.includes('transformations: {"X-API-Key":"**********************************bMZHBg"}'), log);
    assert.ok(log.includes("headers: {authorization=***************************e02aab}"), log);
    assert.ok(log.includes("Endpoint response body before transformations: *****************klmnop"), log);
  });

  it("shows nothing of a short secret", () => {
    const log = formatExecutionLog(
      trace({ request: { method: "GET", uri: "/dev/", headers: { "x-api-key": "secret123" } } }),
    );
    assert.ok(log.includes("{x-api-key=*********}"), log);
  });

  it("cuts a line at 1,024 bytes, its label included", () => {
    const line = lines(trace({ request: { method: "POST", uri: "/dev/", body: "x".repeat(2000) } }))[5] ?? "";
    assert.equal(line, `${"Method request body before transformations: ".padEnd(1024, "x")} [TRUNCATED]`);
  });

  it("leaves out a character that the cut would split", () => {
    const line = lines(trace({ request: { method: "POST", uri: "/dev/", body: `x${"é".repeat(1000)}` } }))[5] ?? "";
    const label = "Method request body before transformations: ";
    assert.equal(line, `${label}x${"é".repeat((1024 - label.length - 2) / 2)} [TRUNCATED]`);
  });

  it("says that the trace kept a part of the body only", () => {
    const response = { status: 200, body: "abc", truncatedFrom: 9 };
    assert.equal(lines(trace({ response }))[6], "Method response body after transformations: abc [TRUNCATED]");
  });

  it("names a binary body instead of printing it", () => {
    const request = { method: "POST", uri: "/dev/", body: "AAEC", base64: true };
    assert.equal(lines(trace({ request }))[5], "Method request body before transformations: [Binary Data]");
  });
});
