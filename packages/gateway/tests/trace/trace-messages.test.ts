import assert from "node:assert/strict";
import type { Trace } from "../../src/index.ts";
import { TRACED_BODY_LIMIT } from "../../src/trace/trace.ts";
import { documentOf, exchange, lambdaProxy } from "../exchange.ts";

/** The request that the trace of a `POST /` has. */
async function traced(
  body: string | Buffer,
  headers: Record<string, string | string[]> = {},
): Promise<Trace["request"]> {
  const traces: Trace[] = [];
  await exchange(
    documentOf({ "POST /": lambdaProxy() }),
    { method: "POST", body, headers },
    { invoke: async () => ({ payload: Buffer.from("{}") }), onTrace: (trace) => traces.push(trace) },
  );
  const [trace] = traces;
  assert.ok(trace);
  return trace.request;
}

describe("messages of a trace", () => {
  it("have a body as text, or as Base64 where it is not UTF-8", async () => {
    assert.equal((await traced("héllo")).body, "héllo");
    const { body, base64 } = await traced(Buffer.from("ff00", "hex"));
    assert.deepEqual([body, base64], ["/wA=", true]);
  });

  it("have a large body cut, and say how large it was", async () => {
    const text = "é".repeat(TRACED_BODY_LIMIT);
    const { body, truncatedFrom } = await traced(text);
    assert.equal(body, "é".repeat(TRACED_BODY_LIMIT / 2));
    assert.equal(truncatedFrom, TRACED_BODY_LIMIT * 2);
    const odd = await traced(`a${text}`);
    assert.equal(odd.body, `a${"é".repeat(TRACED_BODY_LIMIT / 2 - 1)}`);
    const binary = await traced(Buffer.alloc(TRACED_BODY_LIMIT + 1, 0xff));
    assert.deepEqual([binary.body?.length, binary.base64], [Math.ceil(TRACED_BODY_LIMIT / 3) * 4, true]);
  });

  it("have headers by name, with one value or several", async () => {
    const { headers } = await traced("x", { "X-One": "1", "X-Two": ["1", "2"] });
    assert.deepEqual([headers?.["X-One"], headers?.["X-Two"]], ["1", ["1", "2"]]);
  });
});
