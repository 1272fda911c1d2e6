import assert from "node:assert/strict";
import { withAwsAddresses } from "../../../page/explorer/aws-addresses.ts";
import type { Trace } from "../../../src/api/wire.ts";

const local = "http://127.0.0.1:4311";
const input = { method: "POST", uri: `${local}/000000000000/q`, headers: { host: "127.0.0.1:4311", accept: "*/*" } };
const trace: Trace = {
  requestId: "1",
  startedAt: "2026-01-01T00:00:00.000Z",
  durationMs: 1,
  request: { uri: "/dev/contact" },
  response: { status: 202 },
  steps: [
    { name: "integrationRequest", startedMs: 0, durationMs: 1, rule: "template", output: input },
    { name: "integration", startedMs: 0, durationMs: 1, rule: `sent to ${local}`, input, output: { status: 200 } },
  ],
};

describe("the addresses in a trace", () => {
  it("are those in AWS, with the local one beside them", () => {
    const integration = { type: "aws", uri: "arn:aws:apigateway:us-east-1:sqs:path/000000000000/q" };
    const shown = withAwsAddresses(trace, integration);
    assert.equal(shown.local, local);
    const [request, backend] = shown.trace.steps;
    assert.equal(request?.output?.uri, "https://sqs.us-east-1.amazonaws.com/000000000000/q");
    assert.deepEqual(backend?.input?.headers, { host: "sqs.us-east-1.amazonaws.com", accept: "*/*" });
    assert.equal(backend?.rule, "sent to https://sqs.us-east-1.amazonaws.com");
    assert.equal(JSON.stringify(shown.trace).includes("127.0.0.1"), false);
  });

  it("stay as they are where the document does not have those in AWS", () => {
    assert.deepEqual(withAwsAddresses(trace, { type: "mock" }), { trace });
    const elsewhere = { ...trace, steps: [{ ...trace.steps[1], rule: "", input: { uri: "https://example.com/" } }] };
    assert.equal(withAwsAddresses(elsewhere as Trace, { type: "http", uri: "https://example.com/" }).local, undefined);
  });
});
