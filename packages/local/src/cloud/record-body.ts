import type http from "node:http";

/**
 * Lets one listener see the body of a request that another one serves.
 *
 * @param onSuccess Called with the body once the response is sent, if its status is 200.
 */
export function recordBody(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  onSuccess: (body: string) => void,
): void {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  response.once("finish", () => {
    if (response.statusCode === 200) {
      onSuccess(Buffer.concat(chunks).toString());
    }
  });
}
