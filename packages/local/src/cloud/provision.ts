import { type Json, ofType, type Program, type Resource } from "../program/resources.ts";
import { callService, callSns, createBucket, type Endpoints, type Service, ServiceError } from "./call.ts";

/**
 * Creates the program's queues, tables, topics, subscriptions, streams and buckets in the services. A resource that exists already,
 * in a service elsewhere, stays unchanged; an embedded queue gets the program's attributes and keeps its messages.
 *
 * @param elsewhere The services that are not embedded.
 * @throws ServiceError when a service refuses a resource.
 */
export async function provision(
  program: Program,
  endpoints: Endpoints,
  elsewhere: readonly Service[] = [],
): Promise<void> {
  const [queues, topics] = [ofType(program, "aws:sqs/queue:Queue"), ofType(program, "aws:sns/topic:Topic")];
  await Promise.all([
    ...queues.map((queue) => createQueue(queue, endpoints, elsewhere.includes("sqs"))),
    ...topics.map((topic) => callSns(endpoints, { Action: "CreateTopic", Name: topic.outputs.name })),
    ...ofType(program, "aws:dynamodb/table:Table").map((table) =>
      unlessExists(callService(endpoints, "dynamodb", "CreateTable", tableInput(table))),
    ),
    ...ofType(program, "aws:kinesis/stream:Stream").map((stream) =>
      unlessExists(callService(endpoints, "kinesis", "CreateStream", streamInput(stream))),
    ),
    ...ofType(program, "aws:s3/bucket:Bucket").map(({ outputs }) => createBucket(endpoints, outputs.bucket)),
  ]);
  await Promise.all(
    ofType(program, "aws:sns/topicSubscription:TopicSubscription").map(({ inputs }) =>
      callSns(endpoints, {
        Action: "Subscribe",
        TopicArn: inputs.topic,
        Protocol: inputs.protocol,
        Endpoint: inputs.endpoint,
        ...subscriptionAttributes(inputs),
      }),
    ),
  );
}

async function createQueue(queue: Resource, endpoints: Endpoints, isElsewhere: boolean): Promise<void> {
  const { QueueName, Attributes } = queueInput(queue);
  try {
    await callService(endpoints, "sqs", "CreateQueue", { QueueName, Attributes });
  } catch (error) {
    if (isElsewhere || !(error instanceof ServiceError && error.code === "QueueNameExists")) {
      throw error;
    }
    // FifoQueue cannot be set; it is in the queue's name.
    const { FifoQueue, ...settable } = Attributes;
    await callService(endpoints, "sqs", "SetQueueAttributes", { QueueUrl: queue.outputs.url, Attributes: settable });
  }
}

async function unlessExists(call: Promise<Json>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof ServiceError && error.code === "ResourceInUseException")) {
      throw error;
    }
  }
}

/** The input of CreateQueue for a queue of the program. Encryption and access policies mean nothing on localhost. */
export function queueInput({ inputs, outputs }: Resource): Json {
  const attributes = {
    VisibilityTimeout: inputs.visibilityTimeoutSeconds,
    MessageRetentionPeriod: inputs.messageRetentionSeconds,
    MaximumMessageSize: inputs.maxMessageSize,
    DelaySeconds: inputs.delaySeconds,
    ReceiveMessageWaitTimeSeconds: inputs.receiveWaitTimeSeconds,
    RedrivePolicy: inputs.redrivePolicy,
    FifoQueue: inputs.fifoQueue,
    ContentBasedDeduplication: inputs.contentBasedDeduplication,
  };
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return {
    QueueName: outputs.name,
    Attributes: Object.fromEntries(given.map(([name, value]) => [name, String(value)])),
  };
}

/** The input of CreateTable for a table of the program. */
export function tableInput({ inputs, outputs }: Resource): Json {
  const indexes = (list: Json[] | undefined) =>
    list?.map((index) => ({
      IndexName: index.name,
      KeySchema: keySchema({ hashKey: index.hashKey ?? inputs.hashKey, rangeKey: index.rangeKey }),
      Projection: { ProjectionType: index.projectionType, NonKeyAttributes: index.nonKeyAttributes },
    }));
  return {
    TableName: outputs.name,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: inputs.attributes.map(({ name, type }: Json) => ({
      AttributeName: name,
      AttributeType: type,
    })),
    KeySchema: keySchema(inputs),
    GlobalSecondaryIndexes: indexes(inputs.globalSecondaryIndexes),
    LocalSecondaryIndexes: indexes(inputs.localSecondaryIndexes),
  };
}

function keySchema({ hashKey, rangeKey }: Json): Json[] {
  const hash = { AttributeName: hashKey, KeyType: "HASH" };
  return rangeKey ? [hash, { AttributeName: rangeKey, KeyType: "RANGE" }] : [hash];
}

/** The input of CreateStream for a stream of the program; an on-demand stream gets one shard. */
export function streamInput({ inputs, outputs }: Resource): Json {
  return { StreamName: outputs.name, ShardCount: inputs.shardCount ?? 1 };
}

function subscriptionAttributes(inputs: Json): Record<string, string> {
  const attributes = {
    RawMessageDelivery: inputs.rawMessageDelivery,
    FilterPolicy: inputs.filterPolicy,
    FilterPolicyScope: inputs.filterPolicyScope,
  };
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    given.flatMap(([name, value], index) => [
      [`Attributes.entry.${index + 1}.key`, name],
      [`Attributes.entry.${index + 1}.value`, String(value)],
    ]),
  );
}
