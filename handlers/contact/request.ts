import { type OutputUnit, type Schema, Validator } from "@cfworker/json-schema";
import type { APIGatewayProxyEvent } from "aws-lambda";
import contactSchema from "../../contact/contact.schema.json" with { type: "json" };
import { type Contact, pickContact } from "../submission.ts";

/** A submission to put on the queue, or the status and body with which it is refused. */
export type ContactRequest =
  | { readonly contact: Contact }
  | { readonly status: 400 | 415; readonly refusal: { readonly message: string; readonly errors?: readonly string[] } };

/** Reads a submission out of the raw request. The messages are those with which API Gateway refuses the same. */
export function readContact(event: APIGatewayProxyEvent): ContactRequest {
  if (!isJson(header(event, "content-type"))) return { status: 415, refusal: { message: "Unsupported Media Type" } };
  const body = parse(event);
  const errors = contactErrors(body);
  if (errors.length > 0) return { status: 400, refusal: { message: "Invalid request body", errors } };
  return { contact: pickContact(Object(body)) };
}

/** The value of a request's header. API Gateway passes on the header's name in the case that the client wrote. */
export function header(event: APIGatewayProxyEvent, name: string): string | undefined {
  return Object.entries(event.headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
}

// API Gateway also takes a body without a content type for JSON.
function isJson(contentType = "application/json"): boolean {
  return /^\s*application\/json\s*(;|$)/i.test(contentType);
}

function parse({ body, isBase64Encoded }: APIGatewayProxyEvent): unknown {
  try {
    return JSON.parse(isBase64Encoded ? Buffer.from(body ?? "", "base64").toString() : (body ?? ""));
  } catch {
    return undefined;
  }
}

// Keeps looking after the first error, so that a client hears of all of them at once.
const validator = new Validator(contactSchema as Schema, "4", false);

/**
 * What is wrong with a submission, by the same model that API Gateway validates `POST /contact` with.
 *
 * @param value The parsed body, `undefined` when it is not JSON.
 * @returns One sentence for each error. It names the field and never quotes what the field holds.
 */
export function contactErrors(value: unknown): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return ["the body must be a JSON object"];
  const missing = contactSchema.required.filter((field) => !Object.hasOwn(value, field));
  const sentences = validator.validate(withoutMostUnknown(value)).errors.flatMap(sentence);
  return [...missing.map((field) => `${field} is missing`), ...new Set(sentences)];
}

/** The fields that are known, and one that is not: each is an error of its own to the validator, and all are one sentence. */
function withoutMostUnknown(value: object): object {
  const isKnown = (field: string) => Object.hasOwn(contactSchema.properties, field);
  const fields = Object.keys(value);
  const unknown = fields.find((field) => !isKnown(field));
  // Pairs of all fields would take longer than everything else where there are 100,000.
  const kept = fields.filter((field) => field === unknown || isKnown(field));
  return Object.fromEntries(kept.map((field) => [field, Reflect.get(value, field)]));
}

const RULES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = contactSchema.properties;

function sentence({ keyword, instanceLocation }: OutputUnit): string | [] {
  const field = instanceLocation.replace("#/", "");
  const rule = RULES[field]?.[keyword];
  switch (keyword) {
    case "type":
      return `${field} must be a ${rule}`;
    case "minLength":
      return `${field} must have at least ${rule} characters`;
    case "maxLength":
      return `${field} must have at most ${rule} characters`;
    case "enum":
      return `${field} must be one of ${[rule].flat().join(", ")}`;
    case "pattern":
      return `${field} has an invalid form`;
    case "not":
      return `${field} has a character that is not text`;
    case "additionalProperties":
      // The field is not named: the name of an unknown field is the client's text.
      return "a field is not known";
    default:
      // `required` is above, and `properties` only says that one of the others failed.
      return [];
  }
}
