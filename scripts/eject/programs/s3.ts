import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { S3Integration } from "../../../components/integrations/s3.ts";

const terms = new S3Integration("terms", { method: "GET", key: "terms.html", contentTypes: ["text/html"] });

const body = pulumi.jsonStringify({
  openapi: "3.0.1",
  info: { title: "api", version: "1.0" },
  paths: { "/terms": { get: terms.operation } },
  "x-amazon-apigateway-binary-media-types": terms.binaryMediaTypes,
});
const endpointConfiguration = { types: "REGIONAL" };
const api = new aws.apigateway.RestApi("api", { body, endpointConfiguration, putRestApiMode: "overwrite" });
const deployment = new aws.apigateway.Deployment("api", { restApi: api.id, triggers: { body } });
const stage = new aws.apigateway.Stage("dev", { restApi: api.id, stageName: "dev", deployment: deployment.id });

export const url = stage.invokeUrl;
