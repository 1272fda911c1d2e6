import assert from "node:assert/strict";
import { type App, localApp } from "./app.ts";
import { call, contact, eventually } from "./client.ts";
import { named, services, stored } from "./local.ts";

describe("a submission that the consumer fails on", function () {
  this.timeout(90_000);
  let api: App;
  const setFailing = (failing: boolean) => call(`${api.local}/_local/failures/consumer`, "PUT", { failing });
  const deadLetters = () => `${api.local}/_local/queues/submissions-dead-letters/messages`;
  before(async function () {
    api = await localApp.call(this);
  });
  after(async () => {
    await setFailing(false);
  });

  it("is tried five times, waits among the dead letters, and is stored once it was sent back", async () => {
    assert.equal((await setFailing(true)).status, 200);
    const message = `Not lost ${process.pid}`;
    const sent = await call(`${api.url}/contact`, "POST", { ...contact, message });

    const dead = await eventually(async () => {
      const { json } = await call(deadLetters());
      return json.find((one: { messageId: string }) => one.messageId === sent.json.messageId);
    });
    assert.equal(JSON.parse(dead.body).message, message);
    assert.equal(dead.receiveCount, 6, "five tries, and the one that found it had been tried enough");
    const { functions, failures } = await services(api);
    assert.ok(named(functions, "submissions-consumer").errors >= 5);
    assert.ok(failures.some((one: { target: string; failing: boolean }) => one.target === "consumer" && one.failing));

    await setFailing(false);
    const back = await call(`${deadLetters()}/${dead.messageId}/redrive`, "POST");
    assert.equal(back.status, 200);
    assert.equal((await stored(api, back.json.messageId)).message, message);
    assert.deepEqual((await call(deadLetters())).json, []);
  });

  it("cannot be sent back when it is not there", async () => {
    const answer = await call(`${deadLetters()}/no-such-message/redrive`, "POST");
    assert.equal(answer.status, 404);
    assert.match(answer.json.message, /no message no-such-message in submissions-dead-letters/);
  });
});
