import assert from "node:assert/strict";
import { isUnknown } from "@pulumi/pulumi";
import { type Run, runProgram } from "../../components/testing/run.ts";

/** The whole program, with every part of it on. */
function runStack(preview: boolean): Promise<Run<object>> {
  const config = {
    "contact-us:privateService": true,
    "contact-us:eventStream": true,
    "contact-us:attachments": true,
    "contact-us:notificationEmail": "ada@example.com",
  };
  // A stack without a file: the project's defaults alone.
  return runProgram(".", { stack: "preview", preview, config });
}

describe("the stack in a preview", () => {
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
