import { ACCOUNT, nameOf, REGION } from "../../program/aws.ts";
import type { Json } from "../../program/resources.ts";
import type { Fauxqs, SqsAnswer } from "../fauxqs.ts";
import { formOf, jsonOf, type ServiceAnswer, type ServiceHandler, type ServiceRequest } from "../service.ts";
import { queryError, queryResult, queryToJson } from "./query.ts";
import { decodeText, encodeText, md5 } from "./text.ts";

/**
 * Creates SQS as its clients know it, over fauxqs, which speaks only the JSON protocol: adds the query protocol (a form posted
 * to the queue's own path, which is how API Gateway sends), queue URLs that lead here, and characters beyond the basic
 * plane. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests.html
 *
 * @param onChange Called after an action that may have changed a queue.
 */
export function createSqsFront(fauxqs: Fauxqs, onChange: () => void): ServiceHandler {
  return async (request) => {
    const isJson = typeof request.headers["x-amz-target"] === "string";
    const answer = await (isJson ? jsonCall(fauxqs, request) : queryCall(fauxqs, request));
    onChange();
    return answer;
  };
}

async function jsonCall(fauxqs: Fauxqs, request: ServiceRequest): Promise<ServiceAnswer> {
  const { headers, isAbandoned } = request;
  const input = jsonOf(request);
  const contentType = { "content-type": "application/x-amz-json-1.0" };
  if (!input) {
    const error = { __type: "com.amazon.coral.service#SerializationException" };
    return { status: 400, headers: contentType, body: JSON.stringify(error) };
  }
  const action = String(headers["x-amz-target"]).replace("AmazonSQS.", "");
  const { status, queryError, result } = await call(fauxqs, action, input, baseOf(headers), isAbandoned);
  return {
    status,
    headers: queryError ? { ...contentType, "x-amzn-query-error": queryError } : contentType,
    body: JSON.stringify(result),
  };
}

async function queryCall(fauxqs: Fauxqs, request: ServiceRequest): Promise<ServiceAnswer> {
  const { url, headers, isAbandoned } = request;
  const asJson = headers.accept?.includes("application/json") ?? false;
  const path = url.replace(/\?.*/s, "");
  const form = formOf(request);
  const action = form.get("Action");
  if (!action) {
    return { status: 400, ...queryError("MissingAction", "The request must contain the parameter Action.", asJson) };
  }
  const input: Json = queryToJson(form);
  const base = baseOf(headers);
  if (path !== "/") {
    input.QueueUrl ??= `${base}${path}`;
  }
  const { status, queryError: error, result } = await call(fauxqs, action, input, base, isAbandoned);
  const code = error?.split(";")[0] ?? String(result.__type).replace(/^.*#/, "");
  const answer = status === 200 ? queryResult(action, result, asJson) : queryError(code, result.message, asJson);
  return { status, ...answer };
}

const baseOf = ({ host }: ServiceRequest["headers"]): string => `http://${host}`;

async function call(
  fauxqs: Fauxqs,
  action: string,
  input: Json,
  base: string,
  isAbandoned: ServiceRequest["isAbandoned"],
): Promise<SqsAnswer> {
  const answer = await fauxqs.sqs(action, toFauxqs(input), isAbandoned);
  return { ...answer, result: fromFauxqs(answer.result, input, base) };
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
  correctDigest(result, input);
  for (const sent of result.Successful ?? []) {
    correctDigest(
      sent,
      input.Entries?.find((candidate: Json) => candidate.Id === sent.Id),
    );
  }
  for (const message of result.Messages ?? []) {
    const body = decodeText(message.Body);
    if (body !== message.Body) {
      message.Body = body;
      message.MD5OfBody = md5(body);
    }
  }
  return result;
}

/** Of a text that fauxqs got in another form it gave another digest. */
function correctDigest(sent: Json, entry: Json | undefined): void {
  const text = entry?.MessageBody;
  if (sent.MD5OfMessageBody && typeof text === "string" && encodeText(text) !== text) {
    sent.MD5OfMessageBody = md5(text);
  }
}
