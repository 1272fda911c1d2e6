// The load generator, in a process of its own that lives for all rounds, so that its own code is compiled too. Each
// message is a load to make, and is answered with what it did. Raw sockets, one buffer per request and no HTTP client: it
// must cost less than any server that it loads, a bare node:http server included.
import net from "node:net";

/** What to send. */
export interface LoadOptions {
  readonly port: number;
  readonly method: "GET" | "POST";
  readonly path: string;
  /** A JSON text, which is sent with its content type; absent for none. */
  readonly body?: string;
  /** Connections at once, each with one request under way. */
  readonly connections: number;
  readonly seconds: number;
}

/** What a load did. */
export interface LoadResult {
  /** Requests answered in time. */
  readonly requests: number;
  /** Requests answered after the time, which were under way at its end. */
  readonly late: number;
  readonly seconds: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** CPU time of this process in microseconds, user and system. */
  readonly cpu: number;
}

/** Milliseconds that an answer may take once the load is over. */
const LAST_ANSWER_MS = 20_000;

process.on("message", (options: LoadOptions) => {
  load(options).then(
    (result) => process.send?.(result),
    (error: Error) => process.send?.({ error: error.message }),
  );
});
process.on("disconnect", () => process.exit());

async function load(options: LoadOptions): Promise<LoadResult> {
  const request = requestOf(options);
  const latencies: number[] = [];
  const cpu = process.cpuUsage();
  const start = performance.now();
  const end = start + options.seconds * 1000;
  let late = 0;
  let isFailed = false;
  const connections = Array.from({ length: options.connections }, () =>
    useConnection(options.port, request, (began) => {
      const now = performance.now();
      if (now > end) late++;
      else latencies.push(now - began);
      return now < end && !isFailed;
    }),
  );
  try {
    await Promise.all(connections);
  } catch (error) {
    isFailed = true;
    await Promise.allSettled(connections);
    throw error;
  }
  const { user, system } = process.cpuUsage(cpu);
  const sorted = Float64Array.from(latencies).sort();
  const percentile = (part: number) => sorted[Math.floor(sorted.length * part)] ?? 0;
  return {
    requests: latencies.length,
    late,
    seconds: options.seconds,
    p50: percentile(0.5),
    p99: percentile(0.99),
    cpu: user + system,
  };
}

function requestOf({ port, method, path, body }: LoadOptions): Buffer {
  const head = [`${method} ${path} HTTP/1.1`, `Host: 127.0.0.1:${port}`];
  if (body !== undefined) head.push("Content-Type: application/json", `Content-Length: ${Buffer.byteLength(body)}`);
  return Buffer.from(`${head.join("\r\n")}\r\n\r\n${body ?? ""}`);
}

/**
 * Sends the request on one connection again and again, one at a time, until `answered` returns false.
 *
 * @throws Error when an answer is not a 2xx, since an error costs less to serve than what was to be measured.
 */
function useConnection(port: number, request: Buffer, answered: (began: number) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    let began = 0;
    let head = "";
    /** Bytes of the body still to come; -1 while the head comes, Infinity for a chunked body. */
    let left = -1;
    const buffer = Buffer.alloc(64 * 1024);
    const socket = net.connect({ host: "127.0.0.1", port, noDelay: true, onread: { buffer, callback: read } });
    socket.setTimeout(LAST_ANSWER_MS, () => socket.destroy(new Error(`no answer for ${LAST_ANSWER_MS} ms`)));
    socket.once("connect", send);
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("the server closed a connection")));

    function send(): void {
      began = performance.now();
      socket.write(request);
    }

    function read(bytes: number): boolean {
      let body = bytes;
      if (left === -1) {
        const known = head.length;
        head += buffer.toString("latin1", 0, bytes);
        const end = head.indexOf("\r\n\r\n");
        if (end === -1) return true;
        if (!/^HTTP\/1\.1 2/.test(head)) {
          socket.destroy(new Error(`answered ${head.slice(9, 12)}: ${head.slice(end + 4, end + 300)}`));
          return false;
        }
        body = bytes - (end + 4 - known);
        left = bodyLength(head.slice(0, end));
        head = "";
      }
      // No request is sent before the last answer is whole, so that what ends a chunked body ends the bytes that came.
      const isWhole =
        left === Infinity ? buffer.toString("latin1", Math.max(0, bytes - 5), bytes) === "0\r\n\r\n" : left <= body;
      if (isWhole) {
        left = -1;
        if (answered(began)) send();
        else {
          socket.removeAllListeners("close").destroy();
          resolve();
        }
      } else if (left !== Infinity) left -= body;
      return true;
    }
  });
}

function bodyLength(head: string): number {
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length !== undefined) return Number(length);
  return /\r\ntransfer-encoding: *chunked/i.test(head) ? Infinity : 0;
}
