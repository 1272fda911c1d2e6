import type { IncomingHttpHeaders } from "node:http";
import type { Fauxqs } from "./fauxqs.ts";
import type { ServiceAnswer, ServiceHandler } from "./service.ts";

/** fauxqs would parse the bodies of some types, so it gets each as bytes, and the type as metadata. */
const STORED_TYPE = "x-amz-meta-localhost-content-type";

/**
 * Creates S3 as its clients know it, over fauxqs, by paths that begin with the bucket: adds `If-None-Match: *` for a `PUT`, and
 * the names of headers as S3 writes them, which API Gateway's parameter mappings tell apart. There are no versions, and nothing
 * expires.
 *
 * @param onChange Called after a request that may have changed an object.
 */
export function createS3Front(fauxqs: Fauxqs, onChange: () => void): ServiceHandler {
  const answer: ServiceHandler = async ({ method, url, headers, body }) => {
    if (!/^\/[a-z0-9]|^\/$/.test(url) || hasDots(url) || (url === "/" && method !== "GET")) {
      return error(400, "InvalidURI", "Invalid URI.");
    }
    if (method === "PUT" && headers["if-none-match"] === "*") {
      const { status } = await fauxqs.s3({ method: "HEAD", url });
      if (status === 200) {
        return error(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
      }
    }
    const done = await fauxqs.s3({ method, url, headers: sentHeaders(headers), body });
    if (method !== "GET" && method !== "HEAD") {
      onChange();
    }
    return { status: done.status, headers: receivedHeaders(done.headers), body: done.body };
  };
  const inTurn = createTurns();
  // Between a condition and what depends on it, no other request may change the object.
  return (request) => {
    const [path = ""] = request.url.split("?");
    return request.method === "GET" || request.method === "HEAD"
      ? answer(request)
      : inTurn(path, () => answer(request));
  };
}

/** Runs what has the same key one after the other. */
function createTurns(): <T>(key: string, run: () => T | Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return async (key, run) => {
    const before = last.get(key);
    const turn = (async () => {
      await before?.catch(() => undefined);
      return run();
    })();
    last.set(key, turn);
    try {
      return await turn;
    } finally {
      if (last.get(key) === turn) last.delete(key);
    }
  };
}

/** A path part `..` leads to no other object in S3; a URL's parser would follow it. */
function hasDots(url: string): boolean {
  return url
    .replace(/\?.*$/s, "")
    .split("/")
    .some((part) => /^(\.|%2e){1,2}$/i.test(part));
}

function sentHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const { host, connection, "content-length": length, "content-type": type, ...others } = headers;
  const texts = Object.entries(others).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return {
    ...Object.fromEntries(texts),
    "content-type": "application/octet-stream",
    [STORED_TYPE]: type ?? "binary/octet-stream",
  };
}

function receivedHeaders({ [STORED_TYPE]: type, ...headers }: Record<string, string>): Record<string, string> {
  const shown = type === undefined ? headers : { ...headers, "content-type": type };
  return Object.fromEntries(Object.entries(shown).map(([name, value]) => [headerName(name), value]));
}

function headerName(name: string): string {
  if (name.startsWith("x-amz-")) {
    return name;
  }
  return name === "etag" ? "ETag" : name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}

function error(status: number, code: string, message: string): ServiceAnswer {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return { status, headers: { "Content-Type": "application/xml" }, body };
}
