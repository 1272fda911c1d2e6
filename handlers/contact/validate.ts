import { environment } from "../environment.ts";
import { requiredFields } from "../submission.ts";

/** How each field but the topic must look, and how to say so. */
const fields: Readonly<Record<string, { readonly pattern: RegExp; readonly expected: string }>> = {
  name: { pattern: /^.{1,100}$/su, expected: "1 to 100 characters" },
  email: { pattern: /^(?=.{1,254}$)[^@\s]+@[^@\s]+\.[^@\s]+$/su, expected: "an e-mail address" },
  message: { pattern: /^.{1,5000}$/su, expected: "1 to 5000 characters" },
  phone: { pattern: /^\+?[0-9 ()./-]{5,30}$/, expected: "a phone number" },
  // A person does not see this field; a program that fills in every field gives itself away.
  website: { pattern: /^$/, expected: "empty" },
};

/**
 * What is wrong with a submission: the rules that the contact model gives to API Gateway, once more in code. The
 * topics come from the environment variable `TOPICS` (comma-separated ids).
 *
 * @param value The parsed body, `undefined` when it is not JSON.
 * @returns One sentence for each fault, which names the field and never quotes what it holds; none when all is well.
 */
export function contactErrors(value: unknown): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return ["the body must be a JSON object"];
  const body = value as Record<string, unknown>;
  const missing = requiredFields.filter((field) => !Object.hasOwn(body, field)).map((field) => `${field} is missing`);
  return [...missing, ...Object.keys(body).flatMap((field) => fieldErrors(field, body[field]))];
}

function fieldErrors(field: string, value: unknown): string[] {
  if (field === "topic") {
    const topics = environment("TOPICS").split(",");
    return topics.includes(value as string) ? [] : [`topic must be one of ${topics.join(", ")}`];
  }
  // Not named: the name of a field that we do not know is the client's text.
  if (!Object.hasOwn(fields, field)) return ["a field is not known"];
  const { pattern, expected } = fields[field];
  return typeof value === "string" && pattern.test(value) ? [] : [`${field} must be ${expected}`];
}
