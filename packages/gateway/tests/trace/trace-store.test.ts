import assert from "node:assert/strict";
import type { Trace } from "../../src/trace/trace.ts";
import { TraceStore } from "../../src/trace/trace-store.ts";

const trace = (requestId: string, body = ""): Trace => ({
  requestId,
  startedAt: "2026-11-23T13:00:00.000Z",
  durationMs: 1,
  request: { body },
  response: { status: 200 },
  steps: [],
});

const ids = (store: TraceStore) => store.latest(10).map(({ requestId }) => requestId);

describe("TraceStore", () => {
  it("gives traces by request id, and the latest first", () => {
    const store = new TraceStore();
    for (const id of ["a", "b", "c"]) store.add(trace(id));
    assert.equal(store.get("b")?.requestId, "b");
    assert.equal(store.get("x"), undefined);
    assert.deepEqual(ids(store), ["c", "b", "a"]);
    assert.deepEqual(
      store.latest(1).map(({ requestId }) => requestId),
      ["c"],
    );
    assert.deepEqual(store.latest(0), []);
  });

  it("lets the oldest go when there are too many", () => {
    const store = new TraceStore({ traces: 2 });
    for (const id of ["a", "b", "c"]) store.add(trace(id));
    assert.deepEqual(ids(store), ["c", "b"]);
    assert.equal(store.get("a"), undefined);
  });

  it("keeps two hundred by default, however many came before", () => {
    const store = new TraceStore();
    for (let i = 0; i < 1234; i++) store.add(trace(`t${i}`));
    assert.equal(store.get("t1033"), undefined);
    assert.equal(store.get("t1034")?.requestId, "t1034");
    assert.deepEqual(
      store.latest(1000).map(({ requestId }) => requestId),
      Array.from({ length: 200 }, (_, i) => `t${1233 - i}`),
    );
  });

  it("lets the oldest go when they are too large together, and does not take one that is too large alone", () => {
    const store = new TraceStore({ size: 2500 });
    store.add(trace("a", "x".repeat(1000)));
    store.add(trace("b", "x".repeat(1000)));
    store.add(trace("c", "x".repeat(1000)));
    assert.deepEqual(ids(store), ["c", "b"]);
    store.add(trace("d", "x".repeat(3000)));
    assert.deepEqual(ids(store), ["c", "b"]);
    store.add(trace("e", "x".repeat(2000)));
    assert.deepEqual(ids(store), ["e"]);
  });

  it("gives the room of a trace back when it goes", () => {
    const store = new TraceStore({ traces: 1, size: 1500 });
    for (let i = 0; i < 50; i++) store.add(trace(`t${i}`, "x".repeat(1000)));
    assert.deepEqual(ids(store), ["t49"]);
  });
});
