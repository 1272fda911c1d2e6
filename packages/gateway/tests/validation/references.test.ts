import assert from "node:assert/strict";
import { UnknownBodyError } from "../../src/validation/failure.ts";
import { bodyValidators } from "../../src/validation/validator.ts";

/** Whether a body is valid against a schema that may refer to `models`. */
function isValid(schema: object, body: unknown, models: Record<string, unknown> = {}): boolean {
  return bodyValidators(models)(schema)(Buffer.from(JSON.stringify(body))).length === 0;
}

const model = (name: string) => ({ $ref: `#/components/schemas/${name}` });

describe("references of models", () => {
  it("lead to other models, and back to themselves at other values", () => {
    const models = {
      Person: { type: "object", required: ["name"], properties: { house: model("House") } },
      House: { type: "object", properties: { people: { items: model("Person") } } },
    };
    assert.ok(isValid(model("Person"), { name: "a", house: { people: [{ name: "b" }] } }, models));
    assert.ok(!isValid(model("Person"), { name: "a", house: { people: [{}] } }, models));
  });

  it("lead to the definitions of the schema that they stand in", () => {
    const schema = { properties: { a: { $ref: "#/definitions/d" } }, definitions: { d: { type: "string" } } };
    assert.ok(!isValid(schema, { a: 1 }));
    assert.ok(isValid(schema, { a: "b" }));
    const other = { Other: { ...schema, definitions: { d: { type: "integer" } } } };
    assert.ok(isValid({ items: model("Other") }, [{ a: 1 }], other));
    assert.ok(!isValid({ items: model("Other") }, [{ a: "b" }], other));
  });

  it("lead to definitions by the name that Swagger 2.0 has for a model's place", () => {
    // The import of Swagger 2.0 turns all references to definitions into references to models.
    const schema = { items: model("d"), definitions: { d: { type: "string" } } };
    assert.ok(!isValid(schema, [1]));
    assert.ok(!isValid({ items: { $ref: "#/definitions/M" } }, [1], { M: { type: "string" } }));
  });

  it("lead to a model by its address in API Gateway", () => {
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
    const $ref = "https://apigateway.amazonaws.com/restapis/abc123/models/Pet";
    assert.ok(!isValid({ items: { $ref } }, [1], { Pet: { type: "string" } }));
  });

  it("lead to any part of a schema, with names escaped", () => {
    const definitions = {
      "a/b~c": { type: "string" },
      "d e": { type: "null" },
      list: { items: [{ type: "boolean" }] },
    };
    assert.ok(!isValid({ items: { $ref: "#/definitions/a~1b~0c" }, definitions }, [1]));
    assert.ok(!isValid({ items: { $ref: "#/definitions/d%20e" }, definitions }, [1]));
    assert.ok(!isValid({ items: { $ref: "#/definitions/list/items/0" }, definitions }, [1]));
    assert.ok(isValid({ items: { $ref: "#/definitions/list/items/0" }, definitions }, [true]));
  });

  it("stand for all of their schema: keywords beside them do not count", () => {
    assert.ok(isValid({ items: { $ref: "#/definitions/d", type: "null" }, definitions: { d: {} } }, [1]));
  });

  it("must lead somewhere, and not to what objects inherit", () => {
    assert.throws(() => isValid(model("None"), 1), /the reference #\/components\/schemas\/None leads nowhere/);
    assert.throws(() => isValid(model("toString"), 1), /leads nowhere/);
    assert.throws(() => isValid({ $ref: "#/definitions/constructor", definitions: {} }, 1), /leads nowhere/);
    assert.throws(() => isValid({ $ref: "other.json" }, 1), /leads nowhere/);
  });

  it("make the Java validator fail when they lead back to themselves at the same value", () => {
    for (const keyword of ["allOf", "anyOf", "oneOf"]) {
      assert.throws(() => isValid({ [keyword]: [{}, { $ref: "#" }] }, 1), UnknownBodyError);
    }
    assert.throws(() => isValid({ not: { $ref: "#" } }, 1), UnknownBodyError);
    const dependency = { dependencies: { a: { $ref: "#" } } };
    assert.throws(() => isValid(dependency, { a: 1 }), UnknownBodyError);
    assert.ok(isValid(dependency, { b: 1 }));
    const circle = { items: { $ref: "#/definitions/d" }, definitions: { d: { $ref: "#/definitions/d" } } };
    assert.ok(isValid(circle, []));
    assert.throws(() => isValid(circle, [1]), UnknownBodyError);
  });
});
