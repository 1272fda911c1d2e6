import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import type { RawRequest, Response } from "./exchange.ts";
import type { Call } from "./recorder.ts";
import type { RecordedStack } from "./stack.ts";

/** What a stack in this process did with a request. */
export interface Answered {
  readonly response: Response;
  /** What its backends got. */
  readonly calls: readonly Call[];
  /** CPU time of this process in milliseconds. */
  readonly ms: number;
}

/** Has a stack in this process answer a request without a socket, and measures what that costs. */
export async function answerInProcess(stack: RecordedStack, request: RawRequest): Promise<Answered> {
  stack.recorder.take();
  const before = process.cpuUsage();
  const response = await answer(stack, request);
  const { user, system } = process.cpuUsage(before);
  return { response, calls: stack.recorder.take(), ms: (user + system) / 1000 };
}

/** Header lines and target are taken as Node's parser takes them. */
function answer({ gateway, base, apiKey }: RecordedStack, request: RawRequest): Promise<Response> {
  const { method, target, headers, body } = request;
  const sent = ["Host: api.example.com", `X-Api-Key: ${apiKey}`, ...headers, `Content-Length: ${body.length}`];
  const req = Object.assign(Readable.from(body.length > 0 ? [body] : []), {
    method,
    url: `${base}${target}`,
    httpVersion: "1.1",
    rawHeaders: sent.flatMap((line) => [
      line.slice(0, line.indexOf(":")),
      // Node gives one character a byte.
      Buffer.from(line.slice(line.indexOf(":") + 1).replace(/^[\t ]+|[\t ]+$/g, "")).toString("latin1"),
    ]),
    socket: { remoteAddress: "127.0.0.1", localPort: 3000 },
    complete: true,
  });
  return new Promise((resolve, reject) => {
    let status = 0;
    let raw: string[] = [];
    const res = {
      destroyed: false,
      shouldKeepAlive: true,
      on: () => res,
      writeHead(code: number, lines: string[]) {
        status = code;
        raw = lines;
      },
      end: (content: string | Buffer = "") =>
        resolve({
          status,
          headers: raw.map((one, at) => (at % 2 === 0 ? one.toLowerCase() : one)),
          body: content.toString(),
        }),
      destroy: () => reject(new Error("the gateway ended the connection without a response")),
    };
    gateway.handle(req as unknown as IncomingMessage, res as unknown as ServerResponse);
  });
}
