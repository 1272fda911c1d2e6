import { isDeepStrictEqual } from "node:util";
import { headerNames, headerOf, type RawRequest, type Response } from "./exchange.ts";
import type { Call } from "./recorder.ts";

/** Headers that API Gateway or the SDK puts into a call to any service. */
const SERVICE_HEADERS = new Set(
  (
    "host content-type content-length connection accept user-agent authorization x-amzn-trace-id x-amz-date x-amz-target " +
    "x-amz-content-sha256 x-amzn-query-mode x-amz-user-agent amz-sdk-invocation-id amz-sdk-request if-none-match"
  ).split(" "),
);

/** Headers that API Gateway puts into a request to an HTTP endpoint. */
const HTTP_HEADERS = new Set(
  "host content-type content-length transfer-encoding connection accept accept-language user-agent x-amzn-trace-id x-amzn-apigateway-api-id".split(
    " ",
  ),
);

/**
 * What is wrong with what the backends got for a request, in a sentence; undefined where nothing is: a request that was accepted
 * has reached one backend once, with the client's values word for word in their places and nothing else of the client's; one
 * that was refused has reached none.
 */
export function faultInCalls(
  request: RawRequest,
  { status, body }: Response,
  calls: readonly Call[],
): string | undefined {
  if (calls.length > 1) return `${calls.length} calls to backends`;
  const [call] = calls;
  if (call === undefined)
    return status >= 200 && status < 300 && needsCall(request) ? "no call to a backend" : undefined;
  if (status >= 300 && status < 500 && call.backend !== "dynamodb") return `${status}, and a call to ${call.backend}`;
  try {
    return faultInHeaders(request, call) ?? CHECKS[call.backend](request, call, body);
  } catch (error) {
    return `a call to ${call.backend} that cannot be read (${(error as Error).message}): ${call.body.toString().slice(0, 400)}`;
  }
}

const needsCall = ({ kind }: RawRequest) => !/^(GET \/topics|OPTIONS)/.test(kind);

/** Names of a call's headers that neither API Gateway nor, where requests are passed on, the client's request has. */
function faultInHeaders({ headers: lines }: RawRequest, { backend, headers }: Call): string | undefined {
  const names = headerNames(headers);
  const own = lines.map((line) => line.slice(0, line.indexOf(":")).toLowerCase());
  const known = backend === "postal" || backend === "desk" ? HTTP_HEADERS : SERVICE_HEADERS;
  const passedOn = backend === "desk" ? new Set([...own, "x-api-key"]) : new Set<string>();
  const gained = names.filter((name) => !known.has(name) && !passedOn.has(name));
  if (gained.length > 0) return `headers gained by ${backend}: ${gained.join(", ")}`;
  // A proxy passes on what the client sends more than once.
  const twice = names.filter((name, at) => names.indexOf(name) !== at && !own.includes(name));
  return twice.length > 0 ? `headers twice: ${twice.join(", ")}` : undefined;
}

/** What must be true of a call to each backend. */
const CHECKS: Readonly<
  Record<Call["backend"], (request: RawRequest, call: Call, answer: string) => string | undefined>
> = {
  sqs(request, { url, headers, body }) {
    const sent = JSON.parse(request.body.toString());
    if (!headers.includes("x-amz-target")) {
      const form = readForm(body);
      return (
        unlike("path", url, "/000000000000/submissions-queue") ??
        unlike("names", Object.keys(form), [
          ...["Action", "MessageBody", "MessageAttribute.1.Name", "MessageAttribute.1.Value.DataType"],
          "MessageAttribute.1.Value.StringValue",
        ]) ??
        unlike("action", form.Action, "SendMessage") ??
        unlike("attribute", form["MessageAttribute.1.Name"], "SubmissionId") ??
        unlike("message", form.MessageBody, request.body.toString())
      );
    }
    const { QueueUrl, MessageBody, MessageAttributes, ...others } = JSON.parse(body.toString());
    return (
      unlike("names", others, {}) ??
      unlike("queue", new URL(QueueUrl).pathname, "/000000000000/submissions-queue") ??
      unlike("attributes", Object.keys(MessageAttributes), ["SubmissionId"]) ??
      unlike("message", JSON.parse(MessageBody), pick(sent, ["name", "email", "topic", "message", "phone"]))
    );
  },
  sns(request, { url, body }) {
    const { Action, TopicArn, Subject, Message, ...others } = readForm(body);
    const { subject, message } = JSON.parse(request.body.toString());
    return (
      unlike("names", others, {}) ??
      unlike("path", url, "/") ??
      unlike("action", Action, "Publish") ??
      unlike("topic", TopicArn, "arn:aws:sns:us-east-1:000000000000:announcements-topic") ??
      unlike("announcement", [Subject, Message], [subject, message])
    );
  },
  dynamodb(request, { url, body }, answer) {
    const { TableName, Key, Item, ...others } = JSON.parse(body.toString());
    const { user_id, expires_at, page, ...attributes } = Key ?? Item;
    const id = user_id.S;
    // Empty, which DynamoDB refuses, where the path has no text.
    const fault =
      unlike("names", [others, attributes], [{}, {}]) ??
      unlike("path", url, "/") ??
      unlike("table", TableName, "visitors") ??
      (id === "" ? undefined : unlike("key", id, decodeURIComponent(lastSegment(request))));
    if (fault !== undefined || id === "") return fault;
    if (Key) return unlike("answer", JSON.parse(answer), { user_id: id, page: id });
    const sent = request.body.length > 0 ? JSON.parse(request.body.toString()) : {};
    return (
      unlike("page", page?.S, sent.page) ??
      unlike("types", [Object.keys(user_id), Object.keys(expires_at)], [["S"], ["N"]]) ??
      unlike("answer", JSON.parse(answer), { user_id: id })
    );
  },
  kinesis(request, { url, body }) {
    const { StreamName, Data, PartitionKey, ...others } = JSON.parse(body.toString());
    const sent = JSON.parse(request.body.toString());
    return (
      unlike("names", others, {}) ??
      unlike("path", url, "/") ??
      unlike("stream", StreamName, "events-stream") ??
      unlike("record", JSON.parse(Buffer.from(Data, "base64").toString()), sent) ??
      unlike("partition key", PartitionKey, sent.visitor)
    );
  },
  s3: (request, { method, url, body }) =>
    unlike("method", method, "PUT") ??
    unlike("key", url, `/attachments-bucket/attachments/${onTheWire(lastSegment(request))}`) ??
    faultInBytes(request, body),
  postal: (request, { method, url, headers }) =>
    unlike("method", method, "GET") ??
    unlike("host", headerOf(headers, "host"), "api.zippopotam.us") ??
    unlike("path", url, onTheWire(pathOf(request).slice("/postal-codes".length).replace(/\/+$/, ""))),
  desk: (request, { method, url, headers, body }) =>
    unlike("host", headerOf(headers, "host"), "internal-support-desk-lb-1.us-east-1.elb.amazonaws.com") ??
    unlike("path", url.replace(/\?.*$/s, ""), onTheWire(`/dev${pathOf(request).replace(/\/+$/, "")}`)) ??
    (method === "POST" ? faultInBytes(request, body) : undefined),
};

/**
 * A body comes as it is, but for bytes of a text that are not UTF-8: API Gateway passes on U+FFFD in their place. Of a repeated
 * Content-Type the last one says which it is, as of any header that is mapped.
 */
function faultInBytes({ headers, body }: RawRequest, got: Buffer): string | undefined {
  const type = headers.flatMap((line) => /^content-type: *([^;]*)/i.exec(line)?.[1] ?? []).at(-1) ?? "";
  const isBinary = /^(application\/pdf|image\/(jpeg|png))$/i.test(type.trim());
  return unlike("bytes", got.toString("hex"), (isBinary ? body : Buffer.from(body.toString())).toString("hex"));
}

function unlike(what: string, got: unknown, expected: unknown): string | undefined {
  if (isDeepStrictEqual(got, expected)) return undefined;
  return `${what}: ${JSON.stringify(got)?.slice(0, 400)} instead of ${JSON.stringify(expected)?.slice(0, 400)}`;
}

/** The values of a form by name. @throws Error for a name that is there twice. */
function readForm(body: Buffer): Record<string, string> {
  const pairs = [...new URLSearchParams(body.toString())];
  const form: Record<string, string> = Object.fromEntries(pairs);
  if (Object.keys(form).length !== pairs.length) throw new Error("a parameter twice");
  return form;
}

function pick(source: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => source[name] !== undefined).map((name) => [name, source[name]]));
}

const pathOf = ({ target }: RawRequest) => target.replace(/\?.*$/s, "");
const lastSegment = (request: RawRequest) => pathOf(request).split("/").filter(Boolean).slice(1).join("/");

/** A path as it is sent on: characters that HTTP does not allow there are percent-encoded. */
const onTheWire = (path: string) =>
  path.replace(/[^\x21-\x7e]+|#/g, (text) => encodeURIComponent(Buffer.from(text).toString()));
