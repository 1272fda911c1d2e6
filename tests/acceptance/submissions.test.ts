import assert from "node:assert/strict";
import { type App, localApp } from "./app.ts";
import { call, contact, eventually } from "./client.ts";
import { named, services } from "./local.ts";

const COUNT = 300;
const CONCURRENCY = 50;

describe("many submissions", () => {
  let api: App;
  before(async function () {
    api = await localApp.call(this);
  });

  it("fifty at once are all stored, none twice", async () => {
    const before = named((await services(api)).tables, "submissions-table").count;
    const ids: string[] = [];
    let next = 0;
    await Promise.all(
      Array.from({ length: CONCURRENCY }, async () => {
        while (next < COUNT) {
          const number = next++;
          const answer = await call(`${api.url}/contact`, "POST", { ...contact, message: `Number ${number}` });
          assert.equal(answer.status, 202);
          ids.push(answer.json.submissionId);
        }
      }),
    );
    assert.equal(new Set(ids).size, COUNT);

    await eventually(async () => {
      const { queues } = await services(api);
      const { visible, inFlight } = named(queues, "submissions-queue");
      return visible + inFlight === 0;
    });
    const { tables, queues } = await services(api);
    assert.equal(named(tables, "submissions-table").count - before, COUNT);
    assert.equal(named(queues, "submissions-dead-letters").visible, 0);

    const { endpoints } = (await call(`${api.local}/_local/info`)).json;
    const texts = (await scan(endpoints.dynamodb)).filter(({ id }) => ids.includes(id)).map(({ message }) => message);
    assert.equal(new Set(texts).size, COUNT);
  });
});

async function scan(endpoint: string): Promise<{ id: string; message: string }[]> {
  const { DynamoDBClient, paginateScan } = await import("@aws-sdk/client-dynamodb");
  const client = new DynamoDBClient({ endpoint, region: "us-east-1", credentials: DUMMY });
  const found: { id: string; message: string }[] = [];
  for await (const page of paginateScan({ client }, { TableName: "submissions-table" })) {
    found.push(...(page.Items ?? []).map(({ id, message }) => ({ id: id?.S ?? "", message: message?.S ?? "" })));
  }
  return found;
}

const DUMMY = { accessKeyId: "test", secretAccessKey: "test" };
