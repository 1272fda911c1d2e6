import assert from "node:assert/strict";
import { terraformPlan } from "../../../scripts/security/terraform-plan.ts";

/** The plan's only resource. */
function planned(type: string, inputs: Record<string, unknown>, name = "it") {
  const [resource, ...others] = terraformPlan([{ type, name, inputs }]).planned_values.root_module.resources;
  assert(resource && others.length === 0, type);
  return resource;
}

describe("the stack as a Terraform plan", () => {
  it("names types as Terraform does", () => {
    for (const [type, terraform] of [
      ["aws:sqs/queue:Queue", "aws_sqs_queue"],
      ["aws:sqs/redriveAllowPolicy:RedriveAllowPolicy", "aws_sqs_redrive_allow_policy"],
      ["aws:apigateway/restApi:RestApi", "aws_api_gateway_rest_api"],
      ["aws:cloudwatch/logGroup:LogGroup", "aws_cloudwatch_log_group"],
      ["aws:ec2/launchTemplate:LaunchTemplate", "aws_launch_template"],
      ["aws:lb/loadBalancer:LoadBalancer", "aws_lb"],
      ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "aws_vpc_security_group_ingress_rule"],
      ["aws:apigatewayv2/vpcLink:VpcLink", "aws_apigatewayv2_vpc_link"],
    ] as const) {
      assert.equal(planned(type, {}).type, terraform);
    }
  });

  it("writes properties with underscores, nested objects as lists of one block, and maps as they are", () => {
    const { values } = planned("aws:lambda/function:Function", {
      memorySize: 256,
      tracingConfig: { mode: "Active" },
      environment: { variables: { QUEUE_URL: "https://sqs" } },
      layers: ["a"],
      tags: { costCenter: "1" },
    });
    assert.deepEqual(values, {
      memory_size: 256,
      tracing_config: [{ mode: "Active" }],
      environment: [{ variables: { QUEUE_URL: "https://sqs" } }],
      layers: ["a"],
      tags: { costCenter: "1" },
    });
  });

  it("names the rules of a firewall or a bucket in the singular, as Terraform does", () => {
    const { values } = planned("aws:wafv2/webAcl:WebAcl", { rules: [{ overrideAction: { none: {} } }] });
    assert.deepEqual(values, { rule: [{ override_action: [{ none: [{}] }] }] });
  });

  it("lists each resource as a change too, under a name that Terraform allows", () => {
    const plan = terraformPlan([{ type: "aws:sqs/queue:Queue", name: "a.queue-1", inputs: { fifoQueue: true } }]);
    assert.deepEqual(plan.resource_changes, [
      {
        address: "aws_sqs_queue.a_queue_1",
        mode: "managed",
        type: "aws_sqs_queue",
        name: "a_queue_1",
        change: { actions: ["create"], before: null, after: { fifo_queue: true }, after_unknown: {} },
      },
    ]);
  });

  it("leaves out components and other providers' resources", () => {
    const types = ["contact-us:index:RestApi", "awsx:ec2:Vpc", "random:index/randomId:RandomId"];
    const plan = terraformPlan(types.map((type) => ({ type, name: "it", inputs: {} })));
    assert.deepEqual(plan.planned_values.root_module.resources, []);
  });
});
