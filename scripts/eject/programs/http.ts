import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { HttpIntegration } from "../../../components/integrations/http.ts";

const orders = new HttpIntegration("orders", {
  url: "https://old.example.com",
  path: "/orders",
  queryParameters: ["page"],
  statuses: ["200", "404"],
  timeoutInMillis: 5000,
});

const body = pulumi.jsonStringify({
  openapi: "3.0.1",
  info: { title: "api", version: "1.0" },
  paths: { "/orders": { get: orders.operation } },
});
const endpointConfiguration = { types: "REGIONAL" };
const api = new aws.apigateway.RestApi("api", { body, endpointConfiguration, putRestApiMode: "overwrite" });
const deployment = new aws.apigateway.Deployment("api", { restApi: api.id, triggers: { body } });
const stage = new aws.apigateway.Stage("dev", { restApi: api.id, stageName: "dev", deployment: deployment.id });

export const url = stage.invokeUrl;
