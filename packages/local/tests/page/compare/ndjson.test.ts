import assert from "node:assert/strict";
import { chunksOf, jsonLines } from "../../../page/compare/ndjson.ts";

async function read(...chunks: (string | Uint8Array)[]): Promise<unknown[]> {
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) {
        controller.enqueue(typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk);
      }
      controller.close();
    },
  });
  const values: unknown[] = [];
  for await (const value of jsonLines(chunksOf(stream))) {
    values.push(value);
  }
  return values;
}

describe("a stream of JSON lines", () => {
  it("is read however it is cut into chunks", async () => {
    assert.deepEqual(await read('{"done":1}\n{"do', 'ne":2}\n', '\n{"result":{}}'), [
      { done: 1 },
      { done: 2 },
      { result: {} },
    ]);
  });

  it("keeps a character that a chunk's end splits", async () => {
    const bytes = new TextEncoder().encode('{"name":"é"}\n');
    assert.deepEqual(await read(bytes.slice(0, 10), bytes.slice(10)), [{ name: "é" }]);
  });

  it("fails on a line that is not JSON", async () => {
    await assert.rejects(read("oops\n"), SyntaxError);
  });
});
