import type { APIGatewayProxyEvent } from "aws-lambda";
import { type Contact, pickContact } from "../submission.ts";
import { contactErrors } from "./validate.ts";

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
  return { contact: pickContact(body as Record<string, unknown>) };
}

/** The value of a request's header, whose name API Gateway passes on in whatever case the client wrote it. */
export function header(event: APIGatewayProxyEvent, name: string): string | undefined {
  return Object.entries(event.headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
}

// Like API Gateway, which takes a body without a content type for JSON.
function isJson(contentType = "application/json"): boolean {
  return contentType.split(";")[0].trim().toLowerCase() === "application/json";
}

function parse({ body, isBase64Encoded }: APIGatewayProxyEvent): unknown {
  try {
    return JSON.parse(isBase64Encoded ? Buffer.from(body ?? "", "base64").toString() : (body ?? ""));
  } catch {
    return undefined;
  }
}
