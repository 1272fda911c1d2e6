import assert from "node:assert/strict";
import { callService } from "../../packages/local/src/cloud/call.ts";
import { fuzzSockets } from "../../scripts/fuzz/fuzz.ts";
import { createLedger } from "../../scripts/soak/traffic.ts";
import { type App, localApp } from "./app.ts";
import { call, eventually } from "./client.ts";

const REQUESTS = 200;
/** Another one for each run of the tests; npm run fuzz -- --seed S repeats it. */
const SEED = Date.now() % 1_000_000;

describe("generated hostile requests over raw sockets", () => {
  let api: App;
  before(async function () {
    api = await localApp.call(this);
  });

  it(`get no 5xx, gain no header, and are stored as they were sent (seed ${SEED})`, async () => {
    const ledger = createLedger();
    const { problems } = await fuzzSockets(api, ledger, { inputs: REQUESTS, seed: SEED, connections: 4 });
    assert.deepEqual(problems, []);
    assert.deepEqual(ledger.wrong, []);
    const { endpoints } = (await call(`${api.local}/_local/info`)).json;
    for (const [id, message] of ledger.accepted) {
      const item = await eventually(async () => {
        const input = { TableName: "submissions-table", Key: { id: { S: id } } };
        return (await callService(endpoints, "dynamodb", "GetItem", input)).Item;
      });
      assert.equal(item.message.S, message);
    }
  });
});
