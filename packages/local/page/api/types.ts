/** Types of the JSON endpoints under `/_local`, and of the parts of an OpenAPI document that the page reads. */
import type { StepName, Trace, TraceMessage, TraceStep, TraceTemplate } from "local-api-gateway/trace";

export type { StepName, Trace, TraceMessage, TraceStep, TraceTemplate };

/** How a route's request reaches its backend. */
export type IntegrationType =
  | "mock"
  | "lambda-proxy"
  | "lambda"
  | "http"
  | "private"
  | "sqs"
  | "dynamodb"
  | "sns"
  | "kinesis";

/** `GET /_local/info` */
export interface Info {
  url: string;
  stage: string;
  apiKey: string;
  endpoints: Record<string, string>;
  outputs: Record<string, unknown>;
  /** What `npm start` printed about this run, such as the source of the postal codes. */
  notes: string[];
  version: string;
}

/** One of `GET /_local/routes`. */
export interface Route {
  method: string;
  path: string;
  integration: IntegrationType;
  apiKeyRequired: boolean;
  summary?: string;
}

/** One of `GET /_local/traces`. */
export interface TraceSummary {
  requestId: string;
  startedAt: string;
  durationMs: number;
  route?: string;
  integrationType?: string;
  method: string;
  uri: string;
  status: number;
}

export interface Queue {
  name: string;
  url: string;
  visible: number;
  inFlight: number;
  delayed: number;
  deadLetter: boolean;
}

export interface Table {
  name: string;
  items: Record<string, unknown>[];
  count: number;
}

export interface Topic {
  name: string;
  arn: string;
  published: { messageId: string; subject?: string; message: string; at: string }[];
}

export interface Stream {
  name: string;
  records: { sequenceNumber: string; partitionKey: string; data: string; at: string }[];
}

export interface LambdaFunction {
  name: string;
  invocations: number;
  errors: number;
  logs: { at: string; requestId?: string; line: string }[];
}

/** A backend that the page can make fail. */
export interface Failure {
  target: string;
  label: string;
  failing: boolean;
}

/** `GET /_local/services`, and each `services` event: lists hold the latest 50, newest first. */
export interface Services {
  queues: Queue[];
  tables: Table[];
  topics: Topic[];
  streams: Stream[];
  functions: LambdaFunction[];
  failures: Failure[];
}

/** One of `GET /_local/queues/{name}/messages`. */
export interface QueueMessage {
  messageId: string;
  body: string;
  receiveCount: number;
  sentAt: string;
}

export type Schema = Record<string, unknown>;

/** The parts of an operation that the page reads. */
export interface Operation {
  summary?: string;
  description?: string;
  parameters?: { name: string; in: string; required?: boolean; schema?: Schema }[];
  requestBody?: { content: Record<string, { schema?: Schema }> };
  security?: Record<string, string[]>[];
  "x-amazon-apigateway-request-validator"?: string;
  "x-amazon-apigateway-integration"?: Integration;
}

/** `x-amazon-apigateway-integration` */
export interface Integration {
  type: string;
  uri?: string;
  credentials?: string;
  connectionType?: string;
  requestTemplates?: Record<string, string>;
  responses?: Record<string, { statusCode: string; responseTemplates?: Record<string, string> }>;
}

/** `GET /_local/openapi` */
export interface OpenApiDocument {
  paths: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, Schema> };
  "x-amazon-apigateway-request-validator"?: string;
}
