import { arnOf, nameOf } from "../../program/aws.ts";
import type { Json } from "../../program/resources.ts";
import type { Service } from "../call.ts";
import { parseInsert } from "../partiql.ts";
import { decoded } from "../serve.ts";
import { formOf, jsonOf, type ServiceRequest } from "../service.ts";
import type { Asked } from "./roles.ts";

/** What a request asks a service for: the IAM actions that it needs, each on its resource. */
export function askedOf(service: Service, request: ServiceRequest): Asked[] {
  switch (service) {
    case "sqs":
      return sqsAsked(request);
    case "sns":
      return snsAsked(request);
    case "dynamodb":
      return dynamodbAsked(actionOf(request), jsonOf(request) ?? {});
    case "kinesis":
      return kinesisAsked(actionOf(request), jsonOf(request) ?? {});
    case "lambda":
      return lambdaAsked(request);
    case "s3":
      return s3Asked(request);
  }
}

/** The action of a JSON protocol's request. */
const actionOf = ({ headers }: ServiceRequest): string => String(headers["x-amz-target"] ?? "").replace(/^.*\./, "");

/** A batch needs the permission of what is in it. */
function sqsAsked(request: ServiceRequest): Asked[] {
  const isJson = request.headers["x-amz-target"] !== undefined;
  const [action, queue] = isJson
    ? [actionOf(request), jsonOf(request)?.QueueUrl ?? jsonOf(request)?.QueueName]
    : [String(formOf(request).get("Action")), formOf(request).get("QueueUrl") ?? formOf(request).get("QueueName")];
  const path = request.url.replace(/\?.*/s, "");
  const name = nameOf(String(queue ?? (path === "/" ? "*" : path)));
  return [{ action: `sqs:${action.replace(/Batch$/, "")}`, resource: arnOf("sqs", name) }];
}

function snsAsked(request: ServiceRequest): Asked[] {
  const form = formOf(request);
  const action = (form.get("Action") ?? "").replace(/Batch$/, "");
  return [{ action: `sns:${action}`, resource: form.get("TopicArn") ?? form.get("TargetArn") ?? "*" }];
}

function dynamodbAsked(action: string, input: Json): Asked[] {
  const on = (name: string, table: unknown): Asked => ({
    action: `dynamodb:${name}`,
    resource: String(table).startsWith("arn:") ? String(table) : arnOf("dynamodb", `table/${table}`),
  });
  if (input.RequestItems) {
    return Object.keys(input.RequestItems).map((table) => on(action, table));
  }
  if (input.TransactItems) {
    // A transaction needs the permission of each of its parts: `Put` of PutItem, `ConditionCheck` of ConditionCheckItem.
    return (input.TransactItems as Json[]).flatMap((item) =>
      Object.entries<Json>(item).map(([part, { TableName }]) => on(`${part}Item`, TableName)),
    );
  }
  if (Array.isArray(input.Statements)) {
    // The one statement that the embedded DynamoDB runs.
    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html
    const tables = input.Statements.flatMap((one) => parseInsert(String(one?.Statement))?.table ?? []);
    return [...new Set(tables)].map((table) => on("PartiQLInsert", table));
  }
  const asked = on(action, input.TableName ?? "*");
  return [input.IndexName ? { ...asked, resource: `${asked.resource}/index/${input.IndexName}` } : asked];
}

function kinesisAsked(action: string, input: Json): Asked[] {
  const resource = input.StreamARN ?? (input.StreamName ? arnOf("kinesis", `stream/${input.StreamName}`) : undefined);
  // A shard iterator stands for the stream that it was given for.
  return resource === undefined ? [] : [{ action: `kinesis:${action}`, resource }];
}

function lambdaAsked({ url }: ServiceRequest): Asked[] {
  const [, name] = /^\/[^/]+\/functions\/([^/?]+)\/invocations/.exec(url) ?? [];
  return name === undefined ? [] : [{ action: "lambda:InvokeFunction", resource: functionArn(decoded(name)) }];
}

/** The ARN of a function that is named by it or by its name, without a version. */
export function functionArn(arnOrName: string): string {
  const [, name = arnOrName.replace(/:.*$/, "")] = /:function:([^:]+)/.exec(arnOrName) ?? [];
  return arnOf("lambda", `function:${name}`);
}

const S3_ACTIONS: Readonly<Record<string, string>> = {
  GET: "s3:GetObject",
  HEAD: "s3:GetObject",
  PUT: "s3:PutObject",
  POST: "s3:PutObject",
  DELETE: "s3:DeleteObject",
};

/** Requests for an object. What is asked of the bucket itself is not checked. */
function s3Asked({ method, url }: ServiceRequest): Asked[] {
  const [, bucket, key] = /^\/([^/?]+)\/([^?]+)/.exec(url) ?? [];
  const action = S3_ACTIONS[method];
  if (bucket === undefined || key === undefined || action === undefined) {
    return [];
  }
  return [{ action, resource: `arn:aws:s3:::${bucket}/${decoded(key)}` }];
}
