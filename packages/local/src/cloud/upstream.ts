import type http from "node:http";
import { serve } from "./serve.ts";
import type { Switches } from "./switches.ts";

const REACHED_WITHIN_MS = 2_000;

/** An HTTP service of somebody else that the program passes requests on to, as localhost reaches it. */
export interface Upstream {
  /** Base URL on this machine. */
  readonly url: string;
  /** Whether answers come from the bundled sample and not from the service itself. */
  readonly sample: boolean;
  close(): Promise<void>;
}

/**
 * Starts the way to an upstream: requests are passed on, or answered from a sample when there is no network, and a
 * switch can make them fail.
 *
 * @param origin Scheme and host of the service.
 * @param offline Whether not to try to reach it.
 * @param failure The switch's name.
 */
export async function startUpstream(
  origin: string,
  offline: boolean,
  switches: Switches,
  failure: string,
): Promise<Upstream> {
  const sample = offline || !(await isReachable(origin));
  const served = await serve((request, response) => {
    if (switches.isFailing(failure)) {
      response.writeHead(503).end();
    } else if (sample) {
      answerFromSample(request, response);
    } else {
      void passOn(origin, request, response);
    }
  });
  return { url: served.url, sample, close: served.close };
}

async function isReachable(origin: string): Promise<boolean> {
  try {
    await fetch(origin, { method: "HEAD", redirect: "manual", signal: AbortSignal.timeout(REACHED_WITHIN_MS) });
    return true;
  } catch {
    return false;
  }
}

async function passOn(origin: string, request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const { host, connection, "transfer-encoding": encoding, ...headers } = request.headers;
  try {
    const hasBody = request.method !== "GET" && request.method !== "HEAD";
    const answer = await fetch(new URL(`${origin}${request.url}`), {
      method: request.method,
      headers: headers as Record<string, string>,
      redirect: "manual",
      ...(hasBody && { body: request as unknown as ReadableStream, duplex: "half" }),
    });
    const body = Buffer.from(await answer.arrayBuffer());
    // fetch has unpacked the body.
    const known = [...answer.headers].filter(([name]) => !/^(content-(encoding|length)|transfer-encoding)$/.test(name));
    response.writeHead(answer.status, Object.fromEntries(known)).end(body);
  } catch {
    // What a client sees of a service that is not there: a connection that breaks.
    request.socket.destroy();
  }
}

function answerFromSample(request: http.IncomingMessage, response: http.ServerResponse): void {
  const path = decodeURIComponent(new URL(`http://localhost${request.url}`).pathname).toLowerCase();
  const found = SAMPLE[path];
  response.writeHead(found ? 200 : 404, { "content-type": "application/json" }).end(JSON.stringify(found ?? {}));
}

function places(
  country: string,
  abbreviation: string,
  code: string,
  ...found: [string, string, string, string, string][]
) {
  return {
    "post code": code,
    country,
    "country abbreviation": abbreviation,
    places: found.map(([name, longitude, state, stateCode, latitude]) => ({
      "place name": name,
      longitude,
      state,
      "state abbreviation": stateCode,
      latitude,
    })),
  };
}

/** A few answers in the form of https://api.zippopotam.us, by path. */
const SAMPLE: Record<string, object> = {
  "/us/90210": places("United States", "US", "90210", ["Beverly Hills", "-118.4065", "California", "CA", "34.0901"]),
  "/us/10001": places("United States", "US", "10001", ["New York", "-73.9967", "New York", "NY", "40.7484"]),
  "/us/98109": places("United States", "US", "98109", ["Seattle", "-122.3445", "Washington", "WA", "47.6339"]),
  "/de/10115": places("Germany", "DE", "10115", ["Berlin", "13.3846", "Berlin", "BE", "52.5323"]),
  "/ch/8001": places("Switzerland", "CH", "8001", ["Zürich", "8.5419", "Kanton Zürich", "ZH", "47.3721"]),
  "/fr/75001": places("France", "FR", "75001", ["Paris 01", "2.3417", "Île-de-France", "A8", "48.8592"]),
  "/gb/sw1a": places("Great Britain", "GB", "SW1A", ["Whitehall", "-0.1277", "England", "ENG", "51.5045"]),
};
