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

describe("a submission that the consumer fails on", () => {
  let api: App;
  const setFailing = (target: string, failing: boolean) =>
    call(`${api.local}/_local/failures/${target}`, "PUT", { failing });
  const deadLetters = () => `${api.local}/_local/queues/submissions-dead-letters/messages`;
  const dead = (id: string) =>
    eventually(async () => {
      const letters: Letter[] = (await call(deadLetters())).json;
      return letters.find(({ attributes }) => attributes.SubmissionId === id);
    });
  async function announced(id: string): Promise<{ id: string }[]> {
    const { published } = named((await services(api)).topics, "submissions-topic");
    const all: { id: string }[] = published.map((one: { message: string }) => JSON.parse(one.message));
    return all.filter((one) => one.id === id);
  }
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
    const { submissionId: id, messageId } = (await call(`${api.url}/contact`, "POST", { ...contact, message })).json;

    const letter = await dead(id);
    assert.equal(letter.messageId, messageId);
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
    // A submission is announced after it was stored: the next test makes announcements fail, and this one would be a dead letter again.
    await eventually(async () => (await announced(id)).length > 0);
    assert.equal((await announced(id)).length, 1);
    assert.deepEqual((await call(deadLetters())).json, []);
  });

  for (const path of ["/contact", "/contact/lambda", "/contact/legacy"]) {
    it(`is stored once, under the ID of POST ${path}, when it was stored but not announced before it was sent back`, async () => {
      assert.equal((await setFailing("sns", true)).status, 200);
      const message = `Announced late ${path} ${process.pid}`;
      const { json } = await call(`${api.url}${path}`, "POST", { ...contact, message });
      const id: string = json.submissionId ?? json.caseNumber;
      const letter = await dead(id);
      assert.equal((await stored(api, id)).message, message);
      assert.deepEqual(await announced(id), []);

      await setFailing("sns", false);
      assert.equal((await call(`${deadLetters()}/${letter.messageId}/redrive`, "POST")).status, 200);
      await eventually(async () => (await announced(id)).length > 0);
      const { tables } = await services(api);
      const items: { message: string }[] = named(tables, "submissions-table").items;
      assert.equal(items.filter((item) => item.message === message).length, 1);
      assert.equal((await announced(id)).length, 1);
    });
  }

  it("is found among thousands, and so is another one at the same time", async () => {
    const { endpoints } = (await call(`${api.local}/_local/info`)).json;
    const QueueUrl = `${endpoints.sqs}/000000000000/submissions-dead-letters`;
    const sqs = async (action: string, input: object) => {
      const headers = { "content-type": "application/x-amz-json-1.0", "x-amz-target": `AmazonSQS.${action}` };
      const { status, json } = await call(endpoints.sqs, "POST", { QueueUrl, ...input }, headers);
      assert.equal(status, 200);
      return json;
    };
    const messages = Array.from({ length: 2_500 }, (_, index) => ({ ...contact, message: `${index} of many` }));
    const ids: string[] = [];
    for (let start = 0; start < messages.length; start += 10) {
      const Entries = messages
        .slice(start, start + 10)
        .map((message, index) => ({ Id: `${index}`, MessageBody: JSON.stringify(message) }));
      const { Successful } = await sqs("SendMessageBatch", { Entries });
      ids.push(...Successful.map(({ MessageId }: { MessageId: string }) => MessageId));
    }
    const back = await Promise.all(
      [ids.at(-1), ids.at(-2)].map((id) => call(`${deadLetters()}/${id}/redrive`, "POST")),
    );
    assert.deepEqual(
      back.map(({ status }) => status),
      [200, 200],
    );
    const [first, second] = await Promise.all(back.map(({ json }) => stored(api, json.messageId)));
    assert.deepEqual([first?.message, second?.message], ["2499 of many", "2498 of many"]);
    assert.equal(named((await services(api)).queues, "submissions-dead-letters").visible, 2_498);
    await sqs("PurgeQueue", {});
  });

  it("cannot be sent back when it is not there", async () => {
    const answer = await call(`${deadLetters()}/no-such-message/redrive`, "POST");
    assert.equal(answer.status, 404);
    assert.match(answer.json.message, /no message no-such-message among 0 of submissions-dead-letters/);
  });
});
