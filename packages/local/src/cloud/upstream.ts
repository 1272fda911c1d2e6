import type http from "node:http";
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
  /** Where requests go now: to the service itself, or to the server on this machine that stands for it. */
  url(): string;
  /** Where its answers come from, in a sentence. */
  readonly note: string;
  close(): Promise<void>;
}

/**
 * Starts a server that stands for an upstream where it cannot be reached: it answers from samples, and fails by a switch.
 *
 * @param origin Scheme and host of the service.
 * @param offline Whether it is called only on this machine.
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
  const mayBeCalled = !offline || isLoopback(origin);
  const isCalled = mayBeCalled && ((await isReachable(origin)) || samples === undefined);
  const port = await reserve();
  port.serve((request, response) => {
    if (switches.isFailing(failure)) {
      response.writeHead(503).end();
    } else if (samples) {
      answerFrom(samples, request, response);
    } else {
      request.socket.destroy();
    }
  });
  const reason = !mayBeCalled ? "is not asked" : "cannot be reached";
  const note = `${origin} ${reason}: ${samples ? "its answers come from a sample" : "its routes fail"}.`;
  return {
    origin,
    url: () => (isCalled && !switches.isFailing(failure) ? origin : port.url),
    note: isCalled ? `Some answers come from ${origin}.` : note,
    close: port.close,
  };
}

/** The config key that holds the service's URL, as a switch: `postal-api` for `contact-us:postalApiUrl`. */
function switchOf(key: string): string {
  return key.replace(/^.*:|Url$/g, "").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

const isLoopback = (origin: string) => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(origin).hostname);

async function isReachable(origin: string): Promise<boolean> {
  try {
    await fetch(origin, { method: "HEAD", redirect: "manual", signal: AbortSignal.timeout(REACHED_WITHIN_MS) });
    return true;
  } catch {
    return false;
  }
}

function answerFrom(samples: Samples, request: http.IncomingMessage, response: http.ServerResponse): void {
  // As it comes: a URL's parser would follow `..`.
  const found = samples[(request.url ?? "/").replace(/\?.*$/s, "").toLowerCase()];
  response.writeHead(found ? 200 : 404, { "content-type": "application/json" }).end(JSON.stringify(found ?? {}));
}
