import { setTimeout as sleep } from "node:timers/promises";

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

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Looks until `found` gives something, for a minute at most. */
export async function eventually<T>(found: () => Promise<T | undefined | false>): Promise<T> {
  const deadline = Date.now() + 60_000;
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
