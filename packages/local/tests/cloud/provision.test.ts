import assert from "node:assert/strict";
import { queueInput, streamInput, tableInput } from "../../src/cloud/provision.ts";
import type { Resource } from "../../src/program/program.ts";

const resource = (inputs: Resource["inputs"], name = "thing"): Resource => ({
  type: "t",
  name,
  id: name,
  inputs,
  outputs: { ...inputs, name },
});

describe("what is made of the program's resources", () => {
  it("a queue with the attributes that mean something here, as text", () => {
    const queue = resource({ visibilityTimeoutSeconds: 180, redrivePolicy: "{}", sqsManagedSseEnabled: true });
    assert.deepEqual(queueInput(queue), {
      QueueName: "thing",
      Attributes: { VisibilityTimeout: "180", RedrivePolicy: "{}" },
    });
  });

  it("a table with its keys and indexes", () => {
    const table = resource({
      attributes: [
        { name: "id", type: "S" },
        { name: "at", type: "N" },
      ],
      hashKey: "id",
      rangeKey: "at",
      globalSecondaryIndexes: [{ name: "by-at", hashKey: "at", projectionType: "ALL" }],
      pointInTimeRecovery: { enabled: true },
    });
    assert.deepEqual(tableInput(table), {
      TableName: "thing",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        { AttributeName: "id", AttributeType: "S" },
        { AttributeName: "at", AttributeType: "N" },
      ],
      KeySchema: [
        { AttributeName: "id", KeyType: "HASH" },
        { AttributeName: "at", KeyType: "RANGE" },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: "by-at",
          KeySchema: [{ AttributeName: "at", KeyType: "HASH" }],
          Projection: { ProjectionType: "ALL", NonKeyAttributes: undefined },
        },
      ],
      LocalSecondaryIndexes: undefined,
    });
  });

  it("a stream with its shards, one when it is on demand", () => {
    assert.deepEqual(streamInput(resource({ shardCount: 3 })), { StreamName: "thing", ShardCount: 3 });
    assert.deepEqual(streamInput(resource({ streamModeDetails: { streamMode: "ON_DEMAND" } })), {
      StreamName: "thing",
      ShardCount: 1,
    });
  });
});
