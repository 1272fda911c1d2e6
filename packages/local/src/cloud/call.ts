import type { Json } from "../program/resources.ts";
import { answerOf, serviceAt } from "./service.ts";

/** Service names as the AWS SDKs' `AWS_ENDPOINT_URL_<SERVICE>` variables have them, in lower case. */
export type Service = "sqs" | "sns" | "dynamodb" | "kinesis" | "lambda" | "s3";

/** Base URL of each service. */
export type Endpoints = Readonly<Record<Service, string>>;

const PREFIXES = { sqs: "AmazonSQS", dynamodb: "DynamoDB_20120810", kinesis: "Kinesis_20131202" } as const;
const VERSIONS = { sqs: "1.0", dynamodb: "1.0", kinesis: "1.1" } as const;

/** An error response of a service. */
export class ServiceError extends Error {
  /** The error's code, for example `ResourceInUseException`. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Calls an AWS service that speaks the JSON protocol.
 * https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
 *
 * @throws ServiceError when the service answers with an error; TypeError (`fetch failed`) when it does not answer.
 */
export async function callService(
  endpoints: Endpoints,
  service: keyof typeof PREFIXES,
  action: string,
  input: Json,
  signal?: AbortSignal,
): Promise<Json> {
  const headers = {
    "content-type": `application/x-amz-json-${VERSIONS[service]}`,
    "x-amz-target": `${PREFIXES[service]}.${action}`,
    ...unsigned(service),
  };
  const response = await send(endpoints[service], "POST", "/", headers, JSON.stringify(input), signal);
  const result = JSON.parse(response.text || "{}");
  if (response.status >= 300) {
    const code = String(result.__type).replace(/^.*#/, "");
    throw new ServiceError(code, `${service} ${action}: ${result.message ?? result.Message ?? code}`);
  }
  return result;
}

/** Calls SNS, which speaks the query protocol, and returns the response's XML. */
export async function callSns(endpoints: Endpoints, parameters: Record<string, string>): Promise<string> {
  const headers = { "content-type": "application/x-www-form-urlencoded", ...unsigned("sns") };
  const { status, text } = await send(endpoints.sns, "POST", "/", headers, String(new URLSearchParams(parameters)));
  if (status >= 300) {
    throw new ServiceError("SNS", `sns ${parameters.Action}: ${text}`);
  }
  return text;
}

/** Creates a bucket; one that is there already, in a service elsewhere, stays as it is. */
export async function createBucket(endpoints: Endpoints, bucket: string): Promise<void> {
  const { status, text } = await send(endpoints.s3, "PUT", `/${bucket}`, unsigned("s3"), "");
  if (status >= 300 && status !== 409) {
    throw new ServiceError("S3", `s3 CreateBucket: ${text}`);
  }
}

/** Sends a request: to a service of this process directly, to another one over HTTP. */
async function send(
  endpoint: string,
  method: string,
  url: string,
  headers: Record<string, string>,
  body: string,
  signal?: AbortSignal,
): Promise<{ status: number; text: string }> {
  const service = serviceAt(endpoint);
  if (service === undefined) {
    const response = await fetch(url === "/" ? endpoint : `${endpoint}${url}`, {
      method,
      headers,
      body: body === "" ? undefined : body,
      signal,
    });
    return { status: response.status, text: await response.text() };
  }
  const host = endpoint.slice("http://".length);
  const isAbandoned = signal && (() => signal.aborted);
  const request = { method, url, headers: { host, ...headers }, body: Buffer.from(body), isAbandoned };
  const answer = await (signal ? untilAborted(answerOf(service, request), signal) : answerOf(service, request));
  return { status: answer.status, text: answer.body.toString() };
}

function untilAborted<T>(result: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    result.then(resolve, reject);
  });
}

/** Headers of a signed request: local services read the region and the account, and verify no signature. */
function unsigned(service: Service): Record<string, string> {
  const date = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  const scope = `test/${date.slice(0, 8)}/us-east-1/${service}/aws4_request`;
  return {
    "x-amz-date": date,
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=local`,
  };
}
