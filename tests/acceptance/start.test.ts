import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { localApp, needsLocalhost, start } from "./app.ts";
import { call, contact, eventually, signatureOf } from "./client.ts";

describe("npm start", () => {
  before(needsLocalhost);

  it("names a busy port and the flag, in one line", async function () {
    const { local } = await localApp.call(this);
    const { port } = new URL(local);
    const { output, exitCode } = await start(["--port", port]);
    assert.equal(exitCode, 1);
    assert.equal(output, `Port ${port} is in use: stop what uses it, or choose another one with --port.\n`);
  });

  it("says what is wrong with an option", async () => {
    const { output, exitCode } = await start(["--prot", "1"]);
    assert.equal(exitCode, 1);
    assert.equal(output, "Unknown option '--prot'. Did you mean --port? See npm start -- --help\n");
  });

  it("uses the services that the AWS SDKs' variables name, and ends on Ctrl-C with all that it started", async function () {
    const { local } = await localApp.call(this);
    const { endpoints } = (await call(`${local}/_local/info`)).json;
    const { child, output } = await start(["--port", "0", "--offline", "--trace"], {
      AWS_ENDPOINT_URL_SNS: endpoints.sns,
      CONTACT_US_API_KEY: "the-key-that-was-given",
    });
    const page = /Page\s+(\S+)/.exec(output)?.[1] as string;
    const info = (await call(`${page}/_local/info`)).json;
    assert.equal(info.endpoints.sns, endpoints.sns);
    assert.equal(info.apiKey, "the-key-that-was-given");
    assert.ok(info.notes.includes(`sns is at ${endpoints.sns}, not embedded.`));
    assert.doesNotMatch(output, /warn/i);

    const news = { subject: "News", message: "from-another-process" };
    const headers = signatureOf(`${info.url}/announcements`, "POST", news);
    assert.equal((await call(`${info.url}/announcements`, "POST", news, headers)).status, 202);
    const seen = JSON.stringify((await call(`${local}/_local/services`)).json.topics);
    assert.ok(seen.includes("from-another-process"), seen);

    let log = "";
    child.stdout?.on("data", (chunk) => {
      log += chunk;
    });
    assert.equal((await call(`${info.url}/contact`, "POST", contact)).status, 202);
    await eventually(async () => log.includes("Method completed with status: 202"));
    await eventually(async () => log.includes("submissions-consumer stored"));
    assert.match(log, /^POST \/contact 202 \d+ ms sqs$/m);
    assert.match(log, /^ {2}INFO {2}submissions-consumer stored/m);
    assert.ok(!log.includes("\u001b"), "colour in a pipe");
    assert.match(output, /^ {2}Origins {2}this page, and pages of http:\/\/localhost:3000$/m);

    child.kill("SIGINT");
    const [code] = await once(child, "exit");
    assert.equal(code, 0);
    for (const url of [page, info.endpoints.sqs, info.endpoints.lambda]) {
      assert.equal(await isListening(url), false, url);
    }
  });
});

function isListening(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
