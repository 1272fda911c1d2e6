import assert from "node:assert/strict";
import { type Functions, startFunctions } from "../../../src/cloud/lambda/functions.ts";
import { Switches } from "../../../src/cloud/switches.ts";
import type { Resource } from "../../../src/program/program.ts";

const CODE = `
let calls = 0;
console.log("loaded");
export const handler = async (event, context) => {
  calls++;
  if (event.log) console.log(event.log);
  if (event.fail) throw Object.assign(new TypeError(event.fail), {});
  if (event.throw) throw event.throw;
  if (event.wait) await new Promise((resolve) => setTimeout(resolve, event.wait));
  if (event.fill) { const kept = []; for (;;) kept.push(new Array(1e5).fill(calls)); }
  if (event.exit) process.exit(3);
  if (event.big) return "x".repeat(event.big);
  return event.context
    ? { ...context, remaining: context.getRemainingTimeInMillis() > 0, greeting: process.env.GREETING, id: context.awsRequestId }
    : event.nothing ? undefined : { calls };
};`;

const BROKEN = `throw new RangeError("cannot load");`;

function resource(name: string, code: string, inputs: object = {}): Resource {
  const all = {
    handler: "index.handler",
    runtime: "nodejs24.x",
    timeout: 1,
    memorySize: 128,
    code: { files: { "index.mjs": code } },
    environment: { variables: { GREETING: "hello" } },
    ...inputs,
  };
  const arn = `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
  return { type: "aws:lambda/function:Function", name, id: name, inputs: all, outputs: { ...all, name, arn } };
}

describe("functions in worker threads", () => {
  let functions: Functions;
  const switches = new Switches(() => {});
  before(() => {
    switches.add("works", "Function works");
    const resources = [
      resource("works", CODE),
      resource("patient", CODE, { timeout: 30 }),
      resource("quick", CODE),
      resource("alone", CODE),
      resource("broken", BROKEN),
      resource("empty", "export const other = 1;"),
    ];
    functions = startFunctions(
      resources,
      { AWS_ENDPOINT_URL_SQS: "http://localhost:1" },
      switches,
      (one) => one.name,
      () => {},
    );
  });
  after(() => functions.close());
  async function invoke(event: object, name = "works") {
    const { payload, functionError, log } = await functions.invoke(name, JSON.stringify(event));
    return { result: JSON.parse(payload), functionError, log };
  }

  it("stay loaded between invocations", async () => {
    const first = (await invoke({})).result.calls;
    assert.equal((await invoke({})).result.calls, first + 1);
  });

  it("get Lambda's context and environment", async () => {
    const { result } = await invoke({ context: true });
    assert.equal(result.functionName, "works");
    assert.equal(result.functionVersion, "$LATEST");
    assert.equal(result.invokedFunctionArn, "arn:aws:lambda:us-east-1:000000000000:function:works");
    assert.equal(result.memoryLimitInMB, "128");
    assert.equal(result.remaining, true);
    assert.equal(result.greeting, "hello");
    assert.equal(result.id.length, 36);
  });

  it("return null for nothing", async () => {
    assert.equal((await invoke({ nothing: true })).result, null);
  });

  it("fail with what they threw", async () => {
    const { result, functionError } = await invoke({ fail: "BadRequest: no" });
    assert.equal(functionError, "Unhandled");
    assert.equal(result.errorType, "TypeError");
    assert.equal(result.errorMessage, "BadRequest: no");
    assert.equal(result.trace[0], "TypeError: BadRequest: no");
  });

  it("fail with a thrown text", async () => {
    const { result } = await invoke({ throw: "just text" });
    assert.deepEqual(result, { errorType: "string", errorMessage: "just text", trace: [] });
  });

  it("are stopped when their time is over, and serve the next invocation anew", async () => {
    const { result, functionError } = await invoke({ wait: 30_000 });
    assert.equal(functionError, "Unhandled");
    assert.equal(result.errorType, "Sandbox.Timedout");
    assert.match(result.errorMessage, /^RequestId: [0-9a-f-]{36} Error: Task timed out after 1\.00 seconds$/);
    assert.equal((await invoke({})).result.calls, 1);
  });

  it("are stopped when their memory is full", async () => {
    const { result } = await invoke({ fill: true }, "patient");
    assert.equal(result.errorType, "Runtime.ExitError");
    assert.match(result.errorMessage, /Runtime exited with error: signal: killed$/);
    assert.equal((await invoke({}, "patient")).functionError, undefined);
  });

  it("may not end their process", async () => {
    const { result } = await invoke({ exit: true });
    assert.match(result.errorMessage, /Runtime exited with error: exit status 3$/);
  });

  it("may not return more than Lambda takes", async () => {
    const { result } = await invoke({ big: 6 * 1024 * 1024 });
    assert.equal(result.errorType, "Function.ResponseSizeTooLarge");
  });

  it("tell of a module that cannot be loaded, or has no handler", async () => {
    assert.equal((await invoke({}, "broken")).result.errorMessage, "cannot load");
    assert.deepEqual((await invoke({}, "empty")).result.errorType, "Runtime.HandlerNotFound");
  });

  it("have their output kept with the invocation it belongs to", async () => {
    const [one, two] = await Promise.all([invoke({ log: "line\nof one" }), invoke({ log: "of two" })]);
    assert.ok(one.log.endsWith("line\nof one"), one.log);
    assert.ok(two.log.endsWith("of two"), two.log);
    assert.ok(!one.log.includes("of two"));
  });

  it("fail while their switch is on, and count it", async () => {
    const errors = () => functions.states()[0]?.errors ?? 0;
    const before = errors();
    switches.set("works", true);
    const { result } = await invoke({});
    switches.set("works", false);
    assert.equal(result.errorMessage, 'Made to fail by the switch "works"');
    assert.equal(errors(), before + 1);
    assert.equal((await invoke({})).functionError, undefined);
  });

  it("take any number of invocations at once", async () => {
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => invoke({ wait: 5 })));
    assert.ok(outcomes.every(({ functionError }) => functionError === undefined));
  });

  describe("that are quick", () => {
    /** Runs `events` at once in a warm environment, and gives the numbers of the events in the order in which they ended. */
    async function order(events: readonly object[]): Promise<{ ended: number[]; failed: (string | undefined)[] }> {
      for (let i = 0; i < 3; i++) await invoke({}, "quick");
      const ended: number[] = [];
      const outcomes = events.map((event, i) => invoke(event, "quick").finally(() => ended.push(i)));
      const failed = (await Promise.all(outcomes)).map(({ result }) => result.errorType);
      return { ended, failed };
    }
    const quick = Array.from({ length: 20 }, () => ({}));

    it("run one after the other, in the order in which they were invoked, and each once", async () => {
      const first = (await invoke({}, "alone")).result.calls;
      await invoke({}, "alone");
      const outcomes = await Promise.all([2, 3, 4, 5, 6, 7, 8, 9].map(() => invoke({}, "alone")));
      assert.deepEqual(
        outcomes.map(({ result }) => result.calls - first),
        [2, 3, 4, 5, 6, 7, 8, 9],
      );
    });

    it("do not wait for one that is not", async () => {
      const { ended, failed } = await order([{ wait: 400 }, ...quick]);
      assert.deepEqual([ended.length, ended.at(-1)], [21, 0]);
      assert.deepEqual(new Set(failed), new Set([undefined]));
    });

    it("do not share the fate of one that ends its thread, or is stopped", async () => {
      const { failed } = await order([...quick, { exit: true }, ...quick]);
      assert.deepEqual(failed, [...quick.map(() => undefined), "Runtime.ExitError", ...quick.map(() => undefined)]);
      const { failed: others } = await order([...quick, { wait: 30_000 }, ...quick]);
      assert.deepEqual(others, [...quick.map(() => undefined), "Sandbox.Timedout", ...quick.map(() => undefined)]);
    });

    it("have what they wrote, each its own", async () => {
      await order([]);
      const outcomes = await Promise.all(quick.map((_, i) => invoke({ log: `of ${i}` }, "quick")));
      for (const [i, { log }] of outcomes.entries()) assert.equal(log.replace(/^loaded\n/, ""), `of ${i}`);
    });
  });

  it("are found by name and ARN", () => {
    const arn = "arn:aws:lambda:us-east-1:000000000000:function:works";
    assert.deepEqual(
      ["works", arn, `${arn}:$LATEST`, "works:$LATEST", "000000000000:function:works", "nobody"].map(functions.has),
      [true, true, true, true, true, false],
    );
  });
});
