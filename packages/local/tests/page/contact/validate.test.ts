import assert from "node:assert/strict";
import { contactModel } from "../../../../../contact/contact-model.ts";
import { contactOf, fieldError, formErrors } from "../../../page/contact/validate.ts";
import { bodySchema, type OpenApiDocument } from "../../../page/document/document.ts";

const document: OpenApiDocument = {
  paths: {
    "/contact": {
      post: { requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/Contact" } } } } },
      get: {},
    },
  },
  components: { schemas: { Contact: contactModel } },
};
const schema = bodySchema(document, { method: "POST", path: "/contact" }) ?? {};
const good = { name: "Ada", email: "ada@example.com", topic: "sales", message: "Hello" };

describe("the form's validation", () => {
  it("uses the model that the document has for the route", () => {
    assert.deepEqual(schema.required, ["name", "email", "topic", "message"]);
    assert.equal(bodySchema(document, { method: "GET", path: "/contact" }), undefined);
  });

  it("accepts what the model accepts", () => {
    assert.deepEqual(formErrors(schema, good), {});
    assert.deepEqual(formErrors(schema, { ...good, phone: "+44 20 7946 0000" }), {});
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

  it("does not accept the honeypot, as the gateway does", () => {
    assert.ok(fieldError(schema, "website", "https://spam.example"));
  });
});

describe("the contact that the form sends", () => {
  it("is trimmed, without empty fields, and without the country if there is no place", () => {
    assert.deepEqual(contactOf({ ...good, name: " Ada ", phone: "  ", country: "US" }), good);
  });

  it("has spaces in the place of control characters, which pasted text may have", () => {
    assert.deepEqual(contactOf({ ...good, message: "\u000bone\u000btwo\nthree\0" }), {
      ...good,
      message: "one two\nthree",
    });
    assert.equal(fieldError(schema, "message", "\ud83d"), "Message has a character that cannot be sent.");
  });

  it("puts the place below the message, for which the model has no field", () => {
    assert.deepEqual(contactOf({ ...good, country: "US", postalCode: "90210", town: "Beverly Hills" }), {
      ...good,
      message: "Hello\n\n90210 Beverly Hills, US",
    });
    assert.deepEqual(contactOf({ country: "US", postalCode: "90210" }), {});
  });

  it("counts the place when it judges the message's length", () => {
    const message = "x".repeat(4990);
    assert.deepEqual(formErrors(schema, { ...good, message }), {});
    assert.deepEqual(formErrors(schema, { ...good, message, country: "US", town: "Beverly Hills" }), {
      message: "Message has 5009 characters; 5000 are allowed.",
    });
  });
});
