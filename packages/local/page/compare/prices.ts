/** One price of AWS, in US dollars, for us-east-1 and beyond the free tier. */
export interface Price {
  what: string;
  /** What is counted. */
  per: string;
  /** Steps of the monthly volume, ascending: from `above` units on, a unit costs `dollars`. */
  tiers: { above: number; dollars: number }[];
  source: string;
  /** When the price was last compared with its source, year and month. */
  date: string;
}

const MILLION = 1_000_000;
const BILLION = 1000 * MILLION;

const TERABYTE_IN_GB = 1000;

/** Every price that the comparison uses, each per single unit: the one table of prices. */
export const PRICES = {
  restApi: {
    what: "API Gateway REST API",
    per: "requests",
    tiers: [
      { above: 0, dollars: 3.5 / MILLION },
      { above: 333 * MILLION, dollars: 2.8 / MILLION },
      { above: BILLION, dollars: 2.38 / MILLION },
      { above: 20 * BILLION, dollars: 1.51 / MILLION },
    ],
    source: "https://aws.amazon.com/api-gateway/pricing/",
    date: "2025-05",
  },
  lambdaRequest: {
    what: "Lambda, requests",
    per: "requests",
    tiers: [{ above: 0, dollars: 0.2 / MILLION }],
    source: "https://aws.amazon.com/lambda/pricing/",
    date: "2026-05",
  },
  lambdaCompute: {
    what: "Lambda, arm64 compute",
    per: "GB-seconds",
    tiers: [
      { above: 0, dollars: 0.0000133334 },
      { above: 7.5 * BILLION, dollars: 0.0000120001 },
      { above: 18.75 * BILLION, dollars: 0.0000106667 },
    ],
    source: "https://aws.amazon.com/lambda/pricing/",
    date: "2026-05",
  },
  sqs: {
    what: "SQS standard queue",
    per: "requests of up to 64 KB",
    tiers: [
      { above: 0, dollars: 0.4 / MILLION },
      { above: 100 * BILLION, dollars: 0.3 / MILLION },
      { above: 200 * BILLION, dollars: 0.24 / MILLION },
    ],
    source: "https://aws.amazon.com/sqs/pricing/",
    date: "2026-06",
  },
  lambdaLog: {
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
  },
} as const satisfies Record<string, Price>;
