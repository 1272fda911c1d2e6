import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { EXCEPTIONS } from "../../policy/exceptions.ts";
import type { Exception, Resource } from "../../policy/rule.ts";
import { isException, RULES, violationsOf } from "../../policy/rules.ts";
import { devStack } from "../index/stack.ts";

/** The rules that preview judges and a program's own resources cannot: default tags are the provider's. */
const IN_PREVIEW_ONLY = ["tags"];

describe("the policy", () => {
  let resources: readonly Resource[];
  before(async () => {
    resources = (await devStack()).resources;
  });

  /** What the policy refuses in the stack when one resource's inputs are changed. */
  const found = (type: string, name: string, change: (inputs: Resource["inputs"]) => Record<string, unknown>) => {
    const [subject, ...others] = resources.filter((each) => each.type === type && each.name === name);
    assert(subject !== undefined && others.length === 0, `one ${type} ${name}`);
    const inputs = { ...subject.inputs, ...change(structuredClone(subject.inputs)) };
    return refused(resources.map((each) => (each === subject ? { ...subject, inputs } : each)));
  };

  /** The same when the API's document is changed. */
  const foundIn = (change: (document: Json) => void) =>
    found("aws:apigateway/restApi:RestApi", "contact-us", ({ body }) => {
      const document = JSON.parse(body);
      change(document);
      return { body: JSON.stringify(document) };
    });

  it("finds nothing in the stack but what is excepted", () => {
    assert.deepEqual(refused(resources), []);
  });

  it("finds a tag on each resource, once the provider has added those of Pulumi.yaml", () => {
    const { config } = parse(readFileSync("Pulumi.yaml", "utf8"));
    const defaults = config["aws:defaultTags"].value.tags;
    const tags = RULES.filter(({ name }) => name === "tags");
    const tagged = resources.map((each) => ({ ...each, inputs: { ...each.inputs, tagsAll: defaults } }));
    assert.deepEqual(
      tags.flatMap((rule) => violationsOf(rule, tagged)),
      [],
    );
  });

  it("has no exception that the stack does not need", () => {
    const needed = RULES.flatMap((rule) =>
      violationsOf(rule, resources).map(({ subject, message }) => ({ rule: rule.name, subject, message })),
    );
    const occurs = (exception: Exception) =>
      needed.some(
        ({ rule, subject, message }) =>
          rule === exception.rule && subject === exception.subject && message === (exception.message ?? message),
      );
    assert.deepEqual(
      EXCEPTIONS.filter((exception) => !occurs(exception)),
      [],
    );
  });

  it("gives each rule another name, and each exception a rule and a reason", () => {
    const names = RULES.map(({ name }) => name);
    assert.deepEqual([...new Set(names)], names);
    for (const { rule, reason } of EXCEPTIONS) {
      assert(names.includes(rule), rule);
      assert.match(reason, /\w+ .*\.$/, rule);
    }
  });

  describe("refuses a stack with", () => {
    it("an unencrypted queue, topic, table, stream or disk", () => {
      const message = "is not encrypted at rest: set its encryption or a KMS key";
      for (const [type, name, change] of [
        ["aws:sqs/queue:Queue", "submissions-queue", { sqsManagedSseEnabled: false }],
        ["aws:sns/topic:Topic", "submissions-topic", { kmsMasterKeyId: undefined }],
        ["aws:dynamodb/table:Table", "visitors", { serverSideEncryption: { enabled: false } }],
        ["aws:kinesis/stream:Stream", "events-stream", { encryptionType: "NONE" }],
        ["aws:ec2/launchTemplate:LaunchTemplate", "support-desk-template", { blockDeviceMappings: [{ ebs: {} }] }],
      ] as const) {
        const actual = resources.find((each) => each.type === type && each.name.startsWith(name));
        assert(actual, `${type} ${name}`);
        assert.deepEqual(
          found(type, actual.name, () => change),
          [`encryption: ${actual.name} ${message}`],
        );
      }
    });

    it("a queue or topic that takes requests without TLS", () => {
      for (const [type, name, message] of [
        ["aws:sqs/queuePolicy:QueuePolicy", "submissions-queue-tls", "queues 1 of 2"],
        ["aws:sns/topicPolicy:TopicPolicy", "announcements-topic-tls", "topics 2 of 3"],
      ] as const) {
        assert.deepEqual(
          found(type, name, () => ({ policy: '{"Version":"2012-10-17","Statement":[]}' })),
          [`secure-transport: ${message} refuse requests without TLS: see secure-transport.ts`],
        );
      }
    });

    it("a public address", () => {
      const { name } = resourceOf("aws:ec2/launchTemplate:LaunchTemplate");
      assert.deepEqual(
        found("aws:ec2/launchTemplate:LaunchTemplate", name, ({ networkInterfaces }) => ({
          networkInterfaces: [{ ...networkInterfaces[0], associatePublicIpAddress: "true" }],
        })),
        [`no-public-address: ${name} may give its instances public addresses: set associatePublicIpAddress to false`],
      );
      assert.deepEqual(added("aws:ec2/eip:Eip", {}), ["no-public-address: added is a public address"]);
    });

    it("a load balancer, network or group of rules that is open to the internet", () => {
      const balancer = resourceOf("aws:lb/loadBalancer:LoadBalancer").name;
      assert.deepEqual(
        found("aws:lb/loadBalancer:LoadBalancer", balancer, () => ({ internal: false })),
        [`no-public-address: ${balancer} faces the internet: set internal to true`],
      );
      const network = resourceOf("awsx:ec2:Vpc").name;
      assert.deepEqual(
        found("awsx:ec2:Vpc", network, () => ({ subnetSpecs: [{ type: "Public" }] })),
        [
          `no-public-address: ${network} has subnets with a way to the internet: make them isolated, without NAT gateways`,
        ],
      );
      const open = "lets the whole internet in";
      for (const [type, inputs, message] of [
        [
          "aws:ec2/securityGroup:SecurityGroup",
          { ingress: [{ cidrBlocks: ["0.0.0.0/0"] }] },
          `${open}: name the sources of its ingress`,
        ],
        [
          "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
          { ingress: [{ ipv6CidrBlocks: ["::/0"] }] },
          `${open}: name the sources of its ingress`,
        ],
        ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", { cidrIpv6: "::/0" }, `${open}: name its source`],
        [
          "aws:ec2/securityGroupRule:SecurityGroupRule",
          { type: "ingress", cidrBlocks: ["0.0.0.0/0"] },
          `${open}: name its sources`,
        ],
        [
          "aws:ec2/subnet:Subnet",
          { mapPublicIpOnLaunch: true },
          "gives instances public addresses: set mapPublicIpOnLaunch to false",
        ],
        [
          "aws:ec2/route:Route",
          { destinationCidrBlock: "0.0.0.0/0", gatewayId: "igw-1" },
          "leads to the internet: remove it",
        ],
        ["aws:ec2/instance:Instance", {}, "may get a public address: set associatePublicIpAddress to false"],
      ] as const) {
        assert.deepEqual(added(type, inputs), [`no-public-address: added ${message}`]);
      }
      assert.deepEqual(
        added("aws:ec2/securityGroupRule:SecurityGroupRule", { type: "egress", cidrBlocks: ["0.0.0.0/0"] }),
        [],
      );
    });

    it("a wildcard in a role", () => {
      const policy = (statement: Json) => ({
        policy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
      });
      const queue = "arn:aws:sqs:us-east-1:123456789012:queue";
      const type = "aws:iam/rolePolicy:RolePolicy";
      for (const [statement, message] of [
        [{ Effect: "Allow", Action: ["sqs:*"], Resource: queue }, "allows sqs:*: name the actions"],
        [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: "*" }, "allows its actions on *: name the resources"],
        [
          { Effect: "Allow", Action: "sqs:SendMessage", Resource: [`${queue}-*`] },
          `allows its actions on ${queue}-*: name the resources`,
        ],
        [
          { Effect: "Allow", Action: ["ssmmessages:OpenDataChannel", "ssm:GetParameter"], Resource: "*" },
          "allows its actions on *: name the resources",
        ],
        [
          { Effect: "Allow", NotAction: "iam:*", Resource: queue },
          "allows everything but what it names: name what it needs",
        ],
      ] as const) {
        assert.deepEqual(
          found(type, "contact-policy", () => policy(statement)),
          [`least-privilege: contact-policy ${message}`],
        );
      }
      for (const statement of [
        { Effect: "Deny", Action: "*", Resource: "*" },
        { Effect: "Allow", Action: "ssmmessages:OpenDataChannel", Resource: "*" },
      ]) {
        assert.deepEqual(
          found(type, "contact-policy", () => policy(statement)),
          [],
        );
      }
    });

    it("a managed policy that allows more", () => {
      const policyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
      assert.deepEqual(added("aws:iam/rolePolicyAttachment:RolePolicyAttachment", { policyArn }), [
        `least-privilege: added attaches ${policyArn}: allow the actions that are needed`,
      ]);
      assert.deepEqual(added("aws:iam/role:Role", { managedPolicyArns: [policyArn] }), [
        "least-privilege: added has managed policies: allow the actions that are needed",
      ]);
    });

    it("a role or queue for anybody", () => {
      const statement = { Effect: "Allow", Principal: { AWS: "*" }, Action: "sqs:SendMessage" };
      const policy = JSON.stringify({ Statement: [statement] });
      const message = "named-principals: added trusts anybody: name the principal";
      assert.deepEqual(added("aws:iam/role:Role", { assumeRolePolicy: policy }), [message]);
      assert.deepEqual(added("aws:sqs/queuePolicy:QueuePolicy", { policy }), [message]);
      const deny = JSON.stringify({ Statement: { ...statement, Effect: "Deny", Principal: "*" } });
      assert.deepEqual(added("aws:sqs/queuePolicy:QueuePolicy", { policy: deny }), []);
    });

    it("logs that are kept for ever", () => {
      const { name } = resourceOf("aws:cloudwatch/logGroup:LogGroup");
      assert.deepEqual(
        found("aws:cloudwatch/logGroup:LogGroup", name, () => ({ retentionInDays: undefined })),
        [`log-retention: ${name} keeps its logs for ever: set retentionInDays`],
      );
      assert.deepEqual(
        found("aws:lambda/function:Function", "contact-function", () => ({ loggingConfig: undefined })),
        [
          "log-retention: contact-function logs to a group that Lambda makes and never empties: set loggingConfig.logGroup",
        ],
      );
    });

    it("a write without a model, a validator, or a limit to the content types", () => {
      assert.deepEqual(
        foundIn(({ paths }) => delete paths["/contact"].post.requestBody),
        ["validated-writes: POST /contact takes a body that no model describes"],
      );
      const unchecked = foundIn((document) => {
        document["x-amazon-apigateway-request-validators"].full.validateRequestBody = false;
      });
      assert(
        unchecked.includes("validated-writes: PUT /visitors/{user_id} has no request validator for bodies"),
        unchecked.join(),
      );
      assert.deepEqual(
        foundIn(({ paths }) => {
          paths["/contact"].post["x-amazon-apigateway-integration"].passthroughBehavior = "when_no_match";
        }),
        [
          "validated-writes: POST /contact lets content types pass that have no model: set passthroughBehavior to never",
        ],
      );
    });

    it("a mapping template that prints a client's text as it is", () => {
      const template = 'Action=SendMessage&MessageBody=$input.body&Id=$util.urlEncode($input.params("id"))';
      assert.deepEqual(
        foundIn(({ paths }) => {
          paths["/contact"].post["x-amazon-apigateway-integration"].requestTemplates["application/json"] = template;
        }),
        ["escaped-templates: POST /contact prints $input.body unescaped"],
      );
    });

    it("a response that prints what was stored as it is", () => {
      assert.deepEqual(
        foundIn(({ paths }) => {
          const { responses } = paths["/visitors/{user_id}"].get["x-amazon-apigateway-integration"];
          responses["200"].responseTemplates["application/json"] = '{"name": "$input.path(\'$.Item.name.S\')"}';
        }),
        ["escaped-templates: GET /visitors/{user_id} prints $input.path('$.Item.name.S') unescaped"],
      );
    });

    it("a stage or method without a limit of requests", () => {
      const type = "aws:apigateway/methodSettings:MethodSettings";
      const whole = resources.find((each) => each.type === type && each.inputs.methodPath === "*/*");
      assert(whole);
      const settings = { ...whole.inputs.settings };
      assert.deepEqual(
        found(type, whole.name, () => ({ settings: { ...settings, throttlingRateLimit: undefined } })),
        ["throttled-routes: contact-us-stage has no limit of requests: make method settings for */* with throttling"],
      );
      const { restApi, stageName } = whole.inputs;
      const lifted = {
        restApi,
        stageName,
        methodPath: "contact/POST",
        settings: { throttlingRateLimit: -1, throttlingBurstLimit: -1 },
      };
      assert.deepEqual(added(type, lifted), [
        "throttled-routes: added lifts the limit of requests: set throttlingRateLimit and throttlingBurstLimit",
      ]);
    });

    it("an open route that returns or changes stored data, also with an API key alone", () => {
      const withSecurity = (security: Json[] | undefined) =>
        foundIn(({ paths }) => {
          const { get, put } = paths["/visitors/{user_id}"];
          paths["/people/{user_id}"] = { get: { ...get, security }, put: { ...put, security } };
        });
      const refusal = (caller: string) => [
        `no-open-stored-data: GET /people/{user_id} returns stored data to ${caller}: set an authorization`,
        `no-open-stored-data: PUT /people/{user_id} changes stored data for ${caller}: set an authorization`,
      ];
      assert.deepEqual(withSecurity(undefined).sort(), refusal("anybody"));
      assert.deepEqual(withSecurity([{ api_key: [] }]).sort(), refusal("whoever has an API key"));
    });

    it("a route of this stack's that lost its key: the exception is for the key alone", () => {
      for (const [path, method, message] of [
        ["/visitors/{user_id}", "get", "returns stored data to anybody"],
        ["/visitors/{user_id}", "put", "changes stored data for anybody"],
        ["/attachments/{id}", "put", "changes stored data for anybody"],
      ] as const) {
        assert.deepEqual(
          foundIn(({ paths }) => delete paths[path][method].security),
          [`no-open-stored-data: ${method.toUpperCase()} ${path} ${message}: set an authorization`],
        );
      }
    });

    it("a resource without tags", () => {
      const tags = RULES.find(({ name }) => name === "tags");
      assert(tags);
      const type = "aws:sqs/queue:Queue";
      assert.deepEqual(
        violationsOf(tags, [
          { type, name: "queue", inputs: {} },
          { type, name: "other", inputs: { tags: {} } },
        ]),
        [{ subject: "queue and 1 more", message: "without tags: set aws:defaultTags in the stack's settings" }],
      );
      assert.deepEqual(violationsOf(tags, [{ type, name: "queue", inputs: { tags: { project: "contact-us" } } }]), []);
      assert.deepEqual(violationsOf(tags, [{ type: "aws:iam/rolePolicy:RolePolicy", name: "policy", inputs: {} }]), []);
    });
  });

  it("takes an authorizer beside a key for an authorization: API Gateway asks for both", () => {
    const closed = foundIn((document) => {
      const { get } = document.paths["/visitors/{user_id}"];
      document.paths["/people/{user_id}"] = { get: { ...get, security: [{ sigv4: [] }, { api_key: [] }] } };
    });
    assert.deepEqual(closed, []);
  });

  it("takes IAM and an authorizer for an authorization of stored data", () => {
    for (const scheme of [
      { type: "apiKey", name: "Authorization", in: "header", "x-amazon-apigateway-authtype": "awsSigv4" },
      { type: "apiKey", name: "token", in: "header", "x-amazon-apigateway-authorizer": { type: "token" } },
    ]) {
      const closed = foundIn((document) => {
        const { get } = document.paths["/visitors/{user_id}"];
        document.paths["/people/{user_id}"] = { get: { ...get, security: [{ caller: [] }] } };
        document.components.securitySchemes = { ...document.components.securitySchemes, caller: scheme };
      });
      assert.deepEqual(closed, []);
    }
  });

  it("is a pack that Pulumi finds", () => {
    const { main } = JSON.parse(readFileSync("policy/package.json", "utf8"));
    assert.equal(main, "index.cjs");
    assert.match(readFileSync("policy/PulumiPolicy.yaml", "utf8"), /^ {4}typescript: false$/m);
  });

  function resourceOf(type: string): Resource {
    const resource = resources.find((each) => each.type === type);
    assert(resource, type);
    return resource;
  }

  function added(type: string, inputs: Resource["inputs"]): string[] {
    return refused([...resources, { type, name: "added", inputs }]);
  }
});

// biome-ignore lint/suspicious/noExplicitAny: an OpenAPI document
type Json = Record<string, any>;

function refused(resources: readonly Resource[]): string[] {
  return RULES.filter(({ name }) => !IN_PREVIEW_ONLY.includes(name)).flatMap((rule) =>
    violationsOf(rule, resources)
      .filter((violation) => !isException(rule, violation))
      .map(({ subject, message }) => `${rule.name}: ${subject} ${message}`),
  );
}
