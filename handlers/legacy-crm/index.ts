import type { Context } from "aws-lambda";
import contactSchema from "../../contact/contact.schema.json" with { type: "json" };
import { enqueue } from "../queue.ts";
import { logger } from "../runtime.ts";
import { readTicket, writeReceipt } from "./documents.ts";

/** The CRM's response, and its request besides the case's number: one XML document. Mapping templates make and read it. */
export interface CrmMessage {
  readonly document: string;
}

/** A ticket, and the number of the case that it opens, which API Gateway gives. */
export interface CrmRequest extends CrmMessage {
  readonly id: string;
}

/**
 * A CRM that speaks XML only, behind `POST /contact/legacy`. It opens a case for a ticket and puts the contact on the same
 * queue as the other two routes.
 *
 * Environment: `QUEUE_URL`.
 *
 * @throws Error `BadRequest: …` for a document that is not a ticket, `NotFound: …` for a department that the CRM does not
 *   have. API Gateway chooses its response by the beginning of the message.
 */
export async function handler(event: CrmRequest, context: Context): Promise<CrmMessage> {
  logger.addContext(context);
  const contact = readTicket(event.document);
  const department = findDepartment(contact.topic);
  const caseNumber = event.id;
  await enqueue(contact, caseNumber);
  logger.info("case opened", { caseNumber, department });
  return { document: writeReceipt({ caseNumber, department, status: "queued" }) };
}

/** The CRM's department for a topic; each topic of the contact model has one. */
function findDepartment(topic: string): string {
  // Not quoted in the message: the topic is the client's text.
  if (!contactSchema.properties.topic.enum.includes(topic)) throw new Error("NotFound: no department has this topic");
  return topic.toUpperCase();
}
