import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { errorFields } from "../../handlers/runtime.ts";

describe("what is logged of an error", () => {
  it("is its class and where it was thrown", () => {
    const { errorName, stack } = errorFields(new TypeError("Jane Doe is no number"));
    assert.equal(errorName, "TypeError");
    assert.match(stack?.[0] ?? "", /^at .*runtime\.test\.ts:\d+:\d+\)?$/);
  });

  for (const message of ["Jane Doe\n    at Jane (doe.ts:1:1)", "", "\n", "Error: Jane", ": Jane\nDoe"]) {
    it(`is nothing of the message ${JSON.stringify(message)}`, () => {
      const { stack } = errorFields(new Error(message));
      assert.match(stack?.[0] ?? "", /runtime\.test\.ts:\d+:\d+/);
      assert.doesNotMatch(JSON.stringify(stack), /Jane|Doe|Error/);
    });
  }

  it("is long enough to reach from the depths of the AWS SDK to our own files", () => {
    const runtime = new URL("../../handlers/runtime.ts", import.meta.url).href;
    const script = `await import(${JSON.stringify(runtime)}); console.log(Error.stackTraceLimit)`;
    // In a process of its own: the test runner has a limit of its own.
    const args = ["--import", "tsx", "--input-type=module", "--eval", script];
    assert.equal(spawnSync(process.execPath, args, { encoding: "utf8" }).stdout, "30\n");
  });

  it("is its class alone when the message is another one than the trace begins with", () => {
    const error = new Error("Jane Doe");
    assert.match(error.stack ?? "", /Jane/);
    error.message = "a name";
    assert.deepEqual(errorFields(error), { errorName: "Error" });
  });

  it("is the type of anything else that is thrown", () => {
    assert.deepEqual(errorFields("Jane Doe"), { errorName: "string" });
  });
});
