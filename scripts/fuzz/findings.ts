import fc from "fast-check";
import { headerNames, isHttp, type RawRequest, type Response } from "./exchange.ts";
import { wireBytes } from "./send.ts";

/** Milliseconds that a failing input is shrunk for. */
const SHRINK_MS = 20_000;

/** Problems that are shrunk: the next ones are often the same. */
const MAX_SHRUNK = 3;

/** What a run found. */
export interface Findings {
  /** Responses by kind of request and status. */
  readonly answers: Map<string, number>;
  /** What must not be, a sentence with its request each. */
  readonly problems: string[];
  /** CPU time of the request that took the most, where it was measured. */
  costliest?: { readonly ms: number; readonly request: RawRequest };
}

/** Nothing found yet. */
export function noFindings(): Findings {
  return { answers: new Map(), problems: [] };
}

/** Counts a response. */
export function count({ answers }: Findings, { kind }: RawRequest, status: number): void {
  const key = `${kind} ${status}`;
  answers.set(key, (answers.get(key) ?? 0) + 1);
}

/** Headers that responses may have; another one would be the client's work. */
const KNOWN_HEADERS = new Set(
  (
    "access-control-allow-headers access-control-allow-methods access-control-allow-origin access-control-max-age allow " +
    "connection content-length content-type date etag keep-alive retry-after transfer-encoding vary " +
    "x-amz-apigw-id x-amzn-errortype x-amzn-requestid x-amzn-trace-id x-content-type-options " +
    "cache-control content-security-policy cross-origin-resource-policy referrer-policy"
  ).split(" "),
);

/** Names by which headers of the backend come back. */
const REMAPPED = /^x-amzn-remapped-/;

/** What is wrong with a response whatever its request was: a 5xx, or a header that the client put there. */
export function faultInResponse({ target }: RawRequest, { status, headers, body }: Response): string | undefined {
  // A client may ask for these, by `simulate`.
  const isAskedFor = target.startsWith("/topics?") && /simulate=50[03]/.test(target);
  // Node answers 505 to a version of HTTP that it does not have, and 501 stands for a method likewise.
  if (status >= 500 && status !== 505 && !isAskedFor) return `${status} ${body.slice(0, 200)}`;
  const gained = headerNames(headers).filter((name) => !KNOWN_HEADERS.has(name) && !REMAPPED.test(name));
  return gained.length > 0 ? `headers ${gained.join(", ")}` : undefined;
}

/**
 * Notes a problem with the smallest request that still has one.
 *
 * @param at How {@link fc.sample} came to the request.
 * @param faultOf What is wrong with a request; it is sent again for that.
 */
export async function report(
  { problems }: Findings,
  what: string,
  request: RawRequest,
  at: { readonly arbitrary: fc.Arbitrary<RawRequest>; readonly seed: number; readonly index: number },
  faultOf: (request: RawRequest) => Promise<string | undefined>,
): Promise<void> {
  let [smallest, fault] = [request, what];
  if (problems.length < MAX_SHRUNK) {
    const property = fc.asyncProperty(at.arbitrary, async (one) => {
      const found = await faultOf(one);
      if (found === undefined) return true;
      [smallest, fault] = [one, found];
      return false;
    });
    const options = { seed: at.seed, path: String(at.index), numRuns: 1, interruptAfterTimeLimit: SHRINK_MS };
    const { counterexample } = await fc.check(property, options);
    smallest = counterexample?.[0] ?? request;
  }
  problems.push(`${fault}\n  ${asCommand(smallest)}\n  seed ${at.seed}, index ${at.index}`);
}

/** A command that sends a request to npm start: curl, or the bytes where curl would not send them. */
export function asCommand(request: RawRequest): string {
  const { method, target, headers, body } = request;
  const text = body.toString();
  const isPlain = isHttp(request) && /^[\x20-\x7e]*$/.test(`${target}${headers.join("")}${text}`);
  if (!isPlain) {
    const bytes = wireBytes({ url: "http://localhost:3000/dev", apiKey: "KEY" }, request);
    return `echo ${bytes.toString("hex")} | xxd -r -p | nc localhost 3000`;
  }
  const quoted = (value: string) => `'${value.replaceAll("'", `'\\''`)}'`;
  const parts = [
    `curl -i --path-as-is -g -X ${method} ${quoted(`http://localhost:3000/dev${target}`)}`,
    "-H 'x-api-key: KEY'",
    ...headers.map((line) => `-H ${quoted(/:\s*$/.test(line) ? line.replace(/:\s*$/, ";") : line)}`),
    ...(text === "" ? [] : [`--data-binary ${quoted(text)}`]),
  ];
  return parts.join(" ");
}
