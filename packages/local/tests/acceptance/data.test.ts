import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { portToStartAgain, start } from "../../../../tests/acceptance/app.ts";
import { call, contact, eventually } from "../../../../tests/acceptance/client.ts";
import { named } from "../../../../tests/acceptance/local.ts";

const SUBMISSIONS = 40;
/** Messages are written each second: those of the last one may be lost when the process is killed. */
const WRITTEN_MS = 2_500;

describe("npm start -- --data DIR, killed in the middle", () => {
  const data = path.join(mkdtempSync(path.join(tmpdir(), "data-")), "kept");
  after(() => rmSync(path.dirname(data), { recursive: true }));

  async function serve() {
    const port = await portToStartAgain();
    // A failed message waits: it would be a dead letter before the process is killed.
    const { child, output } = await start(["--port", port, "--offline", "--retry", "60", "--data", data]);
    const page = /Page\s+(\S+)/.exec(output)?.[1] ?? assert.fail(output);
    const { url } = (await call(`${page}/_local/info`)).json;
    const stored = async () =>
      named((await call(`${page}/_local/services`)).json.tables, "submissions-table").count as number;
    const failConsumer = (failing: boolean) => call(`${page}/_local/failures/consumer`, "PUT", { failing });
    return { child, url, stored, failConsumer };
  }

  it("has each accepted message in its queue or its table at the next start", async () => {
    const first = await serve();
    const submit = async () => {
      const { status } = await call(`${first.url}/contact`, "POST", contact);
      assert.equal(status, 202);
    };
    await Promise.all(Array.from({ length: SUBMISSIONS / 2 }, submit));
    await eventually(async () => (await first.stored()) > 0);
    // From now on messages stay in the queue, some of them in flight.
    await first.failConsumer(true);
    await Promise.all(Array.from({ length: SUBMISSIONS / 2 }, submit));
    await sleep(WRITTEN_MS);
    first.child.kill("SIGKILL");
    await once(first.child, "exit");

    const second = await serve();
    await eventually(async () => (await second.stored()) === SUBMISSIONS);
    second.child.kill("SIGTERM");
    await once(second.child, "exit");
  });
});
