import assert from "node:assert/strict";
import { type App, localApp } from "./app.ts";
import { call, contact, eventually } from "./client.ts";
import { named, services, stored } from "./local.ts";

interface Letter {
  readonly messageId: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly body: string;
  readonly receiveCount: number;
}

describe("a submission that the consumer fails on", function () {
  this.timeout(90_000);
  let api: App;
  const setFailing = (target: string, failing: boolean) =>
    call(`${api.local}/_local/failures/${target}`, "PUT", { failing });
  const deadLetters = () => `${api.local}/_local/queues/submissions-dead-letters/messages`;
  const dead = (id: string) =>
    eventually(async () => {
      const letters: Letter[] = (await call(deadLetters())).json;
      return letters.find(({ attributes }) => attributes.SubmissionId === id);
    });
  before(async function () {
    api = await localApp.call(this);
  });
  after(async () => {
    // Nothing is to be undone where the suite is skipped.
    if (api) {
      await setFailing("consumer", false);
      await setFailing("sns", false);
    }
  });

  it("is tried five times, waits among the dead letters, and is stored once it was sent back", async () => {
    assert.equal((await setFailing("consumer", true)).status, 200);
    const message = `Not lost ${process.pid}`;
    const { messageId: id } = (await call(`${api.url}/contact`, "POST", { ...contact, message })).json;

    const letter = await dead(id);
    assert.equal(JSON.parse(letter.body).message, message);
    assert.equal(letter.receiveCount, 6, "five tries, and the one that found it had been tried enough");
    const { functions, failures } = await services(api);
    assert.ok(named(functions, "submissions-consumer").errors >= 5);
    assert.ok(failures.some((one: { target: string; failing: boolean }) => one.target === "consumer" && one.failing));

    await setFailing("consumer", false);
    const back = await call(`${deadLetters()}/${letter.messageId}/redrive`, "POST");
    assert.equal(back.status, 200);
    assert.notEqual(back.json.messageId, letter.messageId);
    assert.equal((await stored(api, id)).message, message);
    assert.deepEqual((await call(deadLetters())).json, []);
  });

  for (const path of ["/contact", "/contact/lambda", "/contact/legacy"]) {
    it(`is stored once, under the ID of POST ${path}, when it was stored but not announced before it was sent back`, async () => {
      assert.equal((await setFailing("sns", true)).status, 200);
      const message = `Announced late ${path} ${process.pid}`;
      const { json } = await call(`${api.url}${path}`, "POST", { ...contact, message });
      const id: string = json.messageId ?? json.caseNumber;
      const letter = await dead(id);
      assert.equal((await stored(api, id)).announcedAt, undefined);

      await setFailing("sns", false);
      assert.equal((await call(`${deadLetters()}/${letter.messageId}/redrive`, "POST")).status, 200);
      await eventually(async () => (await stored(api, id)).announcedAt);
      const { tables, topics } = await services(api);
      const items: { message: string }[] = named(tables, "submissions-table").items;
      assert.equal(items.filter((item) => item.message === message).length, 1);
      const published: { message: string }[] = named(topics, "submissions-topic").published;
      assert.equal(published.filter((one) => JSON.parse(one.message).id === id).length, 1);
    });
  }

  it("cannot be sent back when it is not there", async () => {
    const answer = await call(`${deadLetters()}/no-such-message/redrive`, "POST");
    assert.equal(answer.status, 404);
    assert.match(answer.json.message, /no message no-such-message in submissions-dead-letters/);
  });
});
