import type http from "node:http";
import { signedHeaders } from "local-api-gateway";
import { readJson, sendMessage } from "../cloud/serve.ts";
import type { SignatureRequest } from "./wire.ts";

/** Whether a JSON body is what `POST /_local/signature` takes. */
export function isSignatureRequest(body: unknown): body is SignatureRequest {
  const { method, path, headers, body: text = "" } = Object(body);
  const isRequest = [method, path, text].every((value) => typeof value === "string") && path.startsWith("/");
  return isRequest && Object.values(Object(headers)).every((value) => typeof value === "string");
}

/** Reads what is to be signed; answers 400 to another body, and then gives undefined. */
export async function readSignatureRequest(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  most?: number,
): Promise<SignatureRequest | undefined> {
  const asked = await readJson(request, most);
  if (isSignatureRequest(asked)) return asked;
  sendMessage(response, 400, 'The body must be {"method": "POST", "path": "/dev/…", "headers": {}, "body": "…"}.');
  return undefined;
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
