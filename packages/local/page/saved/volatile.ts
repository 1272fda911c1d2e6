/** Headers of the connection, or of what stands before the API: not compared. */
export const TRANSPORT_HEADERS: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "transfer-encoding",
  "via",
  "x-cache",
  "x-amz-cf-id",
  "x-amz-cf-pop",
  "x-amzn-remapped-connection",
  "x-amzn-remapped-keep-alive",
]);

/** Headers that differ with each response: compared is whether they are there. The length follows from the body. */
export const VOLATILE_HEADERS: ReadonlySet<string> = new Set([
  "date",
  "content-length",
  "x-amzn-requestid",
  "x-amz-apigw-id",
  "x-amzn-trace-id",
  "x-amzn-remapped-date",
  "x-amzn-remapped-content-length",
  "x-amzn-remapped-x-amzn-requestid",
]);

/** What differs with each request, in headers and bodies: what it is, how it is found, and what stands for it. */
export const VOLATILE_VALUES: readonly (readonly [what: string, pattern: RegExp, standIn: string])[] = [
  ["X-Ray trace ID", /\b1-[0-9a-f]{8}-[0-9a-f]{24}\b/g, "<trace ID>"],
  ["request or message ID", /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, "<ID>"],
  ["extended request ID", /(?<![A-Za-z0-9+/=\\])(?:[A-Za-z0-9+_-]|\\?\/){15}=(?![A-Za-z0-9+/=])/g, "<ID>"],
  ["sequence number of a Kinesis record", /\b49\d{54}\b/g, "<sequence number>"],
  ["shard of a Kinesis stream", /\bshardId-\d{12}\b/g, "<shard>"],
  ["time, ISO 8601", /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)/g, "<time>"],
  ["time of a signature", /\b\d{8}T\d{6}Z\b/g, "<time>"],
  ["date, RFC 9110", /\b[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT\b/g, "<time>"],
  ["ARN of the API", /\barn:[a-z-]+:execute-api:[^\s"',]*/g, "<ARN of the API>"],
  ["caller", /\barn:[a-z-]+:(iam|sts)::[^\s"',]*/g, "<caller>"],
  ["name of the instance, in GET /support/health", /"host":\s*"[^"]*"/g, '"host":"<host>"'],
];

/** A text with a stand-in for each volatile value. */
export function withoutVolatile(text: string): string {
  return VOLATILE_VALUES.reduce((left, [, pattern, standIn]) => left.replace(pattern, standIn), text);
}
