import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { DynamoDbIntegration } from "../../../components/integrations/dynamodb.ts";

const table = new aws.dynamodb.Table("notes", {
  billingMode: "PAY_PER_REQUEST",
  hashKey: "id",
  attributes: [{ name: "id", type: "S" }],
});
const note = new DynamoDbIntegration("note", {
  table,
  action: "GetItem",
  pathParameters: ["id"],
  requestTemplate: {
    text: `{"TableName": "$tableName", "Key": {"id": {"S": "$util.escapeJavaScript($input.params('id')).replaceAll("\\\\'", "'")"}}}`,
  },
  responseTemplate: {
    text: `#if($input.path('$.Item') == "")#set($context.responseOverride.status = 404)#end$input.json('$.Item')`,
  },
});
const parameters = [{ name: "id", in: "path", required: true, schema: { type: "string" } }];

const body = pulumi.jsonStringify({
  openapi: "3.0.1",
  info: { title: "api", version: "1.0" },
  paths: { "/notes/{id}": { get: note.operation.apply((operation) => ({ ...operation, parameters })) } },
});
const endpointConfiguration = { types: "REGIONAL" };
const api = new aws.apigateway.RestApi("api", { body, endpointConfiguration, putRestApiMode: "overwrite" });
const deployment = new aws.apigateway.Deployment("api", { restApi: api.id, triggers: { body } });
const stage = new aws.apigateway.Stage("dev", { restApi: api.id, stageName: "dev", deployment: deployment.id });

export const url = stage.invokeUrl;
