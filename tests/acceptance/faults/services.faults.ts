import assert from "node:assert/strict";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { account, setVisibility, untilEmpty } from "../../../scripts/soak/account.ts";
import { CONSUMER_FAULTS } from "../../../scripts/soak/faulty-consumer.ts";
import type { Fault, Faulty } from "../../../scripts/soak/services.ts";
import { startTraffic } from "../../../scripts/soak/traffic.ts";
import { ACCEPTED, FAULT_MS, type Faults, NOT_QUEUED, startFaults } from "./harness.ts";

/** Run by npm run test:faults: each fault of what is behind the API by itself. */
describe("each fault behind the API, under traffic by all three ways", () => {
  let faults: Faults;
  before(async () => {
    faults = await startFaults();
  });
  after(() => faults?.close());

  for (const service of ["sqs", "sns", "dynamodb"] satisfies Faulty[]) {
    for (const fault of ["refuse", "slow", "reset", "lose", "garbage"] satisfies Fault[]) {
      it(`${service}: ${fault}`, async () => {
        await faults.under(async () => {
          faults.services.faults[service] = fault;
          await sleep(FAULT_MS);
          faults.services.faults[service] = "none";
        });
        assert.deepEqual(faults.unexpected(ACCEPTED, service === "sqs" ? NOT_QUEUED : []), []);
      });
    }
  }

  it("the thread of the tables is killed, five times", async () => {
    await faults.under(async () => {
      for (let turn = 0; turn < 5; turn++) {
        await sleep(FAULT_MS / 5);
        await faults.services.killTables();
      }
    });
    assert.deepEqual(faults.unexpected(ACCEPTED), []);
  });

  for (const fault of CONSUMER_FAULTS) {
    it(`the consumer ${fault}`, async () => {
      await faults.under(async () => {
        faults.project.consumer = fault;
        await sleep(FAULT_MS);
        faults.project.consumer = "none";
      });
      assert.deepEqual(faults.unexpected(ACCEPTED), []);
    });
  }

  it("the queue has messages that are not submissions", async () => {
    const poison = ["{", "null", "[]", '{"name":5}', '"\u2028"', "{}"];
    await faults.under(async () => {
      for (let round = 0; round < 20; round++) {
        for (const MessageBody of poison) {
          await faults.services.call("sqs", "SendMessage", { QueueUrl: "submissions-queue", MessageBody });
        }
        await sleep(50);
      }
    });
    assert.deepEqual(faults.unexpected(ACCEPTED), []);
  });

  for (const target of ["contact", "crm"]) {
    it(`the function ${target} fails`, async () => {
      await faults.under(async () => {
        await faults.stack.fail(target, true);
        await sleep(FAULT_MS);
        await faults.stack.fail(target, false);
      });
      assert.deepEqual(faults.unexpected(ACCEPTED, ["/contact/lambda 502", "/contact/legacy 500"]), []);
    });
  }

  it("the topic refuses until submissions that are stored are dead letters, which are sent back", async () => {
    const { services, ledger } = faults;
    await faults.redrive();
    await faults.under(async () => {
      services.faults.sns = "refuse";
      await sleep(FAULT_MS);
    });
    const { Attributes } = await services.call("sqs", "GetQueueAttributes", {
      QueueUrl: "submissions-dead-letters",
      AttributeNames: ["All"],
    });
    assert.ok(Number(Attributes.ApproximateNumberOfMessages) > 0);
    const { accepted, stored, dead } = await account(services, ledger);
    assert.deepEqual({ stored, dead }, { stored: accepted, dead: 0 });
    services.faults.sns = "none";
    await faults.redrive();
  });

  it("the process is killed in mid-batch, twice, and starts anew", async () => {
    const { services, ledger } = faults;
    for (let round = 0; round < 2; round++) {
      const traffic = startTraffic(faults.stack.url, ledger, 8);
      await sleep(FAULT_MS);
      faults.stack.child.kill("SIGKILL");
      await once(faults.stack.child, "exit");
      await traffic.stop();
      // A start takes queues as the program describes them.
      await setVisibility(services, "180");
      faults.stack = await faults.restart();
      // What it received meanwhile it must finish: if it were killed, they would stay hidden for 180 s.
      await setVisibility(services);
      await untilEmpty(services);
    }
    await faults.under(() => sleep(100));
  });

  it("all dead letters are sent back: each submission is in the table once", () => faults.redrive());
});
