import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type Started, start } from "../../../../tests/acceptance/app.ts";
import { call, eventually } from "../../../../tests/acceptance/client.ts";
import type { Info, Reload, Route } from "../../src/api/wire.ts";

const fixture = fileURLToPath(new URL("./fixtures/reload", import.meta.url));
const modules = fileURLToPath(new URL("../../../../node_modules", import.meta.url));

describe("npm start, when the program's files change", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "reload-"));
  const inFolder = (file: string) => path.join(folder, file);
  const edit = (file: string, from: string, to: string) =>
    writeFileSync(inFolder(file), readFileSync(inFolder(file), "utf8").replace(from, to));
  const reloads: Reload[] = [];
  let started: Started;
  let said = "";
  let page = "";
  let first: Info;

  const info = async (): Promise<Info> => (await call(`${page}/_local/info`)).json;
  const text = async (route: string) => (await fetch(`${first.url}${route}`)).text();
  const served = (route: string, expected: string) => eventually(async () => (await text(route)).trim() === expected);
  const dynamodb = async (action: string, input: object) =>
    (
      await fetch(first.endpoints.dynamodb as string, {
        method: "POST",
        headers: {
          "content-type": "application/x-amz-json-1.0",
          "x-amz-target": `DynamoDB_20120810.${action}`,
          "x-amz-date": "20260101T000000Z",
          authorization:
            "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=x",
        },
        body: JSON.stringify(input),
      })
    ).json();

  before(async () => {
    cpSync(fixture, folder, { recursive: true });
    writeFileSync(inFolder("package.json"), '{ "type": "module" }');
    symlinkSync(modules, inFolder("node_modules"), "junction");
    started = await start(["--port", "0", "--offline", "--cwd", folder]);
    for (const stream of [started.child.stdout, started.child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        said += chunk;
      });
    }
    page = /Page\s+(\S+)/.exec(started.output)?.[1] ?? assert.fail(started.output);
    first = await info();
    void listen();
    await dynamodb("PutItem", { TableName: "orders", Item: { id: { S: "kept" } } });
  });
  after(() => rmSync(folder, { recursive: true }));

  async function listen(): Promise<void> {
    const { body } = await fetch(`${page}/_local/events`);
    let events = "";
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
      events += Buffer.from(chunk).toString();
      for (let end = events.indexOf("\n\n"); end >= 0; end = events.indexOf("\n\n")) {
        const [, data] = /^event: reload\ndata: (.*)/.exec(events.slice(0, end)) ?? [];
        if (data !== undefined) reloads.push(JSON.parse(data));
        events = events.slice(end + 2);
      }
    }
  }

  it("serves a changed template, says so, and tells the page", async () => {
    await served("/answer", '{"text": "first"}');
    edit("answer.vtl", "first", "second");
    await served("/answer", '{"text": "second"}');
    await eventually(async () => /^Reloaded answer\.vtl in /m.test(said));
    assert.deepEqual(reloads[0], { changed: ["answer.vtl"] });
  });

  it("serves a changed handler", async () => {
    await served("/hello", "hello from one");
    edit("handler.js", "one", "two");
    await served("/hello", "hello from two");
  });

  it("serves a changed setting", async () => {
    writeFileSync(inFolder("Pulumi.local.yaml"), "config:\n  reload:greeting: good day\n");
    await served("/hello", "good day from two");
  });

  it("keeps the version before a broken template, and names the template's file and line", async () => {
    edit("answer.vtl", "second", "#if(");
    await eventually(async () => (await info()).mistake !== undefined);
    const { mistake } = await info();
    assert.deepEqual([mistake?.file, mistake?.line], ["answer.vtl", 2]);
    assert.match(said, /^answer\.vtl:2: \S.*\nThe version before this change is still served\.$/m);
    assert.equal((await text("/answer")).trim(), '{"text": "second"}');
    assert.equal(reloads.at(-1)?.mistake?.file, "answer.vtl");
    edit("answer.vtl", "#if(", "third");
    await served("/answer", '{"text": "third"}');
    await eventually(async () => (await info()).mistake === undefined);
  });

  it("keeps the version before a slip in index.ts, and names its line", async () => {
    edit("index.ts", "new aws.sqs.Queue(", "new aws.sqs.Qeue(");
    await eventually(async () => (await info()).mistake !== undefined);
    const { mistake } = await info();
    assert.deepEqual([mistake?.file, mistake?.line], ["index.ts", 9]);
    assert.match(said, /^index\.ts:9: aws\.sqs\.Qeue is not a constructor$/m);
    assert.equal((await text("/answer")).trim(), '{"text": "third"}');
    edit("index.ts", "new aws.sqs.Qeue(", "new aws.sqs.Queue(");
    await eventually(async () => (await info()).mistake === undefined);
  });

  it("provisions new resources and drops removed routes, and keeps data and API key", async () => {
    edit("index.ts", "// more", 'new aws.sqs.Queue("invoices", { name: "invoices" });');
    edit("index.ts", '"/answer"', '"/reply"');
    await served("/reply", '{"text": "third"}');
    assert.equal((await fetch(`${first.url}/answer`)).status, 403);
    const routes: Route[] = (await call(`${page}/_local/routes`)).json;
    assert.deepEqual(
      routes.map((route) => route.path),
      ["/reply", "/hello"],
    );
    const { queues } = (await call(`${page}/_local/services`)).json;
    assert.deepEqual(
      queues.map(({ name }: { name: string }) => name),
      ["letters", "invoices"],
    );
    assert.deepEqual((await dynamodb("Scan", { TableName: "orders" })).Items, [{ id: { S: "kept" } }]);
    const now = await info();
    assert.deepEqual([now.apiKey, now.url], [first.apiKey, first.url]);
    assert.match(first.apiKey, /^[0-9a-f]{32}$/);
  });
});
