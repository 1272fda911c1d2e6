import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { KinesisIntegration } from "../../../components/integrations/kinesis.ts";
import { SnsIntegration } from "../../../components/integrations/sns.ts";
import { SqsIntegration } from "../../../components/integrations/sqs.ts";
import { run } from "../../../components/testing/run.ts";
import { contactTemplate } from "../../../contact/templates/template.ts";

const KEY = "1234abcd-12ab-34cd-56ef-1234567890ab";
const KEY_ARN = `arn:aws:kms:us-east-1:123456789012:key/${KEY}`;

/** What the integration's role may do with keys. */
async function keyStatements(make: () => unknown): Promise<unknown[]> {
  const { inputs } = await run(make);
  const { Statement } = JSON.parse(inputs("aws:iam/rolePolicy:RolePolicy").policy);
  return Statement.filter(({ Action }: { Action: string[] }) => Action.some((action) => action.startsWith("kms:")));
}

const queue = (kmsMasterKeyId?: string) => () =>
  new SqsIntegration("contact", { model: "Contact", queue: new aws.sqs.Queue("inbox", { kmsMasterKeyId }) });
const topic = (kmsMasterKeyId: string) => () =>
  new SnsIntegration("news", { model: "News", topic: new aws.sns.Topic("news", { kmsMasterKeyId }) });
const stream = (kmsKeyId: string) => () =>
  new KinesisIntegration("events", {
    model: "Event",
    requestTemplate: contactTemplate("put-event.vtl"),
    stream: new aws.kinesis.Stream("events", { encryptionType: "KMS", kmsKeyId }),
  });

describe("an integration's role", () => {
  it("may use the customer's key of its queue or topic", async () => {
    for (const make of [queue(KEY), queue(KEY_ARN), topic(KEY), topic(KEY_ARN)]) {
      assert.deepEqual(await keyStatements(make), [
        { Effect: "Allow", Action: ["kms:GenerateDataKey", "kms:Decrypt"], Resource: [KEY_ARN] },
      ]);
    }
  });

  it("may use the customer's key of its stream, to write and not to read", async () => {
    assert.deepEqual(await keyStatements(stream(KEY)), [
      { Effect: "Allow", Action: ["kms:GenerateDataKey"], Resource: [KEY_ARN] },
    ]);
  });

  it("may use a key by its alias, and no key of another alias", async () => {
    for (const key of ["alias/contact", "arn:aws:kms:us-east-1:123456789012:alias/contact"]) {
      assert.deepEqual(await keyStatements(queue(key)), [
        {
          Effect: "Allow",
          Action: ["kms:GenerateDataKey", "kms:Decrypt"],
          Resource: ["arn:aws:kms:us-east-1:123456789012:key/*"],
          Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/contact" } },
        },
      ]);
    }
  });

  it("may use no key where AWS manages it, or where there is none", async () => {
    for (const make of [queue(), queue("alias/aws/sqs"), topic("alias/aws/sns"), stream("alias/aws/kinesis")]) {
      assert.deepEqual(await keyStatements(make), []);
    }
  });

  it("may use the key of a queue of another account, by the key's ARN", async () => {
    const arn = "arn:aws:kms:eu-west-1:999999999999:key/k";
    const made = () =>
      new SqsIntegration("contact", {
        model: "Contact",
        queue: { arn: "arn:aws:sqs:eu-west-1:999999999999:inbox", kmsMasterKeyId: arn },
      });
    assert.deepEqual(await keyStatements(made), [
      { Effect: "Allow", Action: ["kms:GenerateDataKey", "kms:Decrypt"], Resource: [arn] },
    ]);
  });
});
