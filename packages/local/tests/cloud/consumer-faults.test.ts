import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { callService, type Endpoints } from "../../src/cloud/call.ts";
import { type EventSource, startEventSource } from "../../src/cloud/event-source.ts";
import { type Fauxqs, startFauxqs } from "../../src/cloud/fauxqs.ts";
import { type Functions, startFunctions } from "../../src/cloud/lambda/functions.ts";
import { type Reserved, readBody, reserve } from "../../src/cloud/serve.ts";
import { overHttp } from "../../src/cloud/service.ts";
import { createSqsFront } from "../../src/cloud/sqs/front.ts";
import { Switches } from "../../src/cloud/switches.ts";

/** Tells the test of each message that it has worked on; a message's body says what goes wrong before that, at the first try. */
const CODE = `
export const handler = async ({ Records }) => {
  const failures = [];
  for (const { messageId, body, attributes } of Records) {
    const [what] = body.split(" ");
    const isFirst = attributes.ApproximateReceiveCount === "1" || what === "always";
    if (isFirst && what === "throws") throw new Error("no");
    if (isFirst && what === "exits") process.exit(3);
    if (isFirst && what === "fills") { const kept = []; for (;;) kept.push(new Array(1e5).fill(body)); }
    if (isFirst && what === "hangs") await new Promise(() => setTimeout(() => {}, 60000));
    if (isFirst && what === "spins") for (;;);
    if (isFirst && what === "malformed") return { batchItemFailures: "all of them" };
    if (isFirst && what === "foreign") return { batchItemFailures: [{ itemIdentifier: "another" }] };
    if (isFirst && what === "later") setImmediate(() => Promise.reject(new Error("later")));
    if (isFirst && (what === "reports" || what === "always")) failures.push({ itemIdentifier: messageId });
    else await fetch(process.env.WORKED, { method: "POST", body });
  }
  return { batchItemFailures: failures };
};`;

const FAULTS = ["throws", "exits", "fills", "hangs", "spins", "malformed", "foreign", "later", "reports"];

describe("a consumer that fails in mid-batch", () => {
  let fauxqs: Fauxqs;
  let port: Reserved;
  let counter: Reserved;
  let functions: Functions;
  let source: EventSource;
  let endpoints: Endpoints;
  const worked: string[] = [];
  const call = (action: string, input: object) => callService(endpoints, "sqs", action, input);
  before(async () => {
    fauxqs = await startFauxqs();
    [port, counter] = await Promise.all([reserve(), reserve()]);
    port.serve(overHttp(createSqsFront(fauxqs, () => undefined)));
    counter.serve(async (request, response) => {
      worked.push((await readBody(request)).toString());
      response.end();
    });
    endpoints = { sqs: port.url, sns: "", dynamodb: "", kinesis: "", lambda: "", s3: "" } as Endpoints;
    await call("CreateQueue", { QueueName: "dead" });
    const RedrivePolicy = JSON.stringify({
      deadLetterTargetArn: "arn:aws:sqs:us-east-1:000000000000:dead",
      maxReceiveCount: 5,
    });
    await call("CreateQueue", { QueueName: "live", Attributes: { RedrivePolicy } });
    const inputs = {
      handler: "index.handler",
      runtime: "nodejs24.x",
      timeout: 1,
      memorySize: 128,
      code: { files: { "index.mjs": CODE } },
      environment: { variables: { WORKED: counter.url } },
    };
    const outputs = { ...inputs, name: "fails", arn: "arn:aws:lambda:us-east-1:000000000000:function:fails" };
    const resource = { type: "aws:lambda/function:Function", name: "fails", id: "fails", inputs, outputs };
    functions = startFunctions(
      [resource],
      {},
      new Switches(() => undefined),
      () => "fails",
      () => undefined,
    );
    source = startEventSource({
      endpoints,
      functions,
      queueUrl: `${port.url}/000000000000/live`,
      mapping: {
        ...resource,
        inputs: {
          eventSourceArn: "arn:aws:sqs:us-east-1:000000000000:live",
          functionName: "fails",
          // Messages of one fault are not tried again with those of another.
          batchSize: 3,
          functionResponseTypes: ["ReportBatchItemFailures"],
          scalingConfig: { maximumConcurrency: 2 },
        },
      },
      retrySeconds: 0,
    });
  });
  after(async () => {
    await source.stop();
    await functions.close();
    await Promise.all([port.close(), counter.close()]);
    await fauxqs.close();
  });

  async function until(isDone: () => boolean | Promise<boolean>): Promise<void> {
    while (!(await isDone())) await sleep(20);
  }
  const send = (MessageBody: string) => call("SendMessage", { QueueUrl: "live", MessageBody });

  for (const fault of FAULTS) {
    it(`loses nothing: one ${fault}`, async () => {
      const bodies = ["well 1", `${fault} 2`, "well 3"].map((body) => `${body} with ${fault}`);
      await Promise.all(bodies.map(send));
      await until(() => bodies.every((body) => worked.includes(body)));
      assert.equal(await source.drain(Date.now() + 30_000), 0);
      assert.equal((await fauxqs.inspect("dead"))?.messages.ready.length, 0);
    });
  }

  it("leaves what always fails among the dead letters, and nothing else", async () => {
    const ids = await Promise.all(["always 1", "well with always"].map(send));
    await until(async () => (await fauxqs.inspect("dead"))?.messages.ready.length === 1);
    assert.equal(await source.drain(Date.now() + 30_000), 0);
    const [letter] = (await fauxqs.inspect("dead"))?.messages.ready ?? [];
    assert.equal(letter?.messageId, ids[0]?.MessageId);
    assert.ok(worked.includes("well with always"));
  });
});
