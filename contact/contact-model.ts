import type { JsonSchema } from "../components/openapi.ts";
import schema from "./contact.schema.json" with { type: "json" };

/**
 * What no text may contain: characters that XML cannot write, nor SQS carry unless as JSON's escapes, halves of surrogate pairs,
 * for which a service would store another character, and U+007F, which json-smart, the parser behind `$input.path`, leaves out.
 * Refused, they are not replaced without a word.
 * https://www.w3.org/TR/xml/#charsets
 */
export const notText: JsonSchema = schema.properties.message.not;

/**
 * The body of a submission, as JSON Schema draft 4. API Gateway refuses any other body, so nothing behind it receives one.
 * The function behind `POST /contact/lambda` and the form of the local page validate with the same file.
 *
 * `website` is a honeypot: people do not see the field, robots fill it in, and then it is too long.
 */
export const contactModel: JsonSchema = schema;

const LABELS: Readonly<Record<string, string>> = {
  sales: "Sales",
  support: "Support",
  billing: "Billing",
  feedback: "Feedback",
  other: "Something else",
};

/** The topics that the model allows, each with the label that a form shows; `GET /topics` answers with them. */
export const topics = schema.properties.topic.enum.map((id) => ({ id, label: LABELS[id] ?? id }));
