import type { Json } from "../program/resources.ts";

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
  const response = await fetch(endpoints[service], {
    method: "POST",
    headers: {
      "content-type": `application/x-amz-json-${VERSIONS[service]}`,
      "x-amz-target": `${PREFIXES[service]}.${action}`,
      ...unsigned(service),
    },
    body: JSON.stringify(input),
    signal,
  });
  const result = JSON.parse((await response.text()) || "{}");
  if (!response.ok) {
    const code = String(result.__type).replace(/^.*#/, "");
    throw new ServiceError(code, `${service} ${action}: ${result.message ?? result.Message ?? code}`);
  }
  return result;
}

/** Calls SNS, which speaks the query protocol, and returns the response's XML. */
export async function callSns(endpoints: Endpoints, parameters: Record<string, string>): Promise<string> {
  const body = new URLSearchParams(parameters);
  const response = await fetch(endpoints.sns, { method: "POST", headers: unsigned("sns"), body });
  const text = await response.text();
  if (!response.ok) {
    throw new ServiceError("SNS", `sns ${parameters.Action}: ${text}`);
  }
  return text;
}

/** Creates a bucket; one that is there already, in a service elsewhere, stays as it is. */
export async function createBucket(endpoints: Endpoints, bucket: string): Promise<void> {
  const response = await fetch(`${endpoints.s3}/${bucket}`, { method: "PUT", headers: unsigned("s3") });
  const text = await response.text();
  if (!response.ok && response.status !== 409) {
    throw new ServiceError("S3", `s3 CreateBucket: ${text}`);
  }
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
