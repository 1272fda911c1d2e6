import type { LoadOptions } from "./generator.ts";

/** Requests to the gateway alone whose cost may grow. */
export interface Question {
  /** What grows. */
  readonly by: string;
  readonly unit: string;
  readonly sizes: readonly number[];
  /** The document, and one request for each series. */
  make(size: number): { document: object; requests: Readonly<Record<string, GrowthRequest>> };
}

/** A request of a question. */
export type GrowthRequest = Pick<LoadOptions, "method" | "path" | "body" | "connections">;

const MODEL = {
  type: "array",
  items: {
    type: "object",
    required: ["name", "email", "count"],
    properties: { name: { type: "string", minLength: 1 }, email: { type: "string" }, count: { type: "integer" } },
  },
};

const ok = { responses: { "200": { description: "Yes" } } };
const mock = (responseTemplate: string) => ({
  ...ok,
  "x-amazon-apigateway-integration": {
    type: "mock",
    requestTemplates: { "application/json": '{"statusCode":200}' },
    responses: { default: { statusCode: "200", responseTemplates: { "application/json": responseTemplate } } },
  },
});
const http = (type: "http" | "http_proxy", requestTemplate?: string) => ({
  ...ok,
  "x-amazon-apigateway-integration": {
    type,
    httpMethod: "POST",
    uri: "https://upstream.example.com/",
    ...(requestTemplate === undefined ? {} : { requestTemplates: { "application/json": requestTemplate } }),
    responses: { default: { statusCode: "200", responseTemplates: { "application/json": "{}" } } },
  },
});

function documentOf(paths: object): object {
  return {
    openapi: "3.0.1",
    info: { title: "growth", version: "1.0" },
    "x-amazon-apigateway-request-validators": { body: { validateRequestBody: true, validateRequestParameters: false } },
    components: { schemas: { People: MODEL } },
    paths,
  };
}

const get = (path: string): GrowthRequest => ({ method: "GET", path, connections: 32 });

/** Requests to the last of many routes. */
export const manyRoutes: Question = {
  by: "routes",
  unit: "routes",
  sizes: [10, 100, 300],
  make(size) {
    const paths = Array.from({ length: size / 2 }, (_, index) => [
      [`/fixed${index}`, { get: mock("{}") }],
      [`/with${index}/{id}`, { get: mock("{}") }],
    ]).flat();
    const last = size / 2 - 1;
    return {
      document: documentOf(Object.fromEntries(paths)),
      requests: { "fixed path": get(`/fixed${last}`), "path with a variable": get(`/with${last}/7`) },
    };
  },
};

/** Templates of one kind of line, up to API Gateway's limit of 300 KB. */
export const templates: Question = {
  by: "the template's size",
  unit: "bytes",
  sizes: [1_000, 10_000, 100_000, 300_000],
  make(size) {
    const line = `{"id":"$context.requestId","text":"$util.escapeJavaScript('a "text" of the API')"},\n`;
    const template = `[${line.repeat(Math.floor(size / line.length))}null]`;
    return {
      document: documentOf({ "/template": { get: mock(template) } }),
      requests: { "a text with two values a line": { ...get("/template"), connections: 4 } },
    };
  },
};

/** Bodies up to API Gateway's limit of 10 MB. */
export const bodies: Question = {
  by: "the body's size",
  unit: "bytes",
  sizes: [1_000, 10_000, 100_000, 1_000_000, 10_000_000],
  make(size) {
    const person = JSON.stringify({ name: "Ada Lovelace", email: "ada@example.com", count: 7 });
    const body = `[${Array.from({ length: Math.floor(size / (person.length + 1)) }, () => person).join()}]`;
    const post = (path: string): GrowthRequest => ({ method: "POST", path, body, connections: 4 });
    const validated = {
      ...mock("{}"),
      "x-amazon-apigateway-request-validator": "body",
      requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/People" } } } },
    };
    return {
      document: documentOf({
        "/proxy": { post: http("http_proxy") },
        "/model": { post: validated },
        "/template": { post: http("http", "$input.json('$')") },
      }),
      requests: {
        "passed to HTTP": post("/proxy"),
        "validated by a model": post("/model"),
        "$input.json('$')": post("/template"),
      },
    };
  },
};

/** Connections at once. */
export const connections: Question = {
  by: "connections",
  unit: "connections",
  sizes: [1, 10, 100, 1_000],
  make: (size) => ({
    document: documentOf({ "/mock": { get: mock("{}") } }),
    requests: { mock: { ...get("/mock"), connections: size } },
  }),
};
