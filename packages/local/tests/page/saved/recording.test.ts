import assert from "node:assert/strict";
import type { OpenApiDocument } from "../../../page/document/document.ts";
import { caseFile } from "../../../page/saved/case.ts";
import { mochaTest } from "../../../page/saved/mocha-test.ts";
import { expectedText, whyNotSaved } from "../../../page/saved/recording.ts";
import { readTrace, traceFile } from "../../../page/saved/trace-file.ts";
import type { Trace } from "../../../src/api/wire.ts";

const KEY = "the-api-key-of-this-test";
const TOKEN = "eyJhbGciOi.a-token.of-somebody";
const ID = "971c5f1d-fd5f-4521-aa97-ca6108313756";

const document: OpenApiDocument = {
  info: { title: "pets" },
  paths: {
    "/pets/{id}": {
      get: {
        security: [{ key: [] }, { jwt: [] }],
        "x-amazon-apigateway-integration": {
          type: "http",
          httpMethod: "GET",
          uri: "https://pets.example.com/{id}",
          requestParameters: { "integration.request.header.x-forwarded-token": "method.request.header.Authorization" },
          responses: { default: { statusCode: "200" } },
        },
      },
    },
  },
  components: {
    securitySchemes: {
      key: { type: "apiKey", name: "x-api-key", in: "header" },
      jwt: { type: "apiKey", name: "Authorization", in: "header", "x-amazon-apigateway-authtype": "custom" },
    },
  },
};

function traced(changes: Partial<Trace> = {}): Trace {
  const request = {
    method: "GET",
    uri: `/dev/pets/1?token=${encodeURIComponent(TOKEN)}`,
    headers: {
      Host: "127.0.0.1:3000",
      "User-Agent": "Browser/1",
      "x-api-key": KEY,
      Authorization: `Bearer ${TOKEN}`,
      Cookie: "session=a-long-session-id; theme=dark",
      "x-trace": [KEY, "b"],
    },
    body: "",
  };
  const output = {
    status: 200,
    headers: { "Content-Type": "text/plain", "Set-Cookie": "k=another-secret" },
    body: `for ${KEY} and a-long-session-id, ${ID}`,
  };
  return {
    requestId: ID,
    startedAt: "2026-11-26T13:00:00.000Z",
    durationMs: 3,
    route: "GET /pets/{id}",
    integrationType: "http",
    request,
    response: { ...output, headers: { "Content-Type": "text/plain", "x-amzn-RequestId": ID } },
    steps: [
      {
        name: "route",
        startedMs: 0,
        durationMs: 1,
        rule: "GET /pets/{id}",
        detail: { seen: JSON.stringify({ k: KEY }) },
      },
      {
        name: "integration",
        startedMs: 1,
        durationMs: 1,
        rule: "HTTP",
        input: { ...request, headers: { "x-forwarded-token": `Bearer ${TOKEN}` } },
        output,
      },
    ],
    ...changes,
  };
}

const recording = (trace = traced()) => ({ trace, document, stage: "dev", date: "2026-11-26" });

describe("a saved request", () => {
  for (const [what, text] of [
    ["an exported trace", traceFile(traced())],
    ["a mocha test", mochaTest(recording())],
    ["a case", caseFile(recording())],
  ] as const) {
    it(`has no key, token or cookie in it: ${what}`, () => {
      for (const secret of [KEY, TOKEN, "a-long-session-id", "another-secret", encodeURIComponent(TOKEN)]) {
        assert.equal(text.includes(secret), false, `${secret} in ${text}`);
      }
      assert.match(text, /redacted/);
    });
  }

  it("keeps API keys of its own, and no authorizer", () => {
    const test = mochaTest(recording());
    assert.match(test, /"x-api-key": "key-of-this-test-alone"/);
    assert.match(test, /upstreams: { "https:\/\/pets\.example\.com": url }/);
    assert.doesNotMatch(test, /jwt|Authorization:/);
    const [saved] = JSON.parse(caseFile(recording()));
    assert.equal(saved.request.headers["x-api-key"], "{{apiKey}}");
    assert.equal(saved.expected.status, 200);
    assert.equal("body" in saved.expected, false);
  });

  it("says why it cannot be a test that passes", () => {
    const failed = (name: "authorize" | "apiKey" | "integration", detail?: object) => ({
      name,
      startedMs: 0,
      durationMs: 0,
      rule: "",
      detail: { ...detail },
      error: { type: "X", message: "x" },
    });
    const whyNot = (changes: Partial<Trace>) => whyNotSaved(recording(traced(changes)));
    assert.equal(whyNot({}), undefined);
    assert.equal(whyNot({ route: undefined }), "no route of the document matched it");
    assert.equal(whyNot({ steps: [failed("authorize")] }), "an authorizer or a policy refused it");
    assert.equal(whyNot({ steps: [failed("apiKey", { limit: 1 })] }), "a limit refused it");
    assert.equal(whyNot({ steps: [failed("integration")] }), "its backend did not answer");
    assert.equal(
      whyNot({ request: { uri: "/dev/pets/1", truncatedFrom: 70_000 } }),
      "its trace has only the beginning of a body",
    );
  });
});

describe("what a saved test expects", () => {
  it("leaves open what differs with each request: IDs, times, and base64 of them", () => {
    const at = "2026-11-26T13:34:36.455Z";
    const text = `{"id":"${ID}","at":"${at}","epoch":1795699676455,"data":"${btoa(`{"id":"${ID}"}`)}","kept":"${btoa("kept as it is")}"}`;
    const expected = `{"id":"<any>","at":"<any>","epoch":<any>,"data":"<any>","kept":"${btoa("kept as it is")}"}`;
    assert.equal(expectedText(text, traced()), expected);
  });
});

describe("an exported trace", () => {
  it("is read back", () => {
    const { steps, request, ...read } = readTrace(traceFile(traced()));
    assert.equal(read.requestId, ID);
    assert.equal(request.headers?.["x-api-key"], "redacted");
    assert.deepEqual(
      steps.map(({ name }) => name),
      ["route", "integration"],
    );
  });

  const withScope = (scope: object) =>
    traced({
      steps: [
        {
          name: "integrationRequest",
          startedMs: 0,
          durationMs: 0,
          rule: "",
          template: { contentType: "application/json", source: "{}", linesRun: [1], scope: scope as never },
        },
      ],
    });
  const scope = {
    kind: "request",
    body: "{}",
    method: "GET",
    path: "/dev/pets/1",
    resourcePath: "/pets/{id}",
    pathParameters: { id: "1" },
    query: {},
    headers: { "x-api-key": [KEY] },
    stageVariables: {},
    context: { stage: "dev" },
  };

  it("keeps what its template was rendered for, in the same form, so that it can be rendered again", () => {
    const [step] = readTrace(traceFile(withScope(scope))).steps;
    assert.deepEqual(step?.template?.scope, { ...scope, headers: { "x-api-key": ["redacted"] } });
  });

  for (const [what, text] of [
    ["a scope without parameters", JSON.stringify(withScope({ ...scope, query: undefined }))],
    ["a scope whose headers are texts", JSON.stringify(withScope({ ...scope, headers: { a: "b" } }))],
    ["not JSON", "GET /"],
    ["a list", "[]"],
    ["another step", JSON.stringify(traced({ steps: [{ name: "__proto__" } as never] }))],
    ["a step twice", JSON.stringify(traced({ steps: [...traced().steps, ...traced().steps] }))],
    ["a number as a body", JSON.stringify(traced({ request: { body: 1 as never } }))],
    ["headers that are a list", JSON.stringify(traced({ response: { headers: ["a"] as never } }))],
  ] as const) {
    it(`is refused: ${what}`, () => assert.throws(() => readTrace(text), /^Error: This file is not/));
  }
});
