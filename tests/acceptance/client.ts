import { setTimeout as sleep } from "node:timers/promises";
import { signedHeaders } from "../../packages/gateway/src/integrations/sigv4.ts";
import { parseAddress } from "../../packages/gateway/src/integrations/uri.ts";

/** A response, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined when it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: compared with what the test expects
  readonly json: any;
}

/** Calls an API; an object as body is sent as JSON. */
export async function call(
  url: string,
  method = "GET",
  body?: string | object,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const text = typeof body === "object" ? JSON.stringify(body) : body;
  const type: Record<string, string> = text === undefined ? {} : { "content-type": "application/json" };
  const response = await fetch(url, { method, headers: { ...type, ...headers }, body: text });
  const answer = await response.text();
  return { status: response.status, headers: response.headers, text: answer, json: parse(answer) };
}

/**
 * Headers that sign a call to a route with IAM authorization, with the credentials of the environment. Localhost takes the
 * dummy ones that stand in where it has none.
 *
 * @param body As `call` is given it.
 */
export function signatureOf(url: string, method: string, body: string | object = ""): Record<string, string> {
  const region = /\.execute-api\.([a-z0-9-]+)\./.exec(url)?.[1] ?? process.env.AWS_REGION ?? "us-east-1";
  const text = typeof body === "object" ? JSON.stringify(body) : body;
  const signable = { service: "execute-api", region, method, address: parseAddress(url), headers: [], body: text };
  const added = signedHeaders(signable);
  return Object.fromEntries(added.flatMap((name, index) => (index % 2 === 0 ? [[name, added[index + 1] ?? ""]] : [])));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Looks until `found` gives something, for four minutes at most: enough on a busy machine, and less than mocha's timeout. */
export async function eventually<T>(found: () => Promise<T | undefined | false>): Promise<T> {
  const deadline = Date.now() + 240_000;
  while (Date.now() < deadline) {
    const value = await found();
    if (value) {
      return value;
    }
    await sleep(100);
  }
  throw new Error("What was waited for did not happen.");
}

/** A contact that the model allows. */
export const contact = { name: "Ada", email: "ada@example.com", topic: "support", message: "Good day" };

/** Text that breaks out of whatever does not escape it. */
export const hostile = `a&Action=DeleteQueue&x=%26"'<>\\ \u00e9 😀 $input.body #set($a=1) \${x}`;
