import assert from "node:assert/strict";
import { UnknownBodyError } from "../../src/validation/failure.ts";
import { bodyValidators } from "../../src/validation/validator.ts";

// Verdicts, messages and their order are those of com.github.java-json-tools:json-schema-validator 2.2.14, API Gateway's library.

/** What is wrong with a body, which is a JSON text or a value, for a schema that may refer to `models`. */
function faults(schema: object, body: unknown, models: Record<string, object> = {}): string[] {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return bodyValidators(models)(schema)(Buffer.from(text));
}

const isValid = (schema: object, body: string) => faults(schema, body).length === 0;

describe("request models", () => {
  it("find nothing wrong with a valid body", () => {
    assert.deepEqual(faults({ type: "object", required: ["a"] }, { a: 1 }), []);
  });

  it("take an empty body for {}", () => {
    assert.deepEqual(faults({ type: "object", required: ["a"] }, ""), [
      'object has missing required properties (["a"])',
    ]);
  });

  it("refuse what is not JSON", () => {
    assert.deepEqual(faults({}, "{"), ["Unknown error parsing request body"]);
  });

  it("are draft 4: exclusiveMinimum is true or false", () => {
    const schema = { minimum: 1, exclusiveMinimum: true };
    assert.deepEqual(faults(schema, 1), ["numeric instance is not strictly greater than the required minimum 1"]);
    assert.deepEqual(faults(schema, 1.1), []);
  });

  it("ignore keywords outside draft 4", () => {
    const schema = {
      const: 1,
      contains: { type: "null" },
      propertyNames: { maxLength: 0 },
      if: {},
      else: { type: "null" },
      nullable: true,
      type: "object",
    };
    assert.deepEqual(faults(schema, { a: 1 }), []);
    assert.equal(faults(schema, "null").length, 1);
  });

  const messages: [schema: object, body: string, message: string][] = [
    [
      { type: "string" },
      "1",
      'instance type (integer) does not match any allowed primitive type (allowed: ["string"])',
    ],
    [
      { type: "number" },
      '"1"',
      'instance type (string) does not match any allowed primitive type (allowed: ["integer","number"])',
    ],
    [
      { type: ["string", "null"] },
      "[]",
      'instance type (array) does not match any allowed primitive type (allowed: ["null","string"])',
    ],
    [{ required: ["b", "a"] }, "{}", 'object has missing required properties (["a","b"])'],
    [{ enum: ["a", 1] }, '"b"', 'instance value ("b") not found in enum (possible values: ["a",1])'],
    [{ enum: [1] }, '{"b":[1.50,"x"]}', 'instance value ({"b":[1.5,"x"]}) not found in enum (possible values: [1])'],
    [{ minLength: 3 }, '"é"', 'string "é" is too short (length: 1, required minimum: 3)'],
    [{ minLength: 2 }, '"\\u0061"', 'string "a" is too short (length: 1, required minimum: 2)'],
    [{ maxLength: 1 }, '"ab"', 'string "ab" is too long (length: 2, maximum allowed: 1)'],
    [{ maxLength: 1 }, '"😀😀"', 'string "😀😀" is too long (length: 2, maximum allowed: 1)'],
    [{ pattern: "^a-\\-$" }, '"b"', 'ECMA 262 regex "^a-\\-$" does not match input string "b"'],
    [{ minimum: 5 }, "4", "numeric instance is lower than the required minimum (minimum: 5, found: 4)"],
    [{ maximum: 5 }, "6.10", "numeric instance is greater than the required maximum (maximum: 5, found: 6.1)"],
    [
      { maximum: 0.5, exclusiveMaximum: true },
      "0.50",
      "numeric instance is not strictly lower than the required maximum 0.5",
    ],
    [{ multipleOf: 0.1 }, "1e-2", "remainder of division is not zero (0.01 / 0.1)"],
    [{ minItems: 1 }, "[]", "array is too short: must have at least 1 elements but instance has 0 elements"],
    [{ maxItems: 1 }, "[1,[2,3]]", "array is too long: must have at most 1 elements but instance has 2 elements"],
    [
      { items: [{}], additionalItems: false },
      "[1,2]",
      "schema only allows 1 elements in array but instance has 2 elements",
    ],
    [{ uniqueItems: true }, "[1,1]", "array must not contain duplicate elements"],
    [{ minProperties: 1 }, "{}", "object has too few properties (found 0 but schema requires at least 1)"],
    [{ maxProperties: 1 }, '{"a":1,"b":2}', "object has too many properties (found 2 but schema requires at most 1)"],
    [{ format: "email" }, '"x"', 'string "x" is not a valid email address'],
    [
      { additionalProperties: false, properties: { a: {} }, patternProperties: { "^x": {} } },
      '{"a":1,"c":2,"b":3,"xy":4}',
      'object instance has properties which are not allowed by the schema: ["b","c"]',
    ],
    [
      { dependencies: { a: ["c", "b"] } },
      '{"a":1,"c":1}',
      'property "a" of object has missing property dependencies (schema requires ["b","c"]; missing: ["b"])',
    ],
    [
      { allOf: [{ type: "integer" }, { type: "null" }] },
      "1",
      "instance failed to match all required schemas (matched only 1 out of 2)",
    ],
    [
      { anyOf: [{ type: "string" }, { type: "null" }] },
      "1",
      "instance failed to match at least one required schema among 2",
    ],
    [
      { oneOf: [{ type: "integer" }, { minimum: 0 }] },
      "1",
      "instance failed to match exactly one schema (matched 2 out of 2)",
    ],
    [{ not: { type: "integer" } }, "1", "instance matched a schema which it should not have"],
  ];
  for (const [schema, body, message] of messages) {
    it(`say: ${message}`, () => {
      assert.deepEqual(faults(schema, body), [message]);
    });
  }

  it("list errors by the names of the keywords, the format last", () => {
    const schema = { format: "ipv4", pattern: "^b", minLength: 9, enum: ["b"], type: "string", not: {} };
    assert.deepEqual(faults(schema, '"a"'), [
      'instance value ("a") not found in enum (possible values: ["b"])',
      'string "a" is too short (length: 1, required minimum: 9)',
      "instance matched a schema which it should not have",
      'ECMA 262 regex "^b" does not match input string "a"',
      'string "a" is not a valid IPv4 address',
    ]);
  });

  it("list the errors of members by their names, of properties before those of patterns", () => {
    const schema = {
      properties: { b: { type: "null" }, a: { type: "null" } },
      patternProperties: { "^a": { minimum: 5 } },
      additionalProperties: { maximum: 0 },
    };
    assert.deepEqual(faults(schema, '{"c":1,"b":1,"a":1}'), [
      'instance type (integer) does not match any allowed primitive type (allowed: ["null"])',
      "numeric instance is lower than the required minimum (minimum: 5, found: 1)",
      'instance type (integer) does not match any allowed primitive type (allowed: ["null"])',
      "numeric instance is greater than the required maximum (maximum: 0, found: 1)",
    ]);
  });

  it("do not look into an object or array once something is wrong before", () => {
    const schema = { required: ["a"], properties: { b: { type: "null" } } };
    assert.deepEqual(faults(schema, { b: 1 }), ['object has missing required properties (["a"])']);
    assert.deepEqual(faults({ items: { items: { type: "null" } } }, [[1], [1], 1]).length, 1);
  });

  it("name a combination that failed, without its parts", () => {
    const schema = {
      properties: { a: { maxLength: 1, oneOf: [{ type: "null" }, { $ref: "#/components/schemas/B" }] } },
    };
    assert.deepEqual(faults(schema, { a: "xy" }, { B: { type: "object" } }), [
      'string "xy" is too long (length: 2, maximum allowed: 1)',
      "instance failed to match exactly one schema (matched 0 out of 2)",
    ]);
  });

  it("validate the items that have no schema of their own by additionalItems, and all of them without items", () => {
    const additional = { additionalItems: { type: "null" } };
    assert.ok(isValid({ items: [{ type: "integer" }], ...additional }, "[1,null]"));
    assert.ok(!isValid({ items: [{ type: "integer" }], ...additional }, "[1,2]"));
    assert.ok(!isValid(additional, "[1]"));
    assert.ok(isValid({ items: {}, additionalItems: false }, "[1,2]"));
  });

  it("apply the schema of a dependency to the object", () => {
    const schema = { dependencies: { a: { required: ["b"] } } };
    assert.ok(isValid(schema, '{"c":1}'));
    assert.deepEqual(faults(schema, { a: 1 }), ['object has missing required properties (["b"])']);
  });
});

describe("names of members that every JavaScript object has", () => {
  const names = ["toString", "constructor", "__proto__", "hasOwnProperty", "length", "valueOf"];
  for (const name of names) {
    it(`are members like others: ${name}`, () => {
      const absent = "{}";
      const present = `{"${name}":1}`;
      assert.ok(!isValid({ required: [name] }, absent));
      assert.ok(isValid({ required: [name] }, present));
      assert.ok(!isValid({ additionalProperties: false }, present));
      assert.ok(isValid({ dependencies: { [name]: ["a"] } }, absent));
      assert.ok(!isValid(JSON.parse(`{"properties":{"${name}":{"type":"null"}}}`), present));
      assert.ok(isValid({ uniqueItems: true }, `[{"${name}":1},{"${name}":2}]`));
      assert.ok(!isValid({ uniqueItems: true }, `[${present},{"${name}":1.0}]`));
      assert.ok(!isValid({ maxProperties: 0 }, present));
    });
  }

  it("are read whether they are escaped or not, and the last of two counts", () => {
    const schema = { properties: { a: { type: "null" } }, additionalProperties: false, required: ["a"] };
    assert.ok(isValid(schema, '{"\\u0061":null}'));
    assert.ok(!isValid(schema, '{"\\u0061":1}'));
    assert.ok(isValid(schema, '{"a":1,"a":null}'));
    assert.ok(!isValid(schema, '{"a":null,"\\u0061":1}'));
  });
});

describe("numbers of a body", () => {
  const cases: [schema: object, body: string, valid: boolean][] = [
    [{ multipleOf: 0.01 }, "19.99", true],
    [{ multipleOf: 0.1 }, "0.3", true],
    [{ multipleOf: 0.3 }, "1.0", false],
    [{ multipleOf: 1e-7 }, "1e2", true],
    [{ multipleOf: 3 }, "9007199254740993", true],
    [{ multipleOf: 2 }, "9007199254740993", false],
    [{ multipleOf: 7 }, `${"7".repeat(1000)}`, true],
    [{ multipleOf: 7 }, `${"7".repeat(1000)}1`, false],
    [{ type: "integer" }, "1.0", false],
    [{ type: "integer" }, "1e2", false],
    [{ type: "integer" }, "-0", true],
    [{ type: "number" }, "1e400", true],
    [{ maximum: 9007199254740992 }, "9007199254740993", false],
    [{ maximum: 1e20 }, "12345678901234567890", true],
    [{ maximum: 1e19 }, "12345678901234567890", false],
    [{ minimum: 0.1 }, "0.1000000000000000000001", true],
    [{ maximum: 0.1 }, "0.1000000000000000000001", false],
    [{ minimum: 0, exclusiveMinimum: true }, "1e-400", true],
    [{ minimum: -5 }, "-5.00000000000000000000001", false],
    [{ uniqueItems: true }, "[1,1.0]", false],
    [{ uniqueItems: true }, "[100,1e2]", false],
    [{ uniqueItems: true }, '[0,false,null,"0",-1]', true],
    [{ uniqueItems: true }, "[9007199254740992,9007199254740993]", true],
    [{ uniqueItems: true }, '[{"a":1,"b":[2]},{"a":1e0,"b":[2.0]}]', false],
    [{ uniqueItems: true }, '[{"a":1,"b":[2]},{"b":[2],"a":1}]', true],
    [{ enum: [{ a: 1, b: 2 }] }, '{"b":2,"a":1}', true],
    [{ enum: [[1, { a: 2 }]] }, '[1.0,{"a":2e0}]', true],
    [{ enum: [[1, { a: 2 }]] }, '[1.0,{"b":2e0}]', false],
    [{ enum: [0] }, "-0.0", true],
  ];
  for (const [schema, body, valid] of cases) {
    const shown = body.length > 40 ? `${body.slice(0, 8)}… (${body.length} digits)` : body;
    it(`are compared exactly: ${shown} is ${valid ? "" : "not "}valid against ${JSON.stringify(schema)}`, () => {
      assert.equal(isValid(schema, body), valid);
    });
  }

  it("are beyond the Java validator where they are beyond a double, as soon as they are compared", () => {
    assert.throws(() => faults({ maximum: 5 }, "1e400"), UnknownBodyError);
    assert.throws(() => faults({ enum: [5] }, "-1e400"), UnknownBodyError);
    assert.throws(() => faults({ uniqueItems: true }, "[1e400,1e400]"), UnknownBodyError);
    assert.throws(() => faults({ items: { minimum: Number.POSITIVE_INFINITY } }, '["a"]'), UnknownBodyError);
    assert.deepEqual(faults({ items: { minimum: Number.POSITIVE_INFINITY } }, "[]"), []);
    assert.deepEqual(faults({ type: "string" }, "1e400").length, 1);
  });
});

describe("work of validation", () => {
  const contact = {
    type: "object",
    required: ["email"],
    additionalProperties: false,
    properties: {
      email: { type: "string", maxLength: 254, pattern: "^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$" },
      name: { type: "string", pattern: "^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$" },
    },
  };

  it("lists a thousand unknown names of a body at most", () => {
    const body = `{${Array.from({ length: 30_000 }, (_, i) => `"k${i}":1`).join()}}`;
    const [message, ...more] = faults(contact, body);
    assert.match(message as string, /^object instance has properties .*"k0","k1","k10"/);
    assert.equal((message as string).split(",").length, 1000);
    assert.deepEqual(more, []);
  });

  it("lists a thousand errors at most", () => {
    assert.equal(faults({ items: { type: "string" } }, `[${"1,".repeat(30_000)}1]`).length, 1000);
  });

  it("does not try a pattern on a long text whose length is wrong", () => {
    const email = `a@${".".repeat(50_000)} `;
    assert.deepEqual(faults(contact, { email }), [
      `string "${email}" is too long (length: 50003, maximum allowed: 254)`,
    ]);
    const short = "a".repeat(300);
    assert.equal(faults(contact, { email: short }).length, 2);
  });

  it("stops a pattern that takes too long", () => {
    assert.deepEqual(faults(contact, { email: "a@b.c", name: `a@${".".repeat(100_000)} ` }), [
      'ECMA 262 regex "^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$" takes more than 250 ms',
    ]);
    assert.match(faults({ pattern: "^(a+)+$" }, `"${"a".repeat(60)}b"`)[0] as string, /takes more than 250 ms/);
    assert.match(faults({ pattern: "^((x+)?)*y" }, `"${"x".repeat(60)}"`)[0] ?? "", /takes more than 250 ms/);
    const many = { items: { pattern: "(x+x+)+y" } };
    assert.match(faults(many, JSON.stringify(Array(500).fill("x".repeat(40)))).join(), /takes more than 250 ms/);
  });

  it("tries patterns that go back and forth on texts of usual length", () => {
    const schema = { items: { pattern: "^[a-z]+(-[a-z]+)*$" } };
    assert.deepEqual(faults(schema, JSON.stringify(Array(100).fill("well-formed-name"))), []);
    assert.equal(faults(schema, ["not formed"]).length, 1);
  });

  it("tries schemas that lead back to themselves once for each value", () => {
    const schema = { anyOf: [{ items: { $ref: "#" } }, { items: { $ref: "#" }, maxItems: 5 }] };
    assert.deepEqual(faults(schema, `${"[".repeat(200)}1${"]".repeat(200)}`), []);
  });

  it("reads a body of any depth, and follows a schema for a thousand levels", () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    assert.deepEqual(faults({ type: "array" }, deep), []);
    assert.throws(() => faults({ items: { $ref: "#" } }, deep), UnknownBodyError);
    assert.throws(() => faults({ items: { uniqueItems: true } }, `[[${deep}]]`), UnknownBodyError);
    assert.match(faults({ enum: [1] }, deep)[0] as string, /^instance value \(\[{2001}…/);
  });
});
