import assert from "node:assert/strict";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setImmediate } from "node:timers/promises";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Run, resolved, run, runProgram } from "../../../components/testing/run.ts";

describe("run", () => {
  it("waits for an asynchronous program, and for what it registers late", async () => {
    const { names } = await run(async () => {
      await setImmediate();
      const queue = new aws.sqs.Queue("first");
      queue.arn.apply(() => new aws.sns.Topic("second"));
    });
    assert.deepEqual([...names("aws:sqs/queue:Queue"), ...names("aws:sns/topic:Topic")], ["first", "second"]);
  });

  it("fails as the program does", async () => {
    await assert.rejects(
      run(async () => {
        await setImmediate();
        throw new Error("no such setting");
      }),
      { message: "no such setting" },
    );
  });

  it("makes URNs as the engine does, with the types of all parents", async () => {
    const { resources } = await run(
      () => {
        const outer = new pulumi.ComponentResource("test:index:Outer", "outer");
        const inner = new pulumi.ComponentResource("test:index:Inner", "inner", {}, { parent: outer });
        new aws.sqs.Queue("queue", {}, { parent: inner });
        new aws.sqs.Queue("queue");
      },
      { project: "shop", stack: "dev" },
    );
    assert.deepEqual(
      resources.map(({ urn }) => urn),
      [
        "urn:pulumi:dev::shop::test:index:Outer$test:index:Inner$aws:sqs/queue:Queue::queue",
        "urn:pulumi:dev::shop::aws:sqs/queue:Queue::queue",
      ].toSorted((a, b) => resources.findIndex(({ urn }) => urn === a) - resources.findIndex(({ urn }) => urn === b)),
    );
  });

  it("refuses two resources of one URN, as the engine does", async () => {
    await assert.rejects(
      run(() => {
        new aws.sqs.Queue("twice");
        new aws.sqs.Queue("twice");
      }),
      /Duplicate resource URN 'urn:pulumi:stack::project::aws:sqs\/queue:Queue::twice'; try giving it a unique name/,
    );
  });

  it("gives the program its settings", async () => {
    const { result } = await run(
      () => {
        const config = new pulumi.Config();
        return [config.require("name"), config.requireNumber("size"), config.requireObject("tags"), pulumi.getStack()];
      },
      { project: "shop", stack: "dev", config: { "shop:name": "a", "shop:size": 3, "shop:tags": ["x"] } },
    );
    assert.deepEqual(result, ["a", 3, ["x"], "dev"]);
  });

  it("knows no outputs in a preview, and runs nothing that depends on them", async () => {
    const make = () => {
      const queue = new aws.sqs.Queue("queue", { delaySeconds: 5 });
      new aws.sns.Topic("topic", { displayName: queue.arn });
      const seen: unknown[] = [];
      queue.arn.apply((arn) => seen.push(arn));
      queue.delaySeconds.apply((seconds) => seen.push(seconds));
      return seen;
    };
    assert.deepEqual((await run(make, { preview: true })).result, [5]);
    assert.deepEqual((await run(make)).result, ["arn:aws:sqs:us-east-1:123456789012:queue", 5]);
  });

  it("gives a provider the ID of a resource that stands in an input", async () => {
    const make = () => {
      const role = new aws.iam.Role("writer", { assumeRolePolicy: "{}" });
      new aws.iam.RolePolicy("policy", { role, policy: "{}" });
    };
    assert.equal((await run(make)).inputs("aws:iam/rolePolicy:RolePolicy").role, "writer");
    const previewed = await run(make, { preview: true });
    assert(pulumi.isUnknown(previewed.inputs("aws:iam/rolePolicy:RolePolicy").role));
  });

  it("writes policy documents as the provider does", async () => {
    const { result } = await run(() =>
      aws.iam.getPolicyDocument({
        statements: [
          {
            actions: ["sqs:SendMessage"],
            resources: ["arn:q"],
            principals: [{ type: "Service", identifiers: ["sns.amazonaws.com"] }],
            conditions: [{ test: "ArnEquals", variable: "aws:SourceArn", values: ["arn:t"] }],
          },
        ],
      }),
    );
    assert.deepEqual(JSON.parse(result.json), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["sqs:SendMessage"],
          Resource: ["arn:q"],
          Principal: { Service: ["sns.amazonaws.com"] },
          Condition: { ArnEquals: { "aws:SourceArn": ["arn:t"] } },
        },
      ],
    });
  });

  it("says which provider function it does not know", async () => {
    const ami = () => aws.ec2.getAmi({ owners: ["amazon"] });
    await assert.rejects(run(ami), /no answer for aws:ec2\/getAmi:getAmi/);
    const { result } = await run(ami, { call: (token) => (token.includes("getAmi") ? { id: "ami-1" } : undefined) });
    assert.equal(result.id, "ami-1");
  });

  it("fails with the error of a resource that another one depends on", async () => {
    const program = () => {
      const policy = pulumi.output("{").apply((text): string => JSON.parse(text));
      const queue = new aws.sqs.Queue("orders", { policy });
      new aws.sqs.Queue("letters", { policy: queue.arn });
    };
    await assert.rejects(run(program), /in JSON at position 1/);
    assert.deepEqual((await run(() => new aws.sqs.Queue("orders"))).names("aws:sqs/queue:Queue"), ["orders"]);
  });
});

describe("runProgram", () => {
  it("runs a project's program with its settings, as often as it is asked", async () => {
    const directory = "packages/local/tests/program/fixtures/project";
    const retries = ({ inputs }: Run<unknown>) =>
      JSON.parse(inputs("aws:sqs/queue:Queue", "letters").redrivePolicy).maxReceiveCount;
    const first = await runProgram(directory);
    assert.equal(retries(first), 3);
    assert(pulumi.Output.isInstance(first.result.url));
    assert.equal(retries(await runProgram(directory, { config: { "fixture:retries": 5 } })), 5);
  });

  it("runs a program of CommonJS anew each time, too", async () => {
    const directory = mkdtempSync(path.join(tmpdir(), "commonjs-"));
    symlinkSync(path.resolve("node_modules"), path.join(directory, "node_modules"));
    writeFileSync(path.join(directory, "Pulumi.yaml"), "name: commonjs\nruntime: nodejs\n");
    writeFileSync(path.join(directory, "index.cjs"), 'new (require("@pulumi/aws").sqs.Queue)("letters");\n');
    try {
      for (let times = 0; times < 2; times++) {
        assert.deepEqual((await runProgram(directory)).names("aws:sqs/queue:Queue"), ["letters"]);
      }
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it("previews it", async () => {
    const { inputs } = await runProgram("packages/local/tests/program/fixtures/project", { preview: true });
    assert(pulumi.isUnknown(inputs("aws:apigateway/restApi:RestApi").body));
  });

  it("fails on what the project's files say", async () => {
    await assert.rejects(runProgram("tests"), { message: /^There is no Pulumi\.yaml in / });
  });
});

describe("resolved", () => {
  it("is an output's value", async () => {
    const { result } = await run(() => new aws.sqs.Queue("orders", { fifoQueue: true }));
    assert.equal(await resolved(result.url), "https://sqs.us-east-1.amazonaws.com/123456789012/orders.fifo");
  });
});
