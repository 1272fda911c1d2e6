import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { PrivateIntegration } from "../../../components/integrations/private.ts";

const config = new pulumi.Config();
const subnets = config.requireObject<string[]>("subnetIds");
const loadBalancer = new aws.lb.LoadBalancer("desk", { internal: true, subnets });
const vpcLink = new aws.apigatewayv2.VpcLink("desk", { subnetIds: subnets, securityGroupIds: [] });
const desk = new PrivateIntegration("desk", {
  vpcLink,
  loadBalancer,
  url: pulumi.interpolate`http://${loadBalancer.dnsName}`,
  path: "/hours",
  timeoutInMillis: 5000,
});

const body = pulumi.jsonStringify({
  openapi: "3.0.1",
  info: { title: "api", version: "1.0" },
  paths: { "/hours": { "x-amazon-apigateway-any-method": desk.operation } },
});
const endpointConfiguration = { types: "REGIONAL" };
const api = new aws.apigateway.RestApi("api", { body, endpointConfiguration, putRestApiMode: "overwrite" });
const deployment = new aws.apigateway.Deployment("api", { restApi: api.id, triggers: { body } });
const stage = new aws.apigateway.Stage("dev", {
  restApi: api.id,
  stageName: "dev",
  deployment: deployment.id,
  // The link's ID is one, so that the link can be deleted when no route leads to it any more.
  variables: desk.stageVariables,
});

export const url = stage.invokeUrl;
