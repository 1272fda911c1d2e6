import type { Way } from "../../src/api/wire.ts";

export type { Way };

/** The route of the contact form. */
export const CONTACT = { method: "POST", path: "/contact" };

/** What the page says about each way. */
export const WAYS: Record<Way, { name: string; path: string; parts: string[]; hint: string }> = {
  sqs: {
    name: "The better way",
    path: "/contact",
    parts: ["API Gateway", "SQS"],
    hint: "A mapping template turns the request into SendMessage.",
  },
  lambda: {
    name: "The old way",
    path: "/contact/lambda",
    parts: ["API Gateway", "Lambda", "SQS"],
    hint: "A function gets the raw request and sends a message to the same queue.",
  },
};

/** The routes that the comparison needs. */
export const COMPARED = Object.values(WAYS).map(({ path }) => ({ method: "POST", path }));
