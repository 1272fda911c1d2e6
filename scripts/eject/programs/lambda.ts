import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { LambdaIntegration } from "../../../components/integrations/lambda.ts";

const handler = new aws.lambda.CallbackFunction("orders", {
  callback: async ({ item }: { item: string }) => ({ ordered: item }),
});
const orders = new LambdaIntegration("orders", {
  function: handler,
  model: "Order",
  requestTemplate: { text: `{"item": $input.json('$.item')}` },
  success: { statusCode: "200", description: "Ordered", template: { text: "$input.json('$')" } },
  errors: {},
});

const body = pulumi.jsonStringify({
  openapi: "3.0.1",
  info: { title: "api", version: "1.0" },
  paths: { "/orders": { post: orders.operation } },
  components: { schemas: { Order: { type: "object", required: ["item"] } } },
  "x-amazon-apigateway-request-validator": "all",
  "x-amazon-apigateway-request-validators": { all: { validateRequestBody: true, validateRequestParameters: true } },
});
const endpointConfiguration = { types: "REGIONAL" };
const api = new aws.apigateway.RestApi("api", { body, endpointConfiguration, putRestApiMode: "overwrite" });
orders.connect({ method: "POST", path: "/orders" }, { name: "api", executionArn: api.executionArn });
const deployment = new aws.apigateway.Deployment("api", { restApi: api.id, triggers: { body } });
const stage = new aws.apigateway.Stage("dev", { restApi: api.id, stageName: "dev", deployment: deployment.id });

export const url = stage.invokeUrl;
