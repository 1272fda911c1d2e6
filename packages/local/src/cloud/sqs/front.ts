import { ACCOUNT, nameOf, REGION } from "../../program/aws.ts";
import type { Json } from "../../program/resources.ts";
import type { Fauxqs } from "../fauxqs.ts";
import { type Listener, readBody } from "../serve.ts";
import { queryError, queryResult, queryToJson } from "./query.ts";
import { decodeText, encodeText, md5 } from "./text.ts";

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly result: Json;
}

/**
 * Creates SQS as its clients know it, over fauxqs, which speaks only the JSON protocol: adds the query protocol (a form posted
 * to the queue's own path, which is how API Gateway sends), queue URLs that lead here, and characters beyond the basic
 * plane. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests.html
 *
 * @param onChange Called after an action that may have changed a queue.
 */
export function createSqsFront(fauxqs: Fauxqs, onChange: () => void): Listener {
  return async (request, response) => {
    const url = new URL(`http://localhost${request.url}`);
    const base = `http://${request.headers.host}`;
    const body = (await readBody(request)).toString();
    const target = request.headers["x-amz-target"];
    if (typeof target === "string") {
      const { status, headers, result } = await call(fauxqs, target.replace("AmazonSQS.", ""), parse(body), base);
      response.writeHead(status, headers).end(JSON.stringify(result));
    } else {
      const form = new URLSearchParams(request.method === "POST" ? body : "");
      for (const [name, value] of url.searchParams) {
        form.append(name, value);
      }
      const asJson = request.headers.accept?.includes("application/json") ?? false;
      const { status, contentType, text } = await query(fauxqs, form, url.pathname, base, asJson);
      response.writeHead(status, { "content-type": contentType }).end(text);
    }
    onChange();
  };
}

async function query(fauxqs: Fauxqs, form: URLSearchParams, path: string, base: string, asJson: boolean) {
  const action = form.get("Action");
  const input: Json = queryToJson(form);
  if (path !== "/") {
    input.QueueUrl ??= `${base}${path}`;
  }
  if (!action) {
    const error = queryError("MissingAction", "The request must contain the parameter Action.", asJson);
    return { status: 400, contentType: error.contentType, text: error.body };
  }
  const { status, headers, result } = await call(fauxqs, action, input, base);
  const code = headers["x-amzn-query-error"]?.split(";")[0] ?? String(result.__type).replace(/^.*#/, "");
  const answer = status === 200 ? queryResult(action, result, asJson) : queryError(code, result.message, asJson);
  return { status, contentType: answer.contentType, text: answer.body };
}

async function call(fauxqs: Fauxqs, action: string, input: Json | undefined, base: string): Promise<Answer> {
  const contentType = { "content-type": "application/x-amz-json-1.0" };
  if (!input) {
    return { status: 400, headers: contentType, result: { __type: "com.amazon.coral.service#SerializationException" } };
  }
  const answer = await fauxqs.sqs(action, toFauxqs(input));
  const query = answer.headers["x-amzn-query-error"];
  const headers = query ? { ...contentType, "x-amzn-query-error": query } : contentType;
  return { status: answer.status, headers, result: fromFauxqs(JSON.parse(answer.body || "{}"), input, base) };
}

function toFauxqs(input: Json): Json {
  const known = { ...input };
  if (typeof known.QueueUrl === "string") {
    known.QueueUrl = `http://sqs.${REGION}.localhost/${ACCOUNT}/${nameOf(known.QueueUrl)}`;
  }
  if (typeof known.MessageBody === "string") {
    known.MessageBody = encodeText(known.MessageBody);
  }
  if (Array.isArray(known.Entries)) {
    known.Entries = known.Entries.map(toFauxqs);
  }
  return known;
}

function fromFauxqs(result: Json, input: Json, base: string): Json {
  const queueUrl = (url: string) => `${base}/${ACCOUNT}/${nameOf(url)}`;
  if (typeof result.QueueUrl === "string") {
    result.QueueUrl = queueUrl(result.QueueUrl);
  }
  if (Array.isArray(result.QueueUrls)) {
    result.QueueUrls = result.QueueUrls.map(queueUrl);
  }
  if (result.MD5OfMessageBody) {
    result.MD5OfMessageBody = md5(input.MessageBody);
  }
  for (const sent of result.Successful ?? []) {
    const entry = input.Entries?.find((candidate: Json) => candidate.Id === sent.Id);
    if (sent.MD5OfMessageBody && entry) {
      sent.MD5OfMessageBody = md5(entry.MessageBody);
    }
  }
  for (const message of result.Messages ?? []) {
    message.Body = decodeText(message.Body);
    message.MD5OfBody = md5(message.Body);
  }
  return result;
}

function parse(text: string): Json | undefined {
  try {
    const value = JSON.parse(text || "{}");
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
