import assert from "node:assert/strict";
import type { OpenApiDocument } from "../../packages/local/page/document/document.ts";
import { draftOf, parseHeaders } from "../../packages/local/page/explorer/drafts.ts";
import type { Example } from "../../packages/local/page/explorer/example.ts";
import { examplesOf } from "../../packages/local/page/explorer/examples.ts";
import { wayOf } from "../../packages/local/page/explorer/parts.ts";
import type { Failure, Info, Route, Trace } from "../../packages/local/src/api/wire.ts";
import { type App, localApp } from "../acceptance/app.ts";
import { call, signatureOf } from "../acceptance/client.ts";

/** Sends an example as the Explorer does, and returns its trace. */
async function sent({ local }: App, { url, apiKey }: Info, route: Route, example: Example): Promise<Trace> {
  const draft = draftOf(route, example, 0, apiKey);
  const { headers } = parseHeaders(draft.headers);
  const failing = (on: boolean) =>
    example.failing && call(`${local}/_local/failures/${example.failing}`, "PUT", { failing: on });
  if (example.first) {
    await call(`${url}${example.first.path}`, example.first.method, example.first.body, headers);
  }
  await failing(true);
  const target = `${url}${draft.path}`;
  const isSigned = route.authorization === "iam" && !example.withoutSignature;
  const signature = isSigned ? signatureOf(target, draft.method, draft.body) : {};
  const answer = await call(target, draft.method, draft.body || undefined, { ...headers, ...signature });
  await failing(false);
  return (await call(`${local}/_local/traces/${answer.headers.get("x-amzn-requestid")}`)).json;
}

/** What a trace says that the example says otherwise, in sentences. */
function mistakes(route: Route, document: OpenApiDocument, example: Example, trace: Trace): string[] {
  const { status, decidedBy, failing } = example;
  const failed = trace.steps.find((step) => step.error && step.name !== "gatewayResponse")?.name;
  const reached = trace.steps.some(({ name }) => name === "integration");
  const way = wayOf(route, document, trace);
  const states = way.backends.map(({ state }) => state);
  const expected = decidedBy !== "integration" ? "missed" : failing === undefined ? "crossed" : "failed";
  return [
    status === undefined ? "makes no claim about the status" : "",
    trace.response.status === status ? "" : `answered ${trace.response.status}, not ${status}`,
    decidedBy === "integration" || failed === decidedBy ? "" : `was decided by ${failed}, not by ${decidedBy}`,
    decidedBy === "integration" && !reached ? `was decided by ${failed}, and not by the backend` : "",
    states.every((state) => state === expected) ? "" : `draws the backend as ${states}, not as ${expected}`,
    way.request.some(({ state }) => state === "failed") === (decidedBy !== "integration")
      ? ""
      : "draws the wrong step red",
  ].filter(Boolean);
}

describe("every example of every route", function () {
  this.timeout(120_000);

  it("leads to what the page says: status, who decides on it, and the colour of the backend", async function () {
    const api = await localApp.call(this);
    const read = async (path: string) => (await call(`${api.local}/_local/${path}`)).json;
    const [info, document, routes]: [Info, OpenApiDocument, Route[]] = [
      await read("info"),
      await read("openapi"),
      await read("routes"),
    ];
    const failures: Failure[] = (await read("services")).failures;
    const found: string[] = [];
    for (const route of routes) {
      const examples = examplesOf(route, document, failures);
      assert.ok(examples.length >= 3, `${route.method} ${route.path} has ${examples.length} examples`);
      assert.equal(new Set(examples.map(({ name }) => name)).size, examples.length);
      for (const example of examples) {
        const trace = await sent(api, info, route, example);
        const wrong = mistakes(route, document, example, trace);
        found.push(...wrong.map((mistake) => `${route.method} ${route.path}, ${example.name}: ${mistake}`));
      }
      const canFail = route.integration !== "mock";
      assert.equal(
        examples.some(({ failing }) => failing !== undefined),
        canFail,
        `${route.path}: a failing backend`,
      );
    }
    assert.deepEqual(found, []);
  });
});
