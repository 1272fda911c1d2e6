import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import type http from "node:http";
import net from "node:net";
import { type Changes, streamEvents } from "../../src/api/events.ts";
import type { Snapshot, Trace } from "../../src/api/wire.ts";
import { type Reserved, reserve } from "../../src/cloud/serve.ts";

const trace = (uri: string) =>
  ({
    requestId: "r",
    startedAt: "",
    durationMs: 1,
    request: { method: "GET", uri },
    response: { status: 200 },
    steps: [],
  }) as Trace;

describe("the stream of events", () => {
  let port: Reserved;
  let changes: Changes;
  let snapshots: number;
  let streams: http.ServerResponse[];
  beforeEach(async () => {
    changes = new EventEmitter<{ services: []; trace: [Trace]; end: [] }>().setMaxListeners(0);
    snapshots = 0;
    streams = [];
    port = await reserve();
    port.serve((_request, response) => {
      streams.push(response);
      streamEvents(response, changes, async () => ({ queues: [{ name: `${++snapshots}` }] }) as unknown as Snapshot);
    });
  });
  afterEach(() => port.close());

  async function connect(): Promise<{ socket: net.Socket; response: http.ServerResponse }> {
    const socket = net.connect(port.port, "127.0.0.1");
    socket.on("error", () => undefined).pause();
    socket.write("GET /_local/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
    while (streams.length === 0) await new Promise((later) => setTimeout(later, 5));
    return { socket, response: streams[0] as http.ServerResponse };
  }

  it("ends for a client that reads nothing, which then costs nothing more", async () => {
    const { socket, response } = await connect();
    const closed = once(response, "close");
    const long = trace("/".padEnd(100_000, "x"));
    while (!response.destroyed) {
      changes.emit("trace", long);
      assert.ok(response.writableLength < 8 * 1024 * 1024, `${response.writableLength} bytes wait`);
      await new Promise((later) => setImmediate(later));
    }
    await closed;
    assert.equal(changes.listenerCount("trace"), 0);
    const taken = snapshots;
    changes.emit("services");
    await new Promise((later) => setTimeout(later, 600));
    assert.equal(snapshots, taken);
    socket.destroy();
  });

  it("takes no snapshot while the last one is not read, and the latest one then", async () => {
    const { socket, response } = await connect();
    while (snapshots === 0) await new Promise((later) => setTimeout(later, 5));
    while (!response.writableNeedDrain) {
      changes.emit("trace", trace("/".padEnd(100_000, "x")));
      await new Promise((later) => setImmediate(later));
    }
    const taken = snapshots;
    for (let i = 0; i < 5; i++) {
      changes.emit("services");
      await new Promise((later) => setTimeout(later, 150));
    }
    assert.equal(snapshots, taken);
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk;
    });
    socket.resume();
    while (!text.includes(`"name":"${taken + 1}"`)) await new Promise((later) => setTimeout(later, 20));
    socket.destroy();
  });
});
