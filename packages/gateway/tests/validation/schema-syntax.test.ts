import assert from "node:assert/strict";
import { checkSyntax } from "../../src/validation/schema-syntax.ts";

describe("syntax of models", () => {
  const refused: [schema: unknown, message: RegExp][] = [
    [1, /^Error: the schema must be a schema, an object$/],
    [{ type: "text" }, /^Error: type must be of array, boolean, /],
    [{ type: [] }, /^Error: type must be of/],
    [{ type: ["null", "null"] }, /type names a type twice/],
    // AWS: "Invalid model schema specified", https://github.com/aws/aws-cdk/issues/27433
    [{ required: [] }, /^Error: required must be an array of at least one name$/],
    [{ required: true }, /required must be an array/],
    [{ required: [1] }, /required must be an array of strings/],
    [{ enum: "a" }, /enum must be an array/],
    [{ enum: [1, 1] }, /enum has a value twice/],
    [{ minimum: "1" }, /minimum must be a number/],
    [{ exclusiveMinimum: true }, /exclusiveMinimum needs minimum beside it/],
    [{ exclusiveMaximum: 5, maximum: 6 }, /exclusiveMaximum must be true or false/],
    [{ multipleOf: 0 }, /multipleOf must be a number greater than 0/],
    [{ minLength: -1 }, /minLength must be an integer from 0 to 2147483647/],
    [{ maxItems: 1.5 }, /maxItems must be an integer/],
    [{ maxProperties: 2 ** 31 }, /maxProperties must be an integer/],
    [{ uniqueItems: "true" }, /uniqueItems must be true or false/],
    [{ pattern: "(" }, /^Error: pattern is not a regular expression of ECMA 262: "\("$/],
    [{ patternProperties: { "[": {} } }, /patternProperties is not a regular expression/],
    [{ items: [] }, /items must be an array of at least one schema/],
    [{ additionalItems: 1 }, /additionalItems must be true, false or a schema/],
    [{ allOf: [] }, /allOf must be an array of at least one schema/],
    [{ not: true }, /not must be a schema/],
    [{ dependencies: { a: "b" } }, /dependencies must be an array of at least one name/],
    [{ format: 1 }, /format must be a string/],
    [{ title: 1 }, /title must be a string/],
    [
      { properties: { a: { items: { anyOf: [{}, { type: 1 }] } } } },
      /^Error: properties\.a\.items\.anyOf\[1\]\.type must/,
    ],
    [{ definitions: { a: { pattern: "*" } } }, /^Error: definitions\.a\.pattern/],
    [{ dependencies: { a: { pattern: "*" } } }, /^Error: dependencies\.a\.pattern/],
    [{ properties: { a: 1 } }, /^Error: properties\.a must be a schema, an object$/],
  ];
  for (const [schema, message] of refused) {
    it(`refuses ${JSON.stringify(schema)}`, () => {
      assert.throws(() => checkSyntax(schema), message);
    });
  }

  it("takes draft 4, and any value of other keywords", () => {
    checkSyntax({
      $schema: "http://json-schema.org/draft-04/schema#",
      title: "T",
      type: ["object", "null"],
      properties: { type: { type: "string", format: "nope" }, required: { enum: [1, "1", [1], { a: 1 }, null] } },
      dependencies: { a: ["b"], c: {} },
      default: 1,
      example: null,
      nullable: "x",
      const: {},
      contains: 1,
    });
  });

  it("leaves alone integers that may have been different in the document", () => {
    checkSyntax({ enum: [2 ** 53, 2 ** 53] });
  });
});
