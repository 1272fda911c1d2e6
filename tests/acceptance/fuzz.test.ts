import assert from "node:assert/strict";
import { fuzz } from "../../scripts/fuzz/fuzz.ts";
import { createLedger } from "../../scripts/soak/traffic.ts";
import { type App, localApp } from "./app.ts";
import { call, eventually } from "./client.ts";

const REQUESTS = 200;
/** Another one for each run of the tests; npm run fuzz -- --seed S repeats it. */
const SEED = Date.now() % 1_000_000;

describe("generated hostile requests over raw sockets", function () {
  this.timeout(120_000);
  let api: App;
  before(async function () {
    api = await localApp.call(this);
  });

  it(`get no 5xx, gain no header, and are stored as they were sent (seed ${SEED})`, async () => {
    const ledger = createLedger();
    const { problems } = await fuzz(api, ledger, { runs: REQUESTS, seed: SEED, concurrency: 8 });
    assert.deepEqual(problems, []);
    assert.deepEqual(ledger.wrong, []);
    const { endpoints } = (await call(`${api.local}/_local/info`)).json;
    for (const [id, message] of ledger.accepted) {
      const item = await eventually(async () => {
        const headers = {
          "content-type": "application/x-amz-json-1.0",
          "x-amz-target": "DynamoDB_20120810.GetItem",
          // A caller that the program's policies say nothing of.
          authorization: "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, Signature=x",
          "x-amz-date": "20260101T000000Z",
        };
        const input = { TableName: "submissions-table", Key: { id: { S: id } } };
        return (await call(endpoints.dynamodb, "POST", input, headers)).json.Item;
      });
      assert.equal(item.message.S, message);
    }
  });
});
