import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { PrivateIntegration, type PrivateIntegrationArgs } from "../../../components/integrations/private.ts";
import { resolved, run } from "../../../components/testing/run.ts";

const integration = (changed: Partial<PrivateIntegrationArgs> = {}) =>
  new PrivateIntegration("support", {
    summary: "The support desk",
    vpcLink: new aws.apigatewayv2.VpcLink("link", { subnetIds: [], securityGroupIds: [] }),
    loadBalancer: new aws.lb.LoadBalancer("lb"),
    url: "http://internal",
    path: "/support/{proxy}",
    timeoutInMillis: 5_000,
    ...changed,
  });

describe("PrivateIntegration", () => {
  it("passes the client's method and path on through the link to the load balancer", async () => {
    const { result } = await run(integration);
    assert.deepEqual(await resolved(result.operation), {
      summary: "The support desk",
      responses: { "200": { description: "Whatever the service answers, status included" } },
      "x-amazon-apigateway-integration": {
        type: "http_proxy",
        connectionType: "VPC_LINK",
        connectionId: "${stageVariables.support_vpc_link}",
        integrationTarget: "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/lb/lb-id",
        httpMethod: "ANY",
        uri: "http://internal/support/{proxy}",
        passthroughBehavior: "when_no_match",
        timeoutInMillis: 5_000,
        requestParameters: { "integration.request.path.proxy": "method.request.path.proxy" },
      },
    });
    assert.deepEqual(result.pathParameters, ["proxy"]);
  });

  it("names the link by a stage variable alone, so that a removed route does not keep the link", async () => {
    const { result } = await run(() => integration());
    assert.deepEqual(Object.keys(result.stageVariables), ["support_vpc_link"]);
    assert.equal(await resolved(pulumi.output(result.stageVariables.support_vpc_link)), "link-id");
    assert.doesNotMatch(JSON.stringify(await resolved(result.operation)), /link-id/);
  });

  it("makes nothing of its own", async () => {
    const { resources } = await run(integration);
    assert.deepEqual(resources.map(({ name }) => name).sort(), ["lb", "link"]);
  });

  for (const [changed, message] of [
    [{ path: "support" }, 'path: expected a path that begins with a slash, got "support"'],
    [{ url: "http://a/" }, 'url: expected an http or https URL with no slash at its end, got "http://a/"'],
    [{ timeoutInMillis: 49 }, "timeoutInMillis: expected a whole number from 50 to 29000, got 49"],
    [{ timeoutInMillis: 29_001 }, "timeoutInMillis: expected a whole number from 50 to 29000, got 29001"],
  ] as const) {
    it(`refuses ${JSON.stringify(changed)}`, async () => {
      await run(() =>
        assert.throws(() => integration(changed), { message: `PrivateIntegration "support": ${message}` }),
      );
    });
  }
});
