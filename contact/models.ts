import type { JsonSchema } from "../components/openapi.ts";

/** The body of `PUT /visitors/{user_id}`, as JSON Schema draft 4. */
export const visitorModel: JsonSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    name: { type: "string", minLength: 1, maxLength: 100 },
    page: { type: "string", minLength: 1, maxLength: 2048 },
  },
};

/**
 * The body of `POST /announcements`. SNS takes a subject of up to 100 printable ASCII characters that does not begin with
 * a space. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export const announcementModel: JsonSchema = {
  type: "object",
  required: ["subject", "message"],
  additionalProperties: false,
  properties: {
    subject: { type: "string", pattern: "^[!-~][ -~]{0,99}$" },
    message: { type: "string", minLength: 1, maxLength: 10000 },
  },
};

/** The body of `POST /events`. `visitor` is the partition key; Kinesis takes up to 256 characters. */
export const eventModel: JsonSchema = {
  type: "object",
  required: ["type", "page", "visitor"],
  additionalProperties: false,
  properties: {
    type: { type: "string", minLength: 1, maxLength: 100 },
    page: { type: "string", minLength: 1, maxLength: 2048 },
    visitor: { type: "string", minLength: 1, maxLength: 256 },
  },
};
