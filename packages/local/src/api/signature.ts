import { signedHeaders } from "local-api-gateway";
import type { SignatureRequest } from "./wire.ts";

/** Whether a JSON body is what `POST /_local/signature` takes. */
export function isSignatureRequest(body: unknown): body is SignatureRequest {
  const { method, path, headers, body: text = "" } = Object(body);
  const isRequest = [method, path, text].every((value) => typeof value === "string") && path.startsWith("/");
  return isRequest && Object.values(Object(headers)).every((value) => typeof value === "string");
}

/**
 * The headers that sign a request to this server with Signature Version 4, with the environment's credentials or else
 * those that localhost takes. They are good for five minutes and for this request alone.
 *
 * @param host The host that the request will be sent to.
 * @param region The API's.
 */
export function signatureOf(
  { method, path, headers, body = "" }: SignatureRequest,
  host: string,
  region = "us-east-1",
): Record<string, string> {
  const added = signedHeaders({
    service: "execute-api",
    region,
    method,
    address: { host, path },
    headers: Object.entries({ host, ...headers }).flat(),
    body,
  });
  return Object.fromEntries(
    added.flatMap((name, i) => (i % 2 === 0 ? [[name.toLowerCase(), added[i + 1] ?? ""]] : [])),
  );
}
