import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import { CloudWatchRole } from "../../../components/rest-api/cloudwatch-role.ts";
import { run } from "../../../components/testing/run.ts";

describe("CloudWatchRole", () => {
  it("sets the account's role to one that API Gateway, and nobody else, may assume", async () => {
    const { inputs } = await run(() => new CloudWatchRole("cloudwatch"));
    assert.equal(
      inputs("aws:apigateway/account:Account").cloudwatchRoleArn,
      "arn:aws:iam::123456789012:role/cloudwatch-role",
    );
    assert.deepEqual(JSON.parse(inputs("aws:iam/role:Role").assumeRolePolicy).Statement[0].Principal, {
      Service: "apigateway.amazonaws.com",
    });
  });

  it("grants it AWS's policy for this purpose", async () => {
    const { inputs } = await run(() => new CloudWatchRole("cloudwatch"));
    assert.deepEqual(inputs("aws:iam/rolePolicyAttachment:RolePolicyAttachment"), {
      role: "cloudwatch-role",
      policyArn: "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs",
    });
  });

  it("is kept on destroy, all of it, for the account's other APIs", async () => {
    const retained: [string, boolean | undefined][] = [];
    const transformations: pulumi.ResourceTransformation[] = [
      ({ name, opts }) => {
        retained.push([name, opts.retainOnDelete]);
        return undefined;
      },
    ];
    await run(() => new CloudWatchRole("cloudwatch", {}, { transformations }));
    assert.deepEqual(retained, [
      ["cloudwatch", undefined],
      ["cloudwatch-role", true],
      ["cloudwatch-policy", true],
      ["cloudwatch-account", true],
    ]);
  });

  it("lets each resource inside be changed", async () => {
    const { inputs } = await run(
      () =>
        new CloudWatchRole("cloudwatch", {
          transform: {
            role: { permissionsBoundary: "arn:aws:iam::123456789012:policy/boundary" },
            policy: { policyArn: "arn:aws:iam::aws:policy/other" },
            account: (args) => {
              args.region = "eu-west-1";
            },
          },
        }),
    );
    assert.equal(inputs("aws:iam/role:Role").permissionsBoundary, "arn:aws:iam::123456789012:policy/boundary");
    assert.equal(
      inputs("aws:iam/rolePolicyAttachment:RolePolicyAttachment").policyArn,
      "arn:aws:iam::aws:policy/other",
    );
    assert.equal(inputs("aws:apigateway/account:Account").region, "eu-west-1");
  });
});
