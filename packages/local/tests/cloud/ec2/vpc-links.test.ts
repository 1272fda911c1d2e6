import assert from "node:assert/strict";
import { launchTemplates } from "../../../src/cloud/ec2/vpc-links.ts";
import type { Program, Resource } from "../../../src/program/resources.ts";

const resource = (type: string, id: string, inputs: Resource["inputs"]): Resource => ({
  type,
  name: id,
  id,
  inputs,
  outputs: inputs,
});
/** Two ways, so that a mix-up shows. */
const way = (name: string) => [
  resource("aws:lb/listener:Listener", `listener-${name}`, {
    loadBalancerArn: `lb-${name}`,
    defaultActions: [{ type: "forward", targetGroupArn: `tg-${name}` }],
  }),
  resource("aws:autoscaling/group:Group", `group-${name}`, {
    targetGroupArns: [`tg-${name}`],
    launchTemplate: { id: `lt-${name}` },
  }),
  resource("aws:ec2/launchTemplate:LaunchTemplate", `lt-${name}`, {}),
];
const get = (link: string, loadBalancer: string) => ({
  get: {
    "x-amazon-apigateway-integration": {
      type: "http_proxy",
      connectionType: "VPC_LINK",
      connectionId: link,
      integrationTarget: loadBalancer,
    },
  },
});
const program = (resources: Resource[], paths: object): Program => ({
  name: "p",
  directory: "/p",
  document: { paths },
  resources,
  outputs: {},
  config: {},
  localhost: { examples: {}, samples: {} },
  notes: [],
});

const idsOf = (found: ReturnType<typeof launchTemplates>) =>
  [...found].map(([link, template]) => [link, template instanceof Error ? template.message : template.id]);

describe("the launch template behind a VPC link", () => {
  it("is found over load balancer, target group and Auto Scaling group", () => {
    const found = launchTemplates(
      program([...way("a"), ...way("b")], { "/b": get("link-b", "lb-b"), "/a": get("link-a", "lb-a") }),
    );
    assert.deepEqual(idsOf(found), [
      ["link-b", "lt-b"],
      ["link-a", "lt-a"],
    ]);
  });

  it("is found where the link's ID is a stage variable", () => {
    const stage = resource("aws:apigateway/stage:Stage", "stage", { variables: { link: "link-a" } });
    const found = launchTemplates(program([stage, ...way("a")], { "/": get("${stageVariables.link}", "lb-a") }));
    assert.deepEqual(idsOf(found), [["link-a", "lt-a"]]);
  });

  it("is found where the Auto Scaling group has several types of instances", () => {
    const group = resource("aws:autoscaling/group:Group", "group", {
      targetGroupArns: ["tg-a"],
      mixedInstancesPolicy: { launchTemplate: { launchTemplateSpecification: { launchTemplateId: "lt-a" } } },
    });
    const resources = [group, ...way("a").filter(({ name }) => name !== "group-a")];
    const found = launchTemplates(program(resources, { "/": get("link-a", "lb-a") }));
    assert.deepEqual(idsOf(found), [["link-a", "lt-a"]]);
  });

  it("is nothing that an API without VPC links needs", () => {
    const paths = { "/": { get: { "x-amazon-apigateway-integration": { type: "mock" } } } };
    assert.equal(launchTemplates(program([], paths)).size, 0);
  });

  for (const [type, missing] of [
    ["aws:lb/listener:Listener", "listener"],
    ["aws:autoscaling/group:Group", "Auto Scaling group"],
    ["aws:ec2/launchTemplate:LaunchTemplate", "launch template"],
  ]) {
    it(`is missed by name where there is no ${missing}`, () => {
      const resources = way("a").filter((one) => one.type !== type);
      const [found] = launchTemplates(program(resources, { "/": get("link-a", "lb-a") })).values();
      assert.match(
        String(found),
        new RegExp(`^Error: VPC link link-a leads to lb-a, and from there to no ${missing}: `),
      );
    });
  }
});
