import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { EventBridgeIntegration } from "../../../components/integrations/eventbridge.ts";

const orders = new EventBridgeIntegration("orders", {
  model: "Order",
  source: "com.example.shop",
  detailType: "order placed",
});

const body = pulumi.jsonStringify({
  openapi: "3.0.1",
  info: { title: "api", version: "1.0" },
  paths: { "/orders": { post: orders.operation } },
  components: { schemas: { Order: { type: "object", required: ["item"], properties: { item: { type: "string" } } } } },
  "x-amazon-apigateway-request-validator": "full",
  "x-amazon-apigateway-request-validators": {
    full: { validateRequestBody: true, validateRequestParameters: true },
  },
});
const endpointConfiguration = { types: "REGIONAL" };
const api = new aws.apigateway.RestApi("api", { body, endpointConfiguration, putRestApiMode: "overwrite" });
const deployment = new aws.apigateway.Deployment("api", { restApi: api.id, triggers: { body } });
const stage = new aws.apigateway.Stage("dev", { restApi: api.id, stageName: "dev", deployment: deployment.id });

export const url = stage.invokeUrl;
