import assert from "node:assert/strict";
import { contactModel } from "../../../../components/contact-model.ts";
import type { OpenApiDocument } from "../../../../local/web/api/types.ts";
import { bodySchema } from "../../../../local/web/contact/contact-schema.ts";
import { contactOf, fieldError, formErrors } from "../../../../local/web/contact/validate.ts";

const document: OpenApiDocument = {
  paths: {
    "/contact": {
      post: { requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/Contact" } } } } },
      get: {},
    },
  },
  components: { schemas: { Contact: contactModel } },
};
const schema = bodySchema(document, "POST", "/contact") ?? {};
const good = { name: "Ada", email: "ada@example.com", topic: "sales", message: "Hello" };

describe("the form's validation", () => {
  it("uses the model that the document has for the route", () => {
    assert.deepEqual(schema.required, ["name", "email", "topic", "message"]);
    assert.equal(bodySchema(document, "GET", "/contact"), undefined);
  });

  it("accepts what the model accepts", () => {
    assert.deepEqual(formErrors(schema, good), {});
    assert.deepEqual(formErrors(schema, { ...good, phone: "+44 20 7946 0000", country: "GB", town: "London" }), {});
  });

  it("asks for what is missing, in the field's own words", () => {
    assert.deepEqual(formErrors(schema, {}), {
      name: "Enter your name.",
      email: "Enter an email address.",
      topic: "Choose a topic.",
      message: "Enter your message.",
    });
    assert.equal(fieldError(schema, "name", "   "), "Enter your name.");
  });

  it("says what is wrong with what was typed", () => {
    assert.equal(fieldError(schema, "email", "ada"), "Write the address like name@example.com.");
    assert.equal(fieldError(schema, "name", "x".repeat(101)), "Name has 101 characters; 100 are allowed.");
    assert.equal(fieldError(schema, "topic", "poetry"), "Choose a topic from the list.");
    assert.equal(fieldError(schema, "phone", "call me"), "This is not a phone number that we can use.");
  });

  it("refuses the honeypot, as the gateway does", () => {
    assert.ok(fieldError(schema, "website", "https://spam.example"));
  });
});

describe("the contact that the form sends", () => {
  it("leaves out what is empty, and the country where there is no place", () => {
    assert.deepEqual(contactOf({ ...good, phone: "  ", country: "US" }), good);
  });

  it("trims, and keeps the country of a place", () => {
    assert.deepEqual(contactOf({ name: " Ada ", country: "US", postalCode: "90210" }), {
      name: "Ada",
      country: "US",
      postalCode: "90210",
    });
  });
});
