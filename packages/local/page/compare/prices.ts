/** One price of AWS, in US dollars, for us-east-1 and beyond the free tier. */
export interface Price {
  what: string;
  /** What is counted: in the plural where the price is for a million of them, else in the singular. */
  per: string;
  /** Steps of the monthly volume, ascending: from `above` units on, a unit costs `dollars`. */
  tiers: { above: number; dollars: number }[];
  source: string;
  /**
   * Of when the newest dated copy or quotation of the source is that the price was compared with: year and month, or the year
   * alone where it says no more.
   */
  date: string;
}

// The one table of prices. The page's comparison and docs/costs.md (`npm run costs`) are both made from it. Each price is a
// constant of its own, so that the page's bundle has only those that it shows.

const MILLION = 1_000_000;
const BILLION = 1000 * MILLION;
const TERABYTE_IN_GB = 1000;

export const REST_API: Price = {
  what: "API Gateway REST API",
  per: "requests",
  tiers: [
    { above: 0, dollars: 3.5 / MILLION },
    { above: 333 * MILLION, dollars: 2.8 / MILLION },
    { above: BILLION, dollars: 2.38 / MILLION },
    { above: 20 * BILLION, dollars: 1.51 / MILLION },
  ],
  source: "https://aws.amazon.com/api-gateway/pricing/",
  date: "2026-10",
};

export const CACHE: Price = {
  what: "API Gateway cache of 0.5 GB",
  per: "hour",
  tiers: [{ above: 0, dollars: 0.02 }],
  source: "https://aws.amazon.com/api-gateway/pricing/",
  date: "2026",
};

export const HTTP_API: Price = {
  what: "API Gateway HTTP API",
  per: "requests",
  tiers: [
    { above: 0, dollars: 1 / MILLION },
    { above: 300 * MILLION, dollars: 0.9 / MILLION },
  ],
  source: "https://aws.amazon.com/api-gateway/pricing/",
  date: "2026-09",
};

export const LAMBDA_REQUESTS: Price = {
  what: "Lambda, requests",
  per: "requests",
  tiers: [{ above: 0, dollars: 0.2 / MILLION }],
  source: "https://aws.amazon.com/lambda/pricing/",
  date: "2026-05",
};

export const LAMBDA_COMPUTE: Price = {
  what: "Lambda, arm64 compute",
  per: "GB-seconds",
  tiers: [
    { above: 0, dollars: 0.0000133334 },
    { above: 7.5 * BILLION, dollars: 0.0000120001 },
    { above: 18.75 * BILLION, dollars: 0.0000106667 },
  ],
  source: "https://aws.amazon.com/lambda/pricing/",
  date: "2026-09",
};

export const SQS: Price = {
  what: "SQS standard queue",
  per: "requests of up to 64 KB",
  tiers: [
    { above: 0, dollars: 0.4 / MILLION },
    { above: 100 * BILLION, dollars: 0.3 / MILLION },
    { above: 200 * BILLION, dollars: 0.24 / MILLION },
  ],
  source: "https://aws.amazon.com/sqs/pricing/",
  date: "2026-06",
};

export const LAMBDA_LOGS: Price = {
  what: "CloudWatch Logs of Lambda",
  per: "GB",
  tiers: [
    { above: 0, dollars: 0.5 },
    { above: 10 * TERABYTE_IN_GB, dollars: 0.25 },
    { above: 30 * TERABYTE_IN_GB, dollars: 0.1 },
    { above: 50 * TERABYTE_IN_GB, dollars: 0.05 },
  ],
  source: "https://aws.amazon.com/cloudwatch/pricing/",
  date: "2026-06",
};

export const LOGS: Price = {
  what: "CloudWatch Logs of everything else",
  per: "GB",
  tiers: [{ above: 0, dollars: 0.5 }],
  source: "https://aws.amazon.com/cloudwatch/pricing/",
  date: "2026-06",
};

export const LOG_STORAGE: Price = {
  what: "CloudWatch Logs, kept",
  per: "GB and month",
  tiers: [{ above: 0, dollars: 0.03 }],
  source: "https://aws.amazon.com/cloudwatch/pricing/",
  date: "2026-05",
};

export const CUSTOM_METRICS: Price = {
  what: "CloudWatch custom metric",
  per: "metric and month",
  tiers: [
    { above: 0, dollars: 0.3 },
    { above: 10_000, dollars: 0.1 },
    { above: 250_000, dollars: 0.05 },
  ],
  source: "https://aws.amazon.com/cloudwatch/pricing/",
  date: "2026-05",
};

export const ALARMS: Price = {
  what: "CloudWatch alarm, standard resolution",
  per: "alarm and month",
  tiers: [{ above: 0, dollars: 0.1 }],
  source: "https://aws.amazon.com/cloudwatch/pricing/",
  date: "2026-05",
};

export const DASHBOARDS: Price = {
  what: "CloudWatch dashboard",
  per: "dashboard and month",
  tiers: [{ above: 0, dollars: 3 }],
  source: "https://aws.amazon.com/cloudwatch/pricing/",
  date: "2026-05",
};

export const TRACES: Price = {
  what: "X-Ray, traces recorded",
  per: "traces",
  tiers: [{ above: 0, dollars: 5 / MILLION }],
  source: "https://aws.amazon.com/xray/pricing/",
  date: "2026",
};

export const DYNAMODB_WRITES: Price = {
  what: "DynamoDB on demand, writes",
  per: "writes of up to 1 KB",
  tiers: [{ above: 0, dollars: 0.625 / MILLION }],
  source: "https://aws.amazon.com/dynamodb/pricing/on-demand/",
  date: "2026-09",
};

export const DYNAMODB_READS: Price = {
  what: "DynamoDB on demand, reads",
  per: "consistent reads of up to 4 KB",
  tiers: [{ above: 0, dollars: 0.125 / MILLION }],
  source: "https://aws.amazon.com/dynamodb/pricing/on-demand/",
  date: "2026-09",
};

export const DYNAMODB_STORAGE: Price = {
  what: "DynamoDB, stored",
  per: "GB and month",
  tiers: [{ above: 0, dollars: 0.25 }],
  source: "https://aws.amazon.com/dynamodb/pricing/on-demand/",
  date: "2026-09",
};

export const DYNAMODB_RECOVERY: Price = {
  what: "DynamoDB, point-in-time recovery",
  per: "GB and month",
  tiers: [{ above: 0, dollars: 0.2 }],
  source: "https://aws.amazon.com/dynamodb/pricing/on-demand/",
  date: "2026-09",
};

export const SNS: Price = {
  what: "SNS publications",
  per: "requests of up to 64 KB",
  tiers: [{ above: 0, dollars: 0.5 / MILLION }],
  source: "https://aws.amazon.com/sns/pricing/",
  date: "2026",
};

export const SNS_EMAILS: Price = {
  what: "SNS e-mails",
  per: "e-mails",
  tiers: [{ above: 0, dollars: 20 / MILLION }],
  source: "https://aws.amazon.com/sns/pricing/",
  date: "2026",
};

export const KMS_KEYS: Price = {
  what: "KMS key",
  per: "key and month",
  tiers: [{ above: 0, dollars: 1 }],
  source: "https://aws.amazon.com/kms/pricing/",
  date: "2026",
};

export const KMS_REQUESTS: Price = {
  what: "KMS, requests",
  per: "requests",
  tiers: [{ above: 0, dollars: 3 / MILLION }],
  source: "https://aws.amazon.com/kms/pricing/",
  date: "2026",
};

export const KINESIS_STREAM: Price = {
  what: "Kinesis stream on demand",
  per: "stream and hour",
  tiers: [{ above: 0, dollars: 0.04 }],
  source: "https://aws.amazon.com/kinesis/data-streams/pricing/",
  date: "2026-05",
};

export const KINESIS_INTAKE: Price = {
  what: "Kinesis on demand, data in",
  per: "GB, each record rounded up to 1 KB",
  tiers: [{ above: 0, dollars: 0.08 }],
  source: "https://aws.amazon.com/kinesis/data-streams/pricing/",
  date: "2026-05",
};

export const KINESIS_SHARD: Price = {
  what: "Kinesis provisioned shard",
  per: "shard and hour",
  tiers: [{ above: 0, dollars: 0.015 }],
  source: "https://aws.amazon.com/kinesis/data-streams/pricing/",
  date: "2026-05",
};

export const LOAD_BALANCER: Price = {
  what: "Application Load Balancer",
  per: "hour",
  tiers: [{ above: 0, dollars: 0.0225 }],
  source: "https://aws.amazon.com/elasticloadbalancing/pricing/",
  date: "2026",
};

export const LOAD_BALANCER_UNITS: Price = {
  what: "Load balancer capacity units (LCU)",
  per: "LCU and hour",
  tiers: [{ above: 0, dollars: 0.008 }],
  source: "https://aws.amazon.com/elasticloadbalancing/pricing/",
  date: "2026",
};

export const INSTANCE: Price = {
  what: "EC2 t4g.micro, Linux, on demand",
  per: "instance and hour",
  tiers: [{ above: 0, dollars: 0.0084 }],
  source: "https://aws.amazon.com/ec2/pricing/on-demand/",
  date: "2026",
};

export const VOLUME: Price = {
  what: "EBS gp3",
  per: "GB and month",
  tiers: [{ above: 0, dollars: 0.08 }],
  source: "https://aws.amazon.com/ebs/pricing/",
  date: "2026",
};

export const INTERFACE_ENDPOINT: Price = {
  what: "VPC interface endpoint",
  per: "zone and hour",
  tiers: [{ above: 0, dollars: 0.01 }],
  source: "https://aws.amazon.com/privatelink/pricing/",
  date: "2026-10",
};

export const S3_WRITES: Price = {
  what: "S3 standard, PUT and POST",
  per: "requests",
  tiers: [{ above: 0, dollars: 5 / MILLION }],
  source: "https://aws.amazon.com/s3/pricing/",
  date: "2026-06",
};

export const S3_READS: Price = {
  what: "S3 standard, GET",
  per: "requests",
  tiers: [{ above: 0, dollars: 0.4 / MILLION }],
  source: "https://aws.amazon.com/s3/pricing/",
  date: "2026-06",
};

export const S3_STORAGE: Price = {
  what: "S3 standard, stored",
  per: "GB and month",
  tiers: [
    { above: 0, dollars: 0.023 },
    { above: 50 * TERABYTE_IN_GB, dollars: 0.022 },
    { above: 500 * TERABYTE_IN_GB, dollars: 0.021 },
  ],
  source: "https://aws.amazon.com/s3/pricing/",
  date: "2026-06",
};

export const TRANSFER: Price = {
  what: "Data out to the internet",
  per: "GB",
  tiers: [
    { above: 0, dollars: 0.09 },
    { above: 10 * TERABYTE_IN_GB, dollars: 0.085 },
    { above: 50 * TERABYTE_IN_GB, dollars: 0.07 },
    { above: 150 * TERABYTE_IN_GB, dollars: 0.05 },
  ],
  source: "https://aws.amazon.com/ec2/pricing/on-demand/",
  date: "2026-06",
};

export const WEB_ACL: Price = {
  what: "WAF web ACL",
  per: "web ACL and month",
  tiers: [{ above: 0, dollars: 5 }],
  source: "https://aws.amazon.com/waf/pricing/",
  date: "2026",
};

export const WEB_ACL_RULES: Price = {
  what: "WAF rule or managed rule group",
  per: "rule and month",
  tiers: [{ above: 0, dollars: 1 }],
  source: "https://aws.amazon.com/waf/pricing/",
  date: "2026",
};

export const WEB_ACL_REQUESTS: Price = {
  what: "WAF, requests",
  per: "requests",
  tiers: [{ above: 0, dollars: 0.6 / MILLION }],
  source: "https://aws.amazon.com/waf/pricing/",
  date: "2026",
};
