import { XMLBuilder, XMLParser, XMLValidator } from "fast-xml-parser";
import { type Contact, pickContact } from "../submission.ts";

/** The CRM's answer when it has opened a case. */
export interface Receipt {
  readonly caseNumber: string;
  readonly department: string;
  readonly status: string;
}

// Text stays text, white space included. `htmlEntities` makes the parser read references such as `&#13;`.
const parser = new XMLParser({ parseTagValue: false, trimValues: false, htmlEntities: true });
const builder = new XMLBuilder();

/**
 * Reads a ticket, `<ticket><fullName>…</fullName>…</ticket>`, whose elements have the CRM's names.
 *
 * @throws Error `BadRequest: …` that says what is wrong and does not quote the document.
 */
export function readTicket(document: unknown): Contact {
  const { ticket } = parse(document);
  if (typeof ticket !== "object") throw new Error("BadRequest: the document is not a ticket");
  const { fullName, emailAddress, telephone, category, note } = ticket;
  try {
    return pickContact({ name: fullName, email: emailAddress, phone: telephone, topic: category, message: note });
  } catch (error) {
    throw new Error(`BadRequest: the ticket has ${(error as Error).message}`);
  }
}

/** Writes the CRM's answer: `<receipt><caseNumber>…</caseNumber>…</receipt>`. */
export function writeReceipt(receipt: Receipt): string {
  return builder.build({ receipt });
}

function parse(document: unknown): { ticket?: Record<string, unknown> } {
  // A document type could define entities that grow without end, and a ticket does not need one.
  if (typeof document !== "string" || document.includes("<!DOCTYPE") || XMLValidator.validate(document) !== true) {
    throw new Error("BadRequest: the document is not well-formed XML");
  }
  return parser.parse(document);
}
