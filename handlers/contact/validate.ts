import { environment } from "../environment.ts";
import { contactFields } from "../submission.ts";

const longest = { name: 200, email: 254, message: 5000, phone: 40, country: 2, postalCode: 20, town: 100 };
const optional = ["phone", "country", "postalCode", "town"] as const;
const email = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;

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
  const errors = [
    ...text(body, "name", longest.name),
    ...text(body, "email", longest.email),
    ...text(body, "message", longest.message),
    ...optional.flatMap((field) => (body[field] === undefined ? [] : text(body, field, longest[field]))),
  ];
  if (typeof body.email === "string" && !email.test(body.email)) errors.push("email must be an e-mail address");
  const topics = environment("TOPICS").split(",");
  if (!topics.includes(body.topic as string)) errors.push(`topic must be one of ${topics.join(", ")}`);
  // A person does not see the field `website`; a program that fills in every field gives itself away.
  if (body.website !== undefined && body.website !== "") errors.push("website must be empty");
  const known: readonly string[] = [...contactFields, "website"];
  if (Object.keys(body).some((field) => !known.includes(field))) errors.push(`only ${known.join(", ")} are allowed`);
  return errors;
}

// Counted in characters, as JSON Schema does, not in the UTF-16 units of String.length.
function text(body: Record<string, unknown>, field: string, most: number): string[] {
  const value = body[field];
  const length = typeof value === "string" ? [...value].length : 0;
  return length >= 1 && length <= most ? [] : [`${field} must be a text of 1 to ${most} characters`];
}
