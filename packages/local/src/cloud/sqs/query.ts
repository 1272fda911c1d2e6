import { randomUUID } from "node:crypto";
import type { Json } from "../../program/resources.ts";

// The members of the SQS API whose name in the query protocol differs from the one in the JSON protocol, and the
// element that a list has in a response. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference
const LISTS: Record<string, string> = {
  AttributeName: "AttributeNames",
  MessageAttributeName: "MessageAttributeNames",
  MessageSystemAttributeName: "MessageSystemAttributeNames",
  TagKey: "TagKeys",
  SendMessageBatchRequestEntry: "Entries",
  DeleteMessageBatchRequestEntry: "Entries",
  ChangeMessageVisibilityBatchRequestEntry: "Entries",
};
const MAPS: Record<string, string> = { Attribute: "Attributes", MessageAttribute: "MessageAttributes", Tag: "Tags" };
const NUMBERS = new Set(["DelaySeconds", "MaxNumberOfMessages", "VisibilityTimeout", "WaitTimeSeconds", "MaxResults"]);

interface Tree {
  [name: string]: Tree | string;
}

/**
 * The JSON protocol's request for a form in the query protocol: `Attribute.1.Name=DelaySeconds&Attribute.1.Value=5`
 * becomes `{ Attributes: { DelaySeconds: "5" } }`. A name that is sent twice keeps its first value, as in SQS.
 */
export function queryToJson(form: URLSearchParams): Json {
  const tree: Tree = Object.create(null);
  for (const [path, value] of form) {
    const names = path.split(".");
    const last = names.pop() as string;
    const node = names.reduce(branch, tree);
    node[last] ??= value;
  }
  const { Action, Version, ...rest } = tree;
  return members(rest);
}

function branch(node: Tree, name: string): Tree {
  const there = node[name];
  if (typeof there === "object") {
    return there;
  }
  const made: Tree = Object.create(null);
  node[name] = made;
  return made;
}

function members(tree: Tree): Json {
  return Object.fromEntries(Object.entries(tree).map(([name, value]) => member(name, value)));
}

function member(name: string, value: Tree | string): [string, unknown] {
  if (typeof value === "string") {
    return [name, NUMBERS.has(name) ? Number(value) : value];
  }
  const items = Object.values(value);
  if (Object.hasOwn(LISTS, name)) {
    return [LISTS[name] as string, items.map((item) => (typeof item === "string" ? item : members(item)))];
  }
  if (Object.hasOwn(MAPS, name)) {
    return [MAPS[name] as string, Object.fromEntries(items.map((item) => pair(item as Tree)))];
  }
  return [name, members(value)];
}

function pair(entry: Tree): [string, unknown] {
  const value = entry.Value;
  return [String(entry.Name ?? entry.Key), typeof value === "object" ? members(value) : value];
}

/** A response of the query protocol. API Gateway asks services for JSON with an `Accept` header; others get XML. */
export interface QueryResponse {
  readonly contentType: string;
  readonly body: string;
}

/** The query protocol's response for a result of the JSON protocol. */
export function queryResult(action: string, result: Json, asJson: boolean): QueryResponse {
  const requestId = randomUUID();
  if (asJson) {
    const inner = action === "SendMessage" ? { ...SEND_MESSAGE, ...result } : result;
    const response = { ResponseMetadata: { RequestId: requestId }, [`${action}Result`]: inner };
    return { contentType: "application/json", body: JSON.stringify({ [`${action}Response`]: response }) };
  }
  const inner = `<${action}Result>${xmlMembers(action, result)}</${action}Result>`;
  const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
  const body = `<?xml version="1.0"?><${action}Response xmlns="${NAMESPACE}">${inner}${metadata}</${action}Response>`;
  return { contentType: "text/xml", body };
}

/** The query protocol's response for an error. */
export function queryError(code: string, message: string, asJson: boolean): QueryResponse {
  const requestId = randomUUID();
  const error = { Code: code, Message: message, Type: "Sender" };
  if (asJson) {
    return { contentType: "application/json", body: JSON.stringify({ Error: error, RequestId: requestId }) };
  }
  const inner = `<Error>${xmlMembers("", error)}</Error><RequestId>${requestId}</RequestId>`;
  const body = `<?xml version="1.0"?><ErrorResponse xmlns="${NAMESPACE}">${inner}</ErrorResponse>`;
  return { contentType: "text/xml", body };
}

const NAMESPACE = "http://queue.amazonaws.com/doc/2012-11-05/";
// SQS's JSON names the members of SendMessage that have no value.
const SEND_MESSAGE = { MD5OfMessageAttributes: null, MD5OfMessageSystemAttributes: null, SequenceNumber: null };

function xmlMembers(action: string, value: Json): string {
  return Object.entries(value)
    .map(([name, item]) => {
      if (Array.isArray(item)) {
        return item.map((entry) => element(elementOf(action, name), entry)).join("");
      }
      if (name.endsWith("Attributes") && typeof item === "object" && item !== null) {
        const entries = Object.entries(item);
        return entries.map(([Name, Value]) => element(name.slice(0, -1), { Name, Value })).join("");
      }
      return element(name, item);
    })
    .join("");
}

function elementOf(action: string, list: string): string {
  const batch: Record<string, string> = { Successful: `${action}ResultEntry`, Failed: "BatchResultErrorEntry" };
  return batch[list] ?? list.replace(/s$/, "");
}

function element(name: string, value: unknown): string {
  const inner = typeof value === "object" && value !== null ? xmlMembers("", value as Json) : escapeXml(String(value));
  return `<${name}>${inner}</${name}>`;
}

function escapeXml(text: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#xD;" };
  return text.replace(/[&<>"\r]/g, (char) => entities[char] as string);
}
