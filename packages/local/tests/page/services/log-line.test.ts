import assert from "node:assert/strict";
import { readLogLine } from "../../../page/services/log-line.ts";

describe("a log line", () => {
  it("of the functions' logger is its level, its text and what is particular about it", () => {
    const line = { level: "INFO", message: "stored", function_name: "consumer", cold_start: true, id: "m-1", tries: 2 };
    assert.deepEqual(readLogLine(JSON.stringify(line)), { level: "INFO", text: "stored", facts: "id=m-1 tries=2" });
  });

  it("of anything else is shown as it is", () => {
    assert.deepEqual(readLogLine("START RequestId: 1"), { text: "START RequestId: 1" });
    assert.deepEqual(readLogLine("null"), { text: "null" });
  });
});
