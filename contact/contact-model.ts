import type { JsonSchema } from "../components/rest-api/openapi.ts";

/** What a visitor can write to us about: the one list for the contact model and for `GET /topics`. */
export const topics = [
  { id: "sales", label: "Sales" },
  { id: "support", label: "Support" },
  { id: "billing", label: "Billing" },
  { id: "feedback", label: "Feedback" },
  { id: "other", label: "Something else" },
] as const;

/**
 * The body of a submission, as JSON Schema draft 4. API Gateway refuses any other body, so that nothing behind it meets one.
 * `website` is a honeypot: people do not see the field, robots fill it in, and then it is too long.
 */
export const contactModel: JsonSchema = {
  type: "object",
  required: ["name", "email", "topic", "message"],
  additionalProperties: false,
  properties: {
    name: { type: "string", minLength: 1, maxLength: 100 },
    email: { type: "string", maxLength: 254, pattern: "^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$" },
    topic: { type: "string", enum: topics.map(({ id }) => id) },
    message: { type: "string", minLength: 1, maxLength: 5000 },
    phone: { type: "string", pattern: "^\\+?[0-9 ()./-]{5,30}$" },
    website: { type: "string", maxLength: 0 },
  },
};
