import assert from "node:assert/strict";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { localApp, portToStartAgain, start } from "../../../../tests/acceptance/app.ts";
import { call, contact, eventually } from "../../../../tests/acceptance/client.ts";
import { named, services } from "../../../../tests/acceptance/local.ts";

const SUBMISSIONS = 50;

const foldersOf = (pid: number | undefined) =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`pulumi-localhost-${pid}-`));

async function isServed(url: string): Promise<boolean> {
  try {
    await fetch(url);
    return true;
  } catch {
    return false;
  }
}

describe("stopping npm start", () => {
  it("stores every accepted submission in a table elsewhere, with a page's event stream open", async function () {
    const running = await localApp.call(this);
    const { endpoints } = (await call(`${running.local}/_local/info`)).json;
    const count = async () => named((await services(running)).tables, "submissions-table").count;
    const before: number = await count();
    const { child, output } = await start(["--port", await portToStartAgain(), "--offline"], {
      AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    });
    const page = /Page\s+(\S+)/.exec(output)?.[1] ?? "";
    const info = (await call(`${page}/_local/info`)).json;
    const events = await fetch(`${page}/_local/events`);
    assert.equal(events.status, 200);
    assert.ok(foldersOf(child.pid).length > 0);

    const accepted = await Promise.all(
      Array.from({ length: SUBMISSIONS }, () => call(`${info.url}/contact`, "POST", contact)),
    );
    assert.deepEqual([...new Set(accepted.map(({ status }) => status))], [202]);
    child.kill("SIGTERM");
    const [code] = await once(child, "exit");
    assert.equal(code, 0);
    assert.equal((await count()) - before, SUBMISSIONS);
    assert.deepEqual(foldersOf(child.pid), []);
    await events.body?.cancel().catch(() => undefined);
    for (const url of [page, info.endpoints.sqs, info.endpoints.lambda]) {
      assert.equal(await isServed(url), false, url);
    }
  });

  it("is not the end of its output's reader, as in npm start | head", async () => {
    const { child, output } = await start(["--port", await portToStartAgain(), "--offline"]);
    const page = /Page\s+(\S+)/.exec(output)?.[1] ?? "";
    const { url } = (await call(`${page}/_local/info`)).json;
    child.stdout?.destroy();
    child.stderr?.destroy();
    for (let count = 0; count < 3; count++) {
      assert.equal((await call(`${url}/contact/lambda`, "POST", contact)).status, 202);
      await sleep(300);
    }
    child.kill("SIGTERM");
    const [code] = await once(child, "exit");
    assert.equal(code, 0);
  });

  it("ends at once on a second signal, while a failing function keeps its queue from becoming empty", async () => {
    const { child, output } = await start(["--port", await portToStartAgain(), "--offline"]);
    const page = /Page\s+(\S+)/.exec(output)?.[1] ?? "";
    const { url } = (await call(`${page}/_local/info`)).json;
    assert.equal((await call(`${page}/_local/failures/consumer`, "PUT", { failing: true })).status, 200);
    assert.equal((await call(`${url}/contact`, "POST", contact)).status, 202);
    child.kill("SIGTERM");
    await eventually(async () => !(await isServed(page)));
    // Within half a second it would be the same Ctrl-C, which npm passes on.
    await sleep(700);
    child.kill("SIGTERM");
    const [code] = await once(child, "exit");
    assert.equal(code, 1);
    assert.deepEqual(foldersOf(child.pid), []);
  });
});
