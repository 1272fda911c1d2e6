import type { JsonSchema } from "../components/openapi.ts";
import { notText } from "./contact-model.ts";

/** Text of a length. */
function text(maxLength: number): JsonSchema {
  return { type: "string", minLength: 1, maxLength, not: notText };
}

/**
 * The body of `PUT /visitors/{user_id}`, as JSON Schema draft 4: the page that was seen last, and nothing that says who
 * saw it. The ID is one that the browser makes up.
 */
export const visitorModel: JsonSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    page: text(2048),
  },
};

/**
 * The body of `POST /announcements`. SNS takes a subject of up to 100 printable ASCII characters that does not begin
 * with a space. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export const announcementModel: JsonSchema = {
  type: "object",
  required: ["subject", "message"],
  additionalProperties: false,
  properties: {
    subject: { type: "string", pattern: "^[!-~][ -~]{0,99}$" },
    message: text(10000),
  },
};

/** The body of `POST /events`. `visitor` is the partition key; Kinesis takes up to 256 characters. */
export const eventModel: JsonSchema = {
  type: "object",
  required: ["type", "page", "visitor"],
  additionalProperties: false,
  properties: {
    type: text(100),
    page: text(2048),
    visitor: text(256),
  },
};
