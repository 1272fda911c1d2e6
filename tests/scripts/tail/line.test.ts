import assert from "node:assert/strict";
import { formatEvent } from "../../../scripts/tail/line.ts";

const time = Date.UTC(2026, 10, 26, 12, 3, 27, 120);
const format = (message: string | object, source = "contact") =>
  formatEvent({ time, source, message: typeof message === "string" ? message : JSON.stringify(message) }, 8);

const HEAD = "2026-11-26T12:03:27.120Z contact ";

describe("a line of npm run tail", () => {
  it("has the level and the text of a function's line, and what is particular about it", () => {
    const line = {
      level: "INFO",
      message: "accepted",
      function_name: "f",
      cold_start: true,
      timestamp: "t",
      messageId: "m-1",
    };
    assert.equal(format(line), `${HEAD} INFO  accepted messageId=m-1`);
  });

  it("has the frames of a failure in lines of their own", () => {
    const line = {
      level: "ERROR",
      message: "not processed",
      errorName: "Error",
      stack: ["at store (/var/task/handlers/consumer/table.ts:20:5)"],
    };
    const [first, second] = format(line).split("\n");
    assert.equal(first, `${HEAD} ERROR not processed errorName=Error`);
    assert.match(second ?? "", /^ +at store \(\/var\/task\/handlers\/consumer\/table\.ts:20:5\)$/);
  });

  it("has the frames of an error that nobody caught, as Lambda writes it", () => {
    const message = {
      errorType: "TypeError",
      errorMessage: "x is not a function",
      stackTrace: ["TypeError: x is not a function", "    at handler (/var/task/handlers/contact/index.ts:18:3)"],
    };
    const lines = format({ timestamp: "t", level: "ERROR", requestId: "r-1", message }).split("\n");
    assert.equal(lines[0], `${HEAD} ERROR TypeError: x is not a function`);
    assert.deepEqual(
      lines.slice(1).map((line) => line.trim()),
      ["at handler (/var/task/handlers/contact/index.ts:18:3)"],
    );
  });

  for (const [status, level] of [
    ["202", "INFO "],
    ["400", "WARN "],
    ["502", "ERROR"],
  ] as const) {
    it(`has the level ${level.trim()} for an access with status ${status}`, () => {
      const line = {
        requestId: "r-1",
        requestTime: "26/Nov/2026:12:03:27 +0000",
        httpMethod: "POST",
        resourcePath: "/contact",
        status,
        responseLatency: "35",
        errorType: "-",
      };
      assert.equal(format(line), `${HEAD} ${level} POST /contact ${status} 35 ms requestId=r-1`);
    });
  }

  it("has what Lambda reports of a call", () => {
    const record = { requestId: "r-1", metrics: { durationMs: 3.2 } };
    assert.equal(
      format({ time: "t", type: "platform.report", record }),
      `${HEAD}       platform.report requestId=r-1 metrics={"durationMs":3.2}`,
    );
  });

  it("has any other text as it is, in lines below each other", () => {
    assert.equal(
      format("(r-1) Execution failed\nfor a reason\n"),
      `${HEAD}       (r-1) Execution failed\n${" ".repeat(40)}for a reason`,
    );
    assert.equal(format("[1]"), `${HEAD}       [1]`);
    assert.equal(format("null"), `${HEAD}       null`);
  });

  it("has no control sequence for the terminal, whatever a client sent", () => {
    const text = format("\u001b]0;owned\u0007\r\u009b2Jx");
    assert.equal(text, `${HEAD}       \\u001b]0;owned\\u0007\\u000d\\u009b2Jx`);
  });
});
