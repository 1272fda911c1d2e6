import assert from "node:assert/strict";
import { plainItem } from "../../src/cloud/dynamodb.ts";

describe("an item of DynamoDB as a plain object", () => {
  it("has the values without their types", () => {
    const item = {
      id: { S: "a" },
      count: { N: "12" },
      open: { BOOL: false },
      nothing: { NULL: true },
      list: { L: [{ S: "x" }, { N: "1.5" }] },
      map: { M: { deep: { S: "y" } } },
      set: { SS: ["p", "q"] },
    };
    assert.deepEqual(plainItem(item), {
      id: "a",
      count: 12,
      open: false,
      nothing: null,
      list: ["x", 1.5],
      map: { deep: "y" },
      set: ["p", "q"],
    });
  });

  it("keeps a number that JavaScript cannot hold as text", () => {
    assert.deepEqual(plainItem({ n: { N: "12345678901234567890" } }), { n: "12345678901234567890" });
  });
});
