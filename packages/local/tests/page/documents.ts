import type { OpenApiDocument, Operation } from "../../page/document/document.ts";

/** An API that the page has never heard of: EventBridge behind a model, a function with an authorizer, S3, no integration. */
export const foreign: OpenApiDocument = {
  info: { title: "pet-shop" },
  paths: {
    "/orders/{shop}": {
      post: {
        summary: "Order a pet",
        parameters: [
          { name: "shop", in: "path", required: true, schema: { type: "string" } },
          { name: "currency", in: "query", required: true, schema: { enum: ["EUR", "USD"] } },
        ],
        requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/Order" } } } },
        "x-amazon-apigateway-integration": {
          type: "aws",
          uri: "arn:aws:apigateway:eu-west-1:events:action/PutEvents",
          credentials: "arn:aws:iam::000000000000:role/r",
          passthroughBehavior: "never",
          requestTemplates: { "application/json": "{}" },
          responses: { default: { statusCode: "202" } },
        },
      },
    },
    "/pets/{key+}": {
      "x-amazon-apigateway-any-method": {
        security: [{ jwt: [] }],
        "x-amazon-apigateway-integration": {
          type: "aws_proxy",
          uri: "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:0:function:pets/invocations",
        },
      },
    },
    "/pictures/{name}": {
      get: {
        "x-amazon-apigateway-integration": {
          type: "aws",
          httpMethod: "GET",
          uri: "arn:aws:apigateway:eu-west-1:s3:path/pet-pictures/{name}",
          credentials: "arn:aws:iam::000000000000:role/r",
        },
      },
    },
    "/nothing": { get: {} },
  },
  components: {
    schemas: {
      Order: {
        type: "object",
        required: ["sku", "count", "gift"],
        additionalProperties: false,
        properties: {
          sku: { type: "string", pattern: "^[0-9]{5}$" },
          count: { type: "integer", minimum: 1 },
          gift: { $ref: "#/components/schemas/Gift" },
          note: { type: "string", maxLength: 20 },
        },
      },
      Gift: { type: "object", required: ["wrap"], properties: { wrap: { type: "string", enum: ["paper", "box"] } } },
    },
    securitySchemes: { jwt: { type: "apiKey", "x-amazon-apigateway-authtype": "cognito_user_pools" } },
  },
  "x-amazon-apigateway-request-validator": "body",
  "x-amazon-apigateway-request-validators": { body: { validateRequestBody: true, validateRequestParameters: false } },
};

/** A document of one route. */
export function documentOf(method: string, path: string, operation: Operation): OpenApiDocument {
  return { ...foreign, paths: { [path]: { [method.toLowerCase()]: operation } } };
}
