import assert from "node:assert/strict";
import { bodyValidators } from "../../src/validation/validator.ts";

/** What is wrong with a body, for a schema that may refer to `models`. */
function faults(schema: object, body: unknown, models: Record<string, object> = {}): string[] {
  return bodyValidators(models)(schema)(Buffer.from(JSON.stringify(body)));
}

describe("request models", () => {
  it("find nothing wrong with a valid body", () => {
    assert.deepEqual(faults({ type: "object", required: ["a"] }, { a: 1 }), []);
  });

  it("take an empty body for {}", () => {
    const validate = bodyValidators({})({ type: "object", required: ["a"] });
    assert.deepEqual(validate(Buffer.alloc(0)), ['object has missing required properties (["a"])']);
  });

  it("refuse what is not JSON", () => {
    assert.equal(bodyValidators({})({})(Buffer.from("{")).length, 1);
  });

  it("are draft 4: exclusiveMinimum is true or false", () => {
    const schema = { minimum: 1, exclusiveMinimum: true };
    assert.deepEqual(faults(schema, 1), ["numeric instance is not strictly greater than the required minimum 1"]);
    assert.deepEqual(faults(schema, 1.1), []);
  });

  it("refer to each other, and to themselves", () => {
    const models = {
      Person: { type: "object", required: ["name"], properties: { house: { $ref: "#/components/schemas/House" } } },
      House: { type: "object", properties: { people: { items: { $ref: "#/components/schemas/Person" } } } },
    };
    const person = { $ref: "#/components/schemas/Person" };
    assert.deepEqual(faults(person, { name: "a", house: { people: [{ name: "b" }] } }, models), []);
    assert.deepEqual(faults(person, { name: "a", house: { people: [{}] } }, models), [
      'object has missing required properties (["name"])',
    ]);
  });

  it("that are no schema are refused", () => {
    assert.throws(() => bodyValidators({})({ type: "text" }));
    assert.throws(() => bodyValidators({})({ $ref: "#/components/schemas/None" }));
  });

  const messages: [schema: object, body: unknown, message: string][] = [
    [{ type: "string" }, 1, 'instance type (integer) does not match any allowed primitive type (allowed: ["string"])'],
    [
      { type: "number" },
      "1",
      'instance type (string) does not match any allowed primitive type (allowed: ["integer","number"])',
    ],
    [
      { type: ["string", "null"] },
      [],
      'instance type (array) does not match any allowed primitive type (allowed: ["null","string"])',
    ],
    [{ required: ["b", "a"] }, {}, 'object has missing required properties (["a","b"])'],
    [{ enum: ["a", 1] }, "b", 'instance value ("b") not found in enum (possible values: ["a",1])'],
    [{ minLength: 3 }, "é", 'string "é" is too short (length: 1, required minimum: 3)'],
    [{ maxLength: 1 }, "ab", 'string "ab" is too long (length: 2, maximum allowed: 1)'],
    [{ pattern: "^a-\\-$" }, "b", 'ECMA 262 regex "^a-\\\\-$" does not match input string "b"'],
    [{ minimum: 5 }, 4, "numeric instance is lower than the required minimum (minimum: 5, found: 4)"],
    [{ maximum: 5 }, 6, "numeric instance is greater than the required maximum (maximum: 5, found: 6)"],
    [{ minItems: 1 }, [], "array is too short: must have at least 1 elements but instance has 0 elements"],
    [{ maxItems: 1 }, [1, 2], "array is too long: must have at most 1 elements but instance has 2 elements"],
    [{ uniqueItems: true }, [1, 1], "array must not contain duplicate elements"],
    [{ format: "email" }, "x", 'string "x" is not a valid email address'],
    [
      { additionalProperties: false, properties: { a: {} } },
      { a: 1, c: 2, b: 3 },
      'object instance has properties which are not allowed by the schema: ["b","c"]',
    ],
    [
      { anyOf: [{ type: "string" }, { type: "null" }] },
      1,
      "instance failed to match at least one required schema among 2",
    ],
    [
      { oneOf: [{ type: "integer" }, { minimum: 0 }] },
      1,
      "instance failed to match exactly one schema (matched 2 out of 2)",
    ],
    [{ not: { type: "integer" } }, 1, "instance matched a schema which it should not have"],
  ];
  for (const [schema, body, message] of messages) {
    it(`say: ${message}`, () => {
      assert.deepEqual(faults(schema, body), [message]);
    });
  }

  it("name a combination that failed, without its parts", () => {
    const schema = {
      properties: { a: { maxLength: 1, oneOf: [{ type: "null" }, { $ref: "#/components/schemas/B" }] } },
    };
    assert.deepEqual(faults(schema, { a: "xy" }, { B: { type: "object" } }), [
      "instance failed to match exactly one schema (matched 0 out of 2)",
      'string "xy" is too long (length: 2, maximum allowed: 1)',
    ]);
  });

  it("leave formats unchecked that API Gateway does not know", () => {
    assert.deepEqual(faults({ format: "int32" }, 1), []);
    assert.deepEqual(faults({ format: "phone" }, "x"), []);
  });
});
