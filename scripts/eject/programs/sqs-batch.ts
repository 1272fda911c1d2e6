import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { SqsBatchIntegration } from "../../../components/integrations/sqs-batch.ts";

const queue = new aws.sqs.Queue("readings", { sqsManagedSseEnabled: true });
const readings = new SqsBatchIntegration("readings", { model: "Readings", queue });

const body = pulumi.jsonStringify({
  openapi: "3.0.1",
  info: { title: "api", version: "1.0" },
  paths: { "/readings": { post: readings.operation } },
  components: { schemas: { Readings: { type: "array", minItems: 1, maxItems: 10, items: { type: "number" } } } },
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
