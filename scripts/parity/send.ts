import http from "node:http";
import https from "node:https";
import { signedHeaders } from "../../packages/gateway/src/integrations/sigv4.ts";
import { parseAddress } from "../../packages/gateway/src/integrations/uri.ts";
import type { DeployedApi } from "../../packages/local/src/deployed-api.ts";
import type { ParityRequest } from "./requests.ts";

/** What came back. */
export interface Answer {
  /** 0 where nothing came back: `body` says why. */
  readonly status: number;
  /** By name in lower case; repeated ones joined with commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** API Gateway answers within 29 s; after a little more, no response will come. */
const TIMEOUT_MS = 35_000;
/** Characters from which a body waits for a refusal, and how long. */
const LONG_BODY = 1024 * 1024;
const UNLESS_REFUSED_MS = 1_000;
const WRONG_KEY = "not-the-key-but-as-long-as-one-is";

/**
 * Sends a request exactly as it is, with no header that it does not say beside those that HTTP and the signature need. Never
 * throws: a connection that breaks is an answer too.
 *
 * @param sign Whether a request that wants a signature gets one, of the environment's credentials.
 */
export async function send(api: DeployedApi, request: ParityRequest, sign: boolean): Promise<Answer> {
  const { first } = request;
  if (first) {
    await exchange(api, { ...request, ...first, headers: { "content-type": "application/json" } }, sign);
  }
  return exchange(api, request, sign);
}

function exchange(api: DeployedApi, request: ParityRequest, sign: boolean): Promise<Answer> {
  const { method, path, body = "", key } = request;
  const address = parseAddress(api.url + path);
  const headers = Object.entries(request.headers).flat();
  if (key) {
    headers.push("x-api-key", key === "own" ? api.apiKey : WRONG_KEY);
  }
  if (sign && request.signed) {
    const region = /\.execute-api\.([a-z0-9-]+)\./.exec(address.host)?.[1] ?? process.env.AWS_REGION ?? "us-east-1";
    headers.push(...signedHeaders({ service: "execute-api", region, method, address, headers, body }));
  }
  if (request.body !== undefined) {
    headers.push("content-length", String(Buffer.byteLength(body)));
  }
  return new Promise((resolve) => {
    const call = (address.secure ? https : http).request({
      method,
      hostname: address.hostname,
      port: address.port,
      path: address.path,
      headers: ["host", address.host, ...headers],
      // A connection of its own: a refusal of a long body closes it.
      agent: false,
      timeout: TIMEOUT_MS,
    });
    let answered = false;
    call.once("response", async (response) => {
      answered = true;
      const chunks: Buffer[] = [];
      try {
        for await (const chunk of response) chunks.push(chunk);
      } catch {
        // What came until then is the answer.
      }
      call.destroy();
      const { statusCode = 0, rawHeaders } = response;
      resolve({ status: statusCode, headers: joined(rawHeaders), body: Buffer.concat(chunks).toString() });
    });
    call.once("timeout", () => call.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)));
    call.on("error", (error: NodeJS.ErrnoException) => {
      if (!answered) resolve({ status: 0, headers: {}, body: `No response: ${error.code ?? error.message}` });
    });
    if (body.length < LONG_BODY) {
      call.end(body);
    } else {
      // A server may refuse it by its length and close: bytes on their way then break the connection before its answer is read.
      call.flushHeaders();
      const rest = setTimeout(() => call.end(body), UNLESS_REFUSED_MS);
      call.once("response", () => clearTimeout(rest));
    }
  });
}

function joined(raw: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let index = 0; index < raw.length; index += 2) {
    const name = (raw[index] ?? "").toLowerCase();
    const value = raw[index + 1] ?? "";
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  return headers;
}
