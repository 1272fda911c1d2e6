import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { LambdaProxyIntegration } from "../../../components/integrations/lambda-proxy.ts";

const handler = new aws.lambda.CallbackFunction("orders", {
  callback: async ({ body }: { body: string }) => ({ statusCode: 200, body }),
});
const orders = new LambdaProxyIntegration("orders", { function: handler });

const body = pulumi.jsonStringify({
  openapi: "3.0.1",
  info: { title: "api", version: "1.0" },
  paths: { "/orders": { post: orders.operation } },
});
const endpointConfiguration = { types: "REGIONAL" };
const api = new aws.apigateway.RestApi("api", { body, endpointConfiguration, putRestApiMode: "overwrite" });
orders.connect({ method: "POST", path: "/orders" }, { name: "api", executionArn: api.executionArn });
const deployment = new aws.apigateway.Deployment("api", { restApi: api.id, triggers: { body } });
const stage = new aws.apigateway.Stage("dev", { restApi: api.id, stageName: "dev", deployment: deployment.id });

export const url = stage.invokeUrl;
