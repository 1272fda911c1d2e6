import { randomUUID } from "node:crypto";
import { createRecord } from "local-api-gateway";
import type { Json } from "../../program/resources.ts";

// Members of the SQS API whose name in the query protocol differs from the one in the JSON protocol. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference
const LISTS = new Map(
  Object.entries({
    AttributeName: "AttributeNames",
    MessageAttributeName: "MessageAttributeNames",
    MessageSystemAttributeName: "MessageSystemAttributeNames",
    TagKey: "TagKeys",
    SendMessageBatchRequestEntry: "Entries",
    DeleteMessageBatchRequestEntry: "Entries",
    ChangeMessageVisibilityBatchRequestEntry: "Entries",
  }),
);
const MAPS = new Map(Object.entries({ Attribute: "Attributes", MessageAttribute: "MessageAttributes", Tag: "Tags" }));
const NUMBERS = new Set(["DelaySeconds", "MaxNumberOfMessages", "VisibilityTimeout", "WaitTimeSeconds", "MaxResults"]);

const NAMESPACE = "http://queue.amazonaws.com/doc/2012-11-05/";
/** Members of SendMessage's result that SQS's JSON names even without a value. */
const SEND_MESSAGE = { MD5OfMessageAttributes: null, MD5OfMessageSystemAttributes: null, SequenceNumber: null };
const ENTITIES = new Map(Object.entries({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#xD;" }));

interface Tree {
  [name: string]: Tree | string;
}

/**
 * The JSON protocol's request for a form in the query protocol: `Attribute.1.Name=DelaySeconds&Attribute.1.Value=5`
 * becomes `{ Attributes: { DelaySeconds: "5" } }`. A name that is sent twice keeps its first value, as in SQS.
 */
export function queryToJson(form: URLSearchParams): Json {
  const tree: Tree = createRecord();
  for (const [path, value] of form) {
    let node = tree;
    let start = 0;
    for (let dot = path.indexOf("."); dot >= 0; dot = path.indexOf(".", start)) {
      node = branch(node, path.slice(start, dot));
      start = dot + 1;
    }
    node[path.slice(start)] ??= value;
  }
  const { Action, Version, ...rest } = tree;
  return members(rest);
}

function branch(node: Tree, name: string): Tree {
  const existing = node[name];
  if (typeof existing === "object") {
    return existing;
  }
  const created: Tree = createRecord();
  node[name] = created;
  return created;
}

function members(tree: Tree): Json {
  return Object.fromEntries(Object.entries(tree).map(([name, value]) => member(name, value)));
}

function member(name: string, value: Tree | string): [string, unknown] {
  if (typeof value === "string") {
    return [name, NUMBERS.has(name) ? Number(value) : value];
  }
  const items = Object.values(value);
  const list = LISTS.get(name);
  if (list !== undefined) {
    return [list, items.map((item) => (typeof item === "string" ? item : members(item)))];
  }
  const map = MAPS.get(name);
  if (map !== undefined) {
    return [map, Object.fromEntries(items.filter((item) => typeof item === "object").map(pair))];
  }
  return [name, members(value)];
}

function pair(entry: Tree): [string, unknown] {
  const value = entry.Value;
  return [String(entry.Name ?? entry.Key), typeof value === "object" ? members(value) : value];
}

/** A response of the query protocol. API Gateway asks services for JSON with an `Accept` header; others get XML. */
export interface QueryResponse {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The query protocol's response for a result of the JSON protocol. */
export function queryResult(action: string, result: Json, asJson: boolean): QueryResponse {
  const requestId = randomUUID();
  if (asJson) {
    // Not a spread, which takes ten times as long.
    const inner = JSON.stringify(action === "SendMessage" ? Object.assign({}, SEND_MESSAGE, result) : result);
    return {
      headers: { "content-type": "application/json" },
      // The action is one that SQS has run.
      body: `{"${action}Response":{"ResponseMetadata":{"RequestId":"${requestId}"},"${action}Result":${inner}}}`,
    };
  }
  const inner = `<${action}Result>${xmlMembers(action, result)}</${action}Result>`;
  const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
  const body = `<?xml version="1.0"?><${action}Response xmlns="${NAMESPACE}">${inner}${metadata}</${action}Response>`;
  return { headers: { "content-type": "text/xml" }, body };
}

/** The query protocol's response for an error. */
export function queryError(code: string, message: string, asJson: boolean): QueryResponse {
  const requestId = randomUUID();
  const error = { Code: code, Message: message, Type: "Sender" };
  if (asJson) {
    return {
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ Error: error, RequestId: requestId }),
    };
  }
  const inner = `<Error>${xmlMembers("", error)}</Error><RequestId>${requestId}</RequestId>`;
  const body = `<?xml version="1.0"?><ErrorResponse xmlns="${NAMESPACE}">${inner}</ErrorResponse>`;
  return { headers: { "content-type": "text/xml" }, body };
}

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
  return text.replace(/[&<>"\r]/g, (char) => ENTITIES.get(char) ?? char);
}
