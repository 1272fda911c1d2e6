import type { IntegrationType } from "../api/types.ts";

/** The five integration types of API Gateway's documentation, in the order in which people learn them. */
export const GROUPS: { name: string; types: IntegrationType[] }[] = [
  { name: "Lambda", types: ["lambda-proxy", "lambda"] },
  { name: "Mock", types: ["mock"] },
  { name: "HTTP", types: ["http"] },
  { name: "Private", types: ["private"] },
  { name: "AWS service", types: ["sqs", "dynamodb", "sns", "kinesis"] },
];

/** Each integration in full, and what makes it that one. */
export const INTEGRATIONS: Record<IntegrationType, { name: string; backend: string; idea: string }> = {
  "lambda-proxy": {
    name: "Lambda proxy",
    backend: "Lambda function",
    idea: "The function gets the whole raw request as one event, and must format the whole response itself.",
  },
  lambda: {
    name: "Lambda, non-proxy",
    backend: "Lambda function",
    idea: "A template makes of the request what the function wants; others make of its result what the client wants.",
  },
  mock: {
    name: "Mock",
    backend: "None",
    idea: "The request template chooses a status, and that status's response template is the answer. Nothing runs.",
  },
  http: {
    name: "HTTP proxy",
    backend: "HTTP endpoint",
    idea: "The request is passed on to another URL, and that server's response is passed back.",
  },
  private: {
    name: "Private",
    backend: "EC2 in a VPC",
    idea: "As HTTP, but through a VPC link to a load balancer that the internet cannot reach.",
  },
  sqs: {
    name: "AWS service: SQS",
    backend: "SQS queue",
    idea: "The gateway itself calls SendMessage, with its own role. No function runs before the answer.",
  },
  dynamodb: {
    name: "AWS service: DynamoDB",
    backend: "DynamoDB table",
    idea: "A template writes the DynamoDB request; another unwraps the typed attributes of its answer.",
  },
  sns: {
    name: "AWS service: SNS",
    backend: "SNS topic",
    idea: "The gateway itself calls Publish; every subscriber gets the message.",
  },
  kinesis: {
    name: "AWS service: Kinesis",
    backend: "Kinesis stream",
    idea: "A template encodes the body as a record, and takes its partition key from it.",
  },
};
