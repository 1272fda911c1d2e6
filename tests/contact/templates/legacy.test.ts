import assert from "node:assert/strict";
import fc from "fast-check";
import { XMLValidator } from "fast-xml-parser";
import { contactTemplate } from "../../../contact/templates/template.ts";
import { readTicket, writeReceipt } from "../../../handlers/legacy-crm/documents.ts";
import { renderFile } from "../../components/templates/render.ts";

const contact = { name: "Ada", email: "ada@example.com", topic: "sales", message: "Hello" };

/** The XML that the CRM gets for a body. */
function ticket(body: object): string {
  return JSON.parse(renderFile("request", contactTemplate("legacy-ticket.vtl"), { body: JSON.stringify(body) }).body)
    .document;
}

describe("legacy-ticket.vtl", () => {
  it("gives each field the CRM's name, and leaves out what the CRM does not know", () => {
    assert.equal(
      ticket({ ...contact, phone: "+44 20", website: "" }),
      "<ticket><fullName>Ada</fullName><emailAddress>ada@example.com</emailAddress><category>sales</category>" +
        "<note>Hello</note><telephone>+44 20</telephone></ticket>",
    );
  });

  it("escapes what would be markup", () => {
    assert.match(
      ticket({ ...contact, message: `</note>&amp;<!-- ]]>` }),
      /<note>&lt;\/note&gt;&amp;amp;&lt;!-- \]\]&gt;</,
    );
  });

  it("carries any text that the model lets in byte for byte, in well-formed XML", () => {
    const hostile = `a&Action=DeleteQueue&x=%26"'<>\\`;
    const forbidden = /[^\t\n\r\u0020-\ufffd\u{10000}-\u{10ffff}]|\p{Surrogate}/u;
    const writable = fc.string({ unit: "binary", minLength: 1 }).filter((text) => !forbidden.test(text));
    const markup = fc.string({
      unit: fc.constantFrom(..."&;#<>\"'\\/=[]!-?$(){}. \n\r\t\u0085é😀\u2028x1", "&#13;", "]]>", "$contact", "#end"),
      minLength: 1,
    });
    fc.assert(
      fc.property(fc.oneof(writable, markup), (text) => {
        const sent = { name: text, email: text, topic: text, message: text };
        const document = ticket(sent);
        assert.equal(XMLValidator.validate(document), true);
        assert.deepEqual(readTicket(document), sent);
      }),
      { numRuns: 150, examples: [[hostile], ["\r\n  \r"], [" "], ["\\'"], ["&amp;lt;"]] },
    );
  });
});

describe("legacy-receipt.vtl", () => {
  it("is the CRM's receipt as JSON", () => {
    const document = writeReceipt({ caseNumber: "c-1", department: "SALES", status: "queued" });
    const { body } = renderFile("response", contactTemplate("legacy-receipt.vtl"), {
      body: JSON.stringify({ document }),
    });
    assert.deepEqual(JSON.parse(body), { caseNumber: "c-1", department: "SALES", status: "queued" });
  });
});

describe("legacy-error.vtl", () => {
  for (const [errorMessage, message] of [
    ["BadRequest: no text for name", "no text for name"],
    ["NotFound: no department: none", "no department: none"],
    [`BadRequest: a "quoted" 'text' \\`, `a "quoted" 'text' \\`],
  ]) {
    it(`says ${JSON.stringify(message)}`, () => {
      const error = JSON.stringify({ errorMessage, errorType: "Error", trace: ["at secret.ts"] });
      const { body } = renderFile("response", contactTemplate("legacy-error.vtl"), { body: error });
      assert.deepEqual(JSON.parse(body), { message });
    });
  }
});
