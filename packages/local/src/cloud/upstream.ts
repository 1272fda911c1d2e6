import http from "node:http";
import https from "node:https";
import { pipeline } from "node:stream";
import type { Program } from "../program/resources.ts";
import { reserve } from "./serve.ts";
import type { Switches } from "./switches.ts";

const REACHED_WITHIN_MS = 2_000;

/** Bodies that a service answers 200 with, by path in lower case. */
export type Samples = Readonly<Record<string, unknown>>;

/** A third-party HTTP service that the API passes requests on to, as localhost reaches it. */
export interface Upstream {
  /** Scheme and host of the service. */
  readonly origin: string;
  /** Base URL on this machine. */
  readonly url: string;
  /** Where its answers come from, in a sentence. */
  readonly note: string;
  close(): Promise<void>;
}

/**
 * Starts a server that stands for an upstream: it passes requests on, or answers from samples without a network, and fails
 * by a switch.
 *
 * @param origin Scheme and host of the service.
 * @param offline Whether it is never called.
 */
export async function startUpstream(
  origin: string,
  { config, localhost }: Program,
  offline: boolean,
  switches: Switches,
): Promise<Upstream> {
  const key = Object.keys(config).find((name) => name.endsWith("Url") && config[name]?.startsWith(origin));
  const failure = key === undefined ? new URL(origin).hostname : switchOf(key);
  switches.add(failure, `${origin}, a third-party service`);
  const samples = key === undefined ? undefined : localhost.samples[key];
  const isCalled = !offline && ((await isReachable(origin)) || samples === undefined);
  const port = await reserve();
  port.serve((request, response) => {
    if (switches.isFailing(failure)) {
      response.writeHead(503).end();
    } else if (isCalled) {
      passOn(origin, request, response);
    } else if (samples) {
      answerFrom(samples, request, response);
    } else {
      request.socket.destroy();
    }
  });
  const reason = offline ? "is not asked" : "cannot be reached";
  const note = `${origin} ${reason}: ${samples ? "its answers come from a sample" : "its routes fail"}.`;
  return { origin, url: port.url, note: isCalled ? `Some answers come from ${origin}.` : note, close: port.close };
}

/** The config key that holds the service's URL, as a switch: `postal-api` for `contact-us:postalApiUrl`. */
function switchOf(key: string): string {
  return key.replace(/^.*:|Url$/g, "").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

async function isReachable(origin: string): Promise<boolean> {
  try {
    await fetch(origin, { method: "HEAD", redirect: "manual", signal: AbortSignal.timeout(REACHED_WITHIN_MS) });
    return true;
  } catch {
    return false;
  }
}

/**
 * Streams the request and the answer unchanged while both sides are connected.
 *
 * @param path Path and query at the service.
 */
export function passOn(
  origin: string,
  request: http.IncomingMessage,
  response: http.ServerResponse,
  path = request.url,
): void {
  const { protocol, host } = new URL(origin);
  const { connection, ...headers } = request.headers;
  const call = (protocol === "https:" ? https : http).request(origin, {
    method: request.method,
    path,
    headers: { ...headers, host },
  });
  call.once("response", (answer) => {
    const { connection: _, "keep-alive": __, ...known } = answer.headers;
    response.writeHead(answer.statusCode ?? 502, known);
    pipeline(answer, response, () => {});
  });
  // A service that cannot be reached looks like a broken connection to the client.
  call.on("error", () => request.socket.destroy());
  // Nor is there an answer after a switch of protocols, for which Node reports no error.
  call.once("upgrade", (_answer, socket) => {
    socket.destroy();
    request.socket.destroy();
  });
  response.once("close", () => call.destroy());
  request.pipe(call);
}

function answerFrom(samples: Samples, request: http.IncomingMessage, response: http.ServerResponse): void {
  // As it comes: a URL's parser would follow `..`.
  const found = samples[(request.url ?? "/").replace(/\?.*$/s, "").toLowerCase()];
  response.writeHead(found ? 200 : 404, { "content-type": "application/json" }).end(JSON.stringify(found ?? {}));
}
