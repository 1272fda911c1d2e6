import type { Context } from "../request/context.ts";
import type { EndpointResponse } from "../request/messages.ts";
import { configurationError } from "../steps/gateway-error.ts";

const nothing = Buffer.alloc(0);

/**
 * The response of a mock integration: the `statusCode` that the request's template made, and nothing else.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
 *
 * @throws GatewayError 500 when the template makes no whole number
 */
export function mockResponse(context: Context): EndpointResponse {
  const body = context.endpointRequest?.body ?? "";
  const status = mockStatus(typeof body === "string" ? body : body.toString());
  if (status === undefined) {
    throw configurationError(
      "Unable to parse statusCode. It should be an integer that is defined in the request template.",
    );
  }
  return { status, headers: [], body: nothing };
}

/** `statusCode` of the object; undefined when it is not an integer, or when API Gateway cannot read the text. */
export function mockStatus(text: string): number | undefined {
  // Most mocks have a constant template: the same text comes again and again, and is not parsed again.
  if (text !== latest.text) latest = { text, status: readStatus(text) };
  return latest.status;
}
let latest: { text: string; status: number | undefined } = { text: "", status: undefined };

function readStatus(text: string): number | undefined {
  try {
    const { statusCode } = JSON.parse(text) as { statusCode?: unknown };
    return Number.isInteger(statusCode) ? (statusCode as number) : undefined;
  } catch {
    return lenientStatus(text);
  }
}

/** API Gateway reads invalid JSON too: names and texts without quotes or in single quotes, commas without an entry between them. */
function lenientStatus(text: string): number | undefined {
  const [, inside] = /^\s*\{(.+)\}\s*$/s.exec(text) ?? [];
  if (inside === undefined) return undefined;
  let status: number | undefined;
  for (const entry of inside.split(",").map((part) => part.trim())) {
    if (entry === "") continue;
    const colon = entry.indexOf(":");
    if (colon < 0) return undefined;
    const key = entry.slice(0, colon).trim();
    const value = entry.slice(colon + 1).trim();
    if (key === "statusCode" || key === "'statusCode'" || key === '"statusCode"') {
      if (!/^-?\d+$/.test(value)) return undefined;
      status = Number(value);
    } else if (!isKey(key) || !isValue(value)) return undefined;
  }
  return status;
}

const isKey = (key: string) => !/^[[{]/.test(key) && isQuoted(key);
const isValue = (value: string) => {
  if (value.startsWith("{")) return value.length > 1 && value.endsWith("}");
  if (value.startsWith("[")) return value.length > 1 && value.endsWith("]");
  return isQuoted(value);
};

/** Text that begins with a quote must end with the same quote. */
const isQuoted = (text: string) => !/^["']/.test(text) || (text.length > 1 && text.endsWith(text.charAt(0)));
