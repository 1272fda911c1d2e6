import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { isUnknown } from "@pulumi/pulumi";
import { parse } from "yaml";
import { type Run, run } from "../../components/testing/run.ts";

const { name: project, config } = parse(readFileSync("Pulumi.yaml", "utf8"));

/** The whole program, with every part of it on. A module runs once for each URL, hence the query. */
function runStack(preview: boolean): Promise<Run<object>> {
  const defaults = Object.entries<{ default: unknown }>(config).map(([key, value]) => [
    `${project}:${key}`,
    value.default,
  ]);
  return run(() => import(`../../index.ts?preview=${preview}`), {
    project,
    stack: "dev",
    preview,
    config: {
      ...Object.fromEntries(defaults),
      [`${project}:privateService`]: true,
      [`${project}:eventStream`]: true,
      [`${project}:notificationEmail`]: "ada@example.com",
    },
  });
}

describe("the stack in a preview", function () {
  this.timeout(60_000);
  let previewed: Run<object>;
  let deployed: Run<object>;
  before(async () => {
    previewed = await runStack(true);
    deployed = await runStack(false);
  });

  it("has every resource that it has when it is deployed: nothing depends on a value that is not known yet", () => {
    const urns = ({ resources, components }: Run<object>) => [...resources, ...components].map(({ urn }) => urn).sort();
    assert.deepEqual(urns(previewed), urns(deployed));
    assert(urns(deployed).length > 60, `${urns(deployed).length} resources`);
  });

  it("knows no document until its roles and functions exist", () => {
    assert(isUnknown(previewed.inputs("aws:apigateway/restApi:RestApi").body));
    assert.match(deployed.inputs("aws:apigateway/restApi:RestApi").body, /^\{"openapi":"3\.0\.1"/);
  });

  it("has no public address, in either", () => {
    for (const { names, inputs } of [previewed, deployed]) {
      assert.deepEqual(names("aws:ec2/eip:Eip"), []);
      assert.equal(inputs("aws:lb/loadBalancer:LoadBalancer").internal, true);
      const [network] = inputs("aws:ec2/launchTemplate:LaunchTemplate").networkInterfaces;
      assert.equal(network.associatePublicIpAddress, "false");
    }
  });
});
