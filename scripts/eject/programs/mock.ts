import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { MockIntegration } from "../../../components/integrations/mock.ts";

const topics = new MockIntegration("topics", {
  body: { topics: ["sales", "support"] },
  scenarios: { "503": { headers: { "Retry-After": "120" }, body: { message: "Service unavailable" } } },
});

const body = pulumi.jsonStringify({
  openapi: "3.0.1",
  info: { title: "api", version: "1.0" },
  paths: { "/topics": { get: topics.operation } },
});
const endpointConfiguration = { types: "REGIONAL" };
const api = new aws.apigateway.RestApi("api", { body, endpointConfiguration, putRestApiMode: "overwrite" });
const deployment = new aws.apigateway.Deployment("api", { restApi: api.id, triggers: { body } });
const stage = new aws.apigateway.Stage("dev", { restApi: api.id, stageName: "dev", deployment: deployment.id });

export const url = stage.invokeUrl;
