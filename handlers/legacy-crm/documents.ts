import { XMLBuilder, XMLParser, XMLValidator } from "fast-xml-parser";
import type { Contact } from "../submission.ts";

/** What the CRM answers when it has opened a case. */
export interface Receipt {
  readonly caseNumber: string;
  readonly department: string;
  readonly status: string;
}

// Text stays text, white space and all. `htmlEntities` is what makes the parser read references such as `&#13;`.
const parser = new XMLParser({ parseTagValue: false, trimValues: false, htmlEntities: true });
const builder = new XMLBuilder();

/**
 * Reads a ticket, whose elements have the CRM's names: `<ticket><customer><fullName>…`.
 *
 * @throws Error `BadRequest: …` naming what is missing or wrong, never what the document says.
 */
export function readTicket(document: unknown): Contact {
  const ticket = element(parse(document), "ticket");
  const customer = element(ticket, "customer");
  const phone = customer.telephone === undefined ? {} : { phone: text(customer, "telephone") };
  return {
    name: text(customer, "fullName"),
    email: text(customer, "emailAddress"),
    topic: text(ticket, "category"),
    message: text(ticket, "note"),
    ...phone,
  };
}

/** Writes the CRM's answer: `<receipt><caseNumber>…</caseNumber>…</receipt>`. */
export function writeReceipt(receipt: Receipt): string {
  return builder.build({ receipt });
}

function parse(document: unknown): unknown {
  // A document type could define entities that grow without end; a ticket has no use for one.
  if (typeof document !== "string" || document.includes("<!DOCTYPE") || XMLValidator.validate(document) !== true) {
    throw new Error("BadRequest: the document is not well-formed XML");
  }
  return parser.parse(document);
}

function element(parent: unknown, name: string): Record<string, unknown> {
  const child = (parent as Record<string, unknown>)[name];
  if (typeof child !== "object" || child === null || Array.isArray(child)) {
    throw new Error(`BadRequest: the document has no <${name}>, or several`);
  }
  return child as Record<string, unknown>;
}

function text(parent: Record<string, unknown>, name: string): string {
  const value = parent[name];
  if (typeof value !== "string" || value === "") {
    throw new Error(`BadRequest: <${name}> must be there once, with text in it`);
  }
  return value;
}
