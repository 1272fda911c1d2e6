import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { SnsIntegration } from "../../../components/integrations/sns.ts";

const news = new SnsIntegration("news", { model: "News" });

const body = pulumi.jsonStringify({
  openapi: "3.0.1",
  info: { title: "api", version: "1.0" },
  paths: { "/news": { post: news.operation } },
  components: { schemas: { News: { type: "object", required: ["subject", "message"] } } },
  "x-amazon-apigateway-request-validator": "all",
  "x-amazon-apigateway-request-validators": { all: { validateRequestBody: true, validateRequestParameters: true } },
});
const endpointConfiguration = { types: "REGIONAL" };
const api = new aws.apigateway.RestApi("api", { body, endpointConfiguration, putRestApiMode: "overwrite" });
const deployment = new aws.apigateway.Deployment("api", { restApi: api.id, triggers: { body } });
const stage = new aws.apigateway.Stage("dev", { restApi: api.id, stageName: "dev", deployment: deployment.id });

export const url = stage.invokeUrl;
