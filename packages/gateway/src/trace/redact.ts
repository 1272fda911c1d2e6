import type { TraceMessage } from "./trace.ts";

const SECRET_HEADERS = new Set(["authorization", "proxy-authorization", "x-api-key", "x-amz-security-token"]);

/** The least length at which a secret is looked for in other text: a shorter one would blot out plain words. */
const SEARCHABLE_LENGTH = 8;

/**
 * A secret as API Gateway's logs show it: asterisks, and its last six characters. A secret of up to twelve characters
 * shows none of them, since six would be half of it.
 */
export function mask(secret: string): string {
  const shown = secret.length > 12 ? 6 : 0;
  return "*".repeat(secret.length - shown) + secret.slice(secret.length - shown);
}

/** The headers with API keys, Authorization headers and session tokens masked. */
export function maskHeaders(headers: TraceMessage["headers"] = {}): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      if (!SECRET_HEADERS.has(name.toLowerCase())) return [name, value];
      return [name, Array.isArray(value) ? value.map(mask) : mask(value)];
    }),
  );
}

/** A function that masks, wherever they stand in a text, the secrets that these messages' headers carry. */
export function secretMasker(messages: readonly (TraceMessage | undefined)[]): (text: string) => string {
  const secrets = messages
    .flatMap((message) => Object.entries(message?.headers ?? {}))
    .filter(([name]) => SECRET_HEADERS.has(name.toLowerCase()))
    .flatMap(([, value]) => value)
    .filter((value) => value.length >= SEARCHABLE_LENGTH);
  return (text) => secrets.reduce((masked, secret) => masked.replaceAll(secret, mask(secret)), text);
}
