import type { Json } from "../../../scripts/api-diff/json.ts";

/** A small document of API Gateway, with one route and its model, and whatever else is given. */
export function documentWith({
  operation = {},
  model = {},
  ...rest
}: {
  operation?: Json;
  model?: Json;
  [key: string]: unknown;
}): Json {
  return {
    openapi: "3.0.1",
    paths: { "/notes": { post: { ...NOTE_OPERATION, ...operation } } },
    components: { schemas: { Note: { ...NOTE_MODEL, ...model } } },
    ...rest,
  };
}

/** How the route's request template reads: two lines, so that it is a block of text in YAML. */
export const TEMPLATE = "## notes/put.vtl\nAction=SendMessage&MessageBody=$util.urlEncode($input.body)";

const NOTE_OPERATION = {
  summary: "Leave a note",
  parameters: [
    { name: "page", in: "query", schema: { type: "string", maxLength: 10 } },
    { name: "X-Client", in: "header", required: true, schema: { type: "string" } },
  ],
  requestBody: { required: false, content: { "application/json": { schema: { $ref: "#/components/schemas/Note" } } } },
  responses: {
    "202": { description: "Taken", headers: { "X-Id": { schema: { type: "string" } } } },
    "400": { description: "No" },
  },
  "x-amazon-apigateway-integration": {
    type: "aws",
    uri: "arn:aws:apigateway:us-east-1:sqs:path/000000000000/notes",
    passthroughBehavior: "never",
    requestTemplates: { "application/json": TEMPLATE, "text/plain": "" },
  },
};

const NOTE_MODEL = {
  type: "object",
  required: ["text"],
  properties: {
    text: { type: "string", minLength: 1, maxLength: 100 },
    kind: { type: "string", enum: ["idea", "fault"] },
    tags: { type: "array", items: { type: "string", maxLength: 5 } },
  },
};
