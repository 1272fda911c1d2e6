import type { RawRequest } from "./exchange.ts";
import { answerInProcess } from "./in-process.ts";
import type { RecordedStack } from "./stack.ts";

/** Bytes of bodies: 64 KiB, 1 MiB, just under Lambda's limit of an event, and just under API Gateway's of 10 MB. */
const SIZES = [64 * 1024, 1024 * 1024, 5_900_000, 9_800_000];

const repeat = (piece: string) => (bytes: number) => piece.repeat(Math.floor(bytes / Buffer.byteLength(piece)));
const list = (item: string) => (bytes: number) => `[${repeat(`${item},`)(bytes - 10 - item.length)}${item}]`;
const CONTACT =
  '"name":"Ada","email":"ada@example.com","topic":"sales","visitor":"a","type":"a","page":"/","subject":"a","message":"m"';
const inText = (piece: string) => (bytes: number) => `{${CONTACT},"message":"${repeat(piece)(bytes - 300)}"}`;
const among = (members: (bytes: number) => string) => (bytes: number) => `{${CONTACT}${members(bytes - 300)}}`;

/** Bodies by what is much in them. Each is made to cost as much as it can where it is read, checked, escaped or written again. */
const BODIES: Readonly<Record<string, (bytes: number) => string>> = {
  "white space before": (bytes) => `${" ".repeat(bytes - 300)}{${CONTACT}}`,
  "white space between": among((bytes) => `,"page":${"\n".repeat(bytes)}"a"`),
  "one name over and over": among(repeat(',"a":0')),
  "a field over and over": among(repeat(',"message":"m"')),
  "a name written with escapes": among(repeat(',"\\u006d\\u0065ssage":"m"')),
  "unknown names": among((bytes) => {
    let text = "";
    for (let at = 0; text.length < bytes; at++) text += `,"${at.toString(36)}":0`;
    return text;
  }),
  "depth of lists": (bytes) => repeat("[")(bytes / 2) + repeat("]")(bytes / 2),
  "depth of objects": (bytes) => `${repeat('{"":')((bytes * 4) / 5)}0${repeat("}")(bytes / 5)}`,
  "depth inside a field": among((bytes) => `,"page":${repeat("[")(bytes / 2)}${repeat("]")(bytes / 2)}`),
  "empty lists": list("[]"),
  "empty objects": list("{}"),
  "small numbers": list("1"),
  "numbers of many digits": list("1.7976931348623157e308"),
  "a number without end": (bytes) => `{${CONTACT},"page":${"7".repeat(bytes - 300)}}`,
  "an exponent without end": (bytes) => `{${CONTACT},"page":1e${"9".repeat(bytes - 300)}}`,
  "short texts": list('""'),
  "a long text": inText("x"),
  "a text of escapes": inText("\\u0061"),
  "a text of short escapes": inText("\\n"),
  "a text of surrogate pairs": inText("\\ud83d\\ude00"),
  "a text of halves of pairs": inText("\\ud83d"),
  "a text of three-byte characters": inText("\u20ac"),
  "a text for XML to escape": inText("&<>"),
  "an address that almost fits": (bytes) =>
    `{"name":"a","topic":"sales","message":"m","email":"a@${".".repeat(bytes - 300)} "}`,
  "a number of a phone that almost fits": (bytes) => `{${CONTACT},"phone":"${"0".repeat(bytes - 300)}x"}`,
  "no JSON": repeat("x"),
  "a text without end": (bytes) => `{"message":"${"x".repeat(bytes - 300)}`,
};

const ROUTES: readonly (readonly [method: string, target: string])[] = [
  ["POST", "/contact"],
  ["POST", "/contact/lambda"],
  ["POST", "/contact/legacy"],
  ["POST", "/events"],
  ["POST", "/announcements"],
  ["PUT", "/visitors/ada"],
  ["PUT", "/attachments/a"],
  ["POST", "/support/hours"],
];

/** Requests whose head is what costs, as long as Node lets one be. */
const HEADS: Readonly<Record<string, Omit<RawRequest, "kind" | "body">>> = {
  "query parameters": { method: "GET", target: `/topics?${"a&".repeat(7_500)}`, headers: [] },
  "query parameters to decode": { method: "GET", target: `/topics?${"%41=%41&".repeat(1_900)}`, headers: [] },
  "path segments": { method: "GET", target: `/support${"/a".repeat(7_500)}`, headers: [] },
  "percent-encodings for the template": { method: "GET", target: `/visitors/${"%25".repeat(5_000)}`, headers: [] },
  "percent signs for the template": { method: "GET", target: `/visitors/${"%".repeat(15_000)}`, headers: [] },
  headers: { method: "GET", target: "/support/a", headers: Array.from({ length: 1_900 }, (_, at) => `a${at}: 1`) },
  "one header over and over": {
    method: "GET",
    target: "/support/a",
    headers: Array.from({ length: 1_900 }, () => "a: 1"),
  },
  "media types": { method: "POST", target: "/contact", headers: [`Content-Type: ${"a/b;c=d,".repeat(1_900)}`] },
  "accepted types": { method: "GET", target: "/topics", headers: [`Accept: ${"a/b;q=0.1,".repeat(1_500)}`] },
};

/** What a request costs. */
export interface Cost {
  readonly ms: number;
  readonly bytes: number;
  /** Route, and what is much in the request. */
  readonly what: string;
  readonly status: number;
}

/** How many of the dearest of each size are measured again. */
const AGAIN = 10;

/**
 * Measures the CPU time of requests that are made to cost as much as they can, by their bodies' size, the dearest first. What is more
 * than the least of three measures is the garbage collector's or the compiler's.
 */
export async function measureDearest(stack: RecordedStack): Promise<Cost[][]> {
  const found: Cost[][] = [await measureAll(stack, Object.entries(HEADS).map(headRequest))];
  for (const size of SIZES) {
    const requests = Object.keys(BODIES).flatMap((name) => ROUTES.map((route) => bodyRequest(name, route, size)));
    found.push(await measureAll(stack, requests));
  }
  return found;
}

/** A request that is made when it is needed: all together would fill the memory. */
type Made = { readonly what: string; readonly make: () => RawRequest };

function headRequest([name, head]: [string, (typeof HEADS)[string]]): Made {
  const what = `${head.method} ${head.target.slice(0, 12)}: ${name}`;
  return { what, make: () => ({ ...head, kind: what, body: Buffer.alloc(0) }) };
}

function bodyRequest(name: string, [method, target]: (typeof ROUTES)[number], size: number): Made {
  const what = `${method} ${target}: ${name}`;
  const headers = ["Content-Type: application/json"];
  return { what, make: () => ({ kind: what, method, target, headers, body: Buffer.from(BODIES[name]?.(size) ?? "") }) };
}

async function measureAll(stack: RecordedStack, requests: readonly Made[]): Promise<Cost[]> {
  const costs: (Cost & Made)[] = [];
  for (const { what, make } of requests) costs.push({ what, make, ...(await measure(stack, make())) });
  const byCost = (a: Cost, b: Cost) => b.ms - a.ms;
  const dearest = costs.sort(byCost).slice(0, AGAIN);
  for (const [at, cost] of dearest.entries()) {
    const again = [await measure(stack, cost.make()), await measure(stack, cost.make())];
    costs[at] = { ...cost, ms: Math.min(cost.ms, ...again.map(({ ms }) => ms)) };
  }
  return costs.sort(byCost);
}

async function measure(stack: RecordedStack, request: RawRequest): Promise<Omit<Cost, "what">> {
  const { response, ms } = await answerInProcess(stack, request);
  return { ms, status: response.status, bytes: request.body.length };
}
