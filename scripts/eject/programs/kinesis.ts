import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { KinesisIntegration } from "../../../components/integrations/kinesis.ts";

const events = new KinesisIntegration("events", {
  model: "Event",
  requestTemplate: {
    text: `{"StreamName": "$streamName", "PartitionKey": "$context.requestId", "Data": "$util.base64Encode($input.body)"}`,
  },
});

const body = pulumi.jsonStringify({
  openapi: "3.0.1",
  info: { title: "api", version: "1.0" },
  paths: { "/events": { post: events.operation } },
  components: { schemas: { Event: { type: "object", required: ["type"] } } },
  "x-amazon-apigateway-request-validator": "all",
  "x-amazon-apigateway-request-validators": { all: { validateRequestBody: true, validateRequestParameters: true } },
});
const endpointConfiguration = { types: "REGIONAL" };
const api = new aws.apigateway.RestApi("api", { body, endpointConfiguration, putRestApiMode: "overwrite" });
const deployment = new aws.apigateway.Deployment("api", { restApi: api.id, triggers: { body } });
const stage = new aws.apigateway.Stage("dev", { restApi: api.id, stageName: "dev", deployment: deployment.id });

export const url = stage.invokeUrl;
