import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { vectorsFolder } from "../../packages/gateway/tests/conformance/run.ts";
import type { OpenApiDocument } from "../../packages/local/page/document/document.ts";
import { draftOf, parseHeaders } from "../../packages/local/page/explorer/drafts.ts";
import type { Example } from "../../packages/local/page/explorer/example.ts";
import { examplesOf } from "../../packages/local/page/explorer/examples.ts";
import { wayOf } from "../../packages/local/page/explorer/parts.ts";
import { caseFile } from "../../packages/local/page/saved/case.ts";
import { mochaTest } from "../../packages/local/page/saved/mocha-test.ts";
import { type Recording, whyNotSaved } from "../../packages/local/page/saved/recording.ts";
import type { Failure, Info, Route, Trace } from "../../packages/local/src/api/wire.ts";
import { type App, localApp } from "../acceptance/app.ts";
import { call, signatureOf } from "../acceptance/client.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

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

/** The report of mocha on one test, as far as it is needed. */
interface Reported {
  fullTitle: string;
  err?: { message?: string };
}

describe("every example of every route", () => {
  const recordings: { name: string; recording: Recording }[] = [];

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
        recordings.push({
          name: `${route.method} ${route.path}, ${example.name}`,
          recording: { trace, document, stage: info.stage, date: "2026-11-26" },
        });
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

  it("is a test that passes once it is saved, unless its backend did not answer or it was not authorized", async function () {
    const { apiKey } = await localApp.call(this);
    assert.notEqual(recordings.length, 0, "no example was sent");
    // In the repository, so that a test finds local-api-gateway.
    const folder = mkdtempSync(path.join(root, "tests", ".saved-"));
    try {
      const refused = new Set<string>();
      const cases: object[] = [];
      for (const [index, { name, recording }] of recordings.entries()) {
        const why = whyNotSaved(recording);
        if (why !== undefined) {
          refused.add(why);
          continue;
        }
        const test = mochaTest(recording);
        const [saved] = JSON.parse(caseFile(recording));
        assert.equal(`${test}${JSON.stringify(saved)}`.includes(apiKey), false, `an API key is in the test of ${name}`);
        cases.push({ ...saved, id: `${index}-${saved.id}` });
        writeFileSync(path.join(folder, `${index}.test.ts`), test);
      }
      assert.deepEqual([...refused].sort(), ["an authorizer or a policy refused it", "its backend did not answer"]);
      // As `npm run format` leaves a file; git ignores the folder, but a test that is kept in the repository is not ignored.
      const biome = ["check", "--linter-enabled=false", "--vcs-use-ignore-file=false", folder];
      assert.match(
        await outputOf(["node_modules/@biomejs/biome/bin/biome", ...biome]),
        /^Checked \d+ files .*No fixes applied\.$/m,
      );
      const mocha = ["node_modules/mocha/bin/mocha.js", "--reporter", "json", `${folder}/*.test.ts`];
      const report: { passes: unknown[]; failures: Reported[] } = JSON.parse(await outputOf(mocha));
      assert.deepEqual(
        report.failures.map(({ fullTitle, err }) => `${fullTitle}: ${err?.message}`),
        [],
      );
      assert.equal(report.passes.length, cases.length);

      const vectors = vectorsFolder();
      if (vectors === undefined) return;
      const file = path.join(folder, "cases.json");
      writeFileSync(file, JSON.stringify(cases));
      const runner = path.join(vectors, "gateway-conformance.ts");
      const args = ["--conditions=source", "--import", "tsx", runner, "--project", root, "--cases", file];
      assert.match(await outputOf(args), new RegExp(`^${cases.length} passed, 0 failed$`, "m"));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** What a program of Node writes, whatever its exit code. */
function outputOf(args: string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: root, maxBuffer: 64 * 1024 * 1024 }, (_error, stdout) => resolve(stdout));
  });
}
