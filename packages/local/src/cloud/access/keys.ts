import { ACCOUNT, arnOf, REGION } from "../../program/aws.ts";
import { type Json, ofType, type Program, type Resource } from "../../program/resources.ts";
import type { Asked } from "./roles.ts";

const SEND = ["kms:GenerateDataKey", "kms:Decrypt"];
const READ = ["kms:Decrypt"];

/**
 * What an action needs of the key that its resource is encrypted with.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 * https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
const KEY_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  "sqs:SendMessage": SEND,
  "sqs:ReceiveMessage": READ,
  "sns:Publish": SEND,
  "kinesis:PutRecord": ["kms:GenerateDataKey"],
  "kinesis:PutRecords": ["kms:GenerateDataKey"],
  "kinesis:GetRecords": READ,
  "s3:PutObject": ["kms:GenerateDataKey"],
  "s3:GetObject": READ,
};

/** What a call needs of the customer's key that encrypts its resource; nothing where AWS's own key does. */
export function keyAsked(program: Pick<Program, "resources">, { action, resource }: Asked): Asked[] {
  const actions = action.startsWith("dynamodb:") ? READ : KEY_ACTIONS[action];
  const key = actions && keyOf(program, resource);
  if (actions === undefined || key === undefined || /(^|:)alias\/aws\//.test(key)) {
    return [];
  }
  const found = findKey(program, key);
  const aliases = ofType(program, "aws:kms/alias:Alias").filter(({ inputs }) => isKey(inputs.targetKeyId, found));
  const values = {
    "kms:viaservice": [`${action.split(":")[0]}.${REGION}.amazonaws.com`],
    "kms:calleraccount": [ACCOUNT],
    "kms:resourcealiases": aliases.map(({ inputs, name }): string => inputs.name ?? `alias/${name}`),
  };
  const arn: string = found?.outputs.arn ?? (key.startsWith("arn:") ? key : arnOf("kms", `key/${key}`));
  return actions.map((one) => ({ action: one, resource: arn, values }));
}

/** The key of a resource as the program names it: ARN, ID or alias. */
function keyOf(program: Pick<Program, "resources">, arn: string): string | undefined {
  const isAt = ({ outputs }: Resource) => outputs.arn === arn || arn.startsWith(`${outputs.arn}/`);
  const [owner] = program.resources.filter((one) => Object.hasOwn(KEY_FIELDS, one.type) && isAt(one));
  const ofBucket = ofType(
    program,
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  ).find(({ inputs }) => arn.startsWith(`arn:aws:s3:::${inputs.bucket}/`));
  const key = owner
    ? KEY_FIELDS[owner.type]?.(owner.inputs)
    : ofBucket?.inputs.rules?.[0]?.applyServerSideEncryptionByDefault?.kmsMasterKeyId;
  return key || undefined;
}

const KEY_FIELDS: Readonly<Record<string, (inputs: Json) => string | undefined>> = {
  "aws:sqs/queue:Queue": ({ kmsMasterKeyId }) => kmsMasterKeyId,
  "aws:sns/topic:Topic": ({ kmsMasterKeyId }) => kmsMasterKeyId,
  "aws:kinesis/stream:Stream": ({ encryptionType, kmsKeyId }) => (encryptionType === "KMS" ? kmsKeyId : undefined),
  "aws:dynamodb/table:Table": ({ serverSideEncryption }) => serverSideEncryption?.kmsKeyArn,
};

function findKey(program: Pick<Program, "resources">, key: string): Resource | undefined {
  const [, alias] = /(?:^|:)(alias\/.+)$/.exec(key) ?? [];
  const target = ofType(program, "aws:kms/alias:Alias").find(
    ({ inputs, name }) => alias !== undefined && (inputs.name ?? `alias/${name}`) === alias,
  );
  return ofType(program, "aws:kms/key:Key").find((one) => isKey(target?.inputs.targetKeyId ?? key, one));
}

/** Whether an ID or ARN is that of a key of the program. */
function isKey(idOrArn: string, key: Resource | undefined): boolean {
  return key !== undefined && [key.id, key.outputs.arn, key.outputs.keyId].includes(idOrArn);
}
