import http from "node:http";
import https from "node:https";
import { pipeline } from "node:stream";

/**
 * Streams the request and the answer unchanged while both sides are connected.
 *
 * @param path Path and query at the service.
 */
export function passOn(
  origin: string,
  request: http.IncomingMessage,
  response: http.ServerResponse,
  path = request.url,
): void {
  const { protocol, host } = new URL(origin);
  const { connection, ...headers } = request.headers;
  const call = (protocol === "https:" ? https : http).request(origin, {
    method: request.method,
    path,
    headers: { ...headers, host },
  });
  call.once("response", (answer) => {
    const { connection: _, "keep-alive": __, ...known } = answer.headers;
    response.writeHead(answer.statusCode ?? 502, known);
    pipeline(answer, response, () => {});
  });
  // A service that cannot be reached looks like a broken connection to the client.
  call.on("error", () => request.socket.destroy());
  // Nor is there an answer after a switch of protocols, for which Node reports no error.
  call.once("upgrade", (_answer, socket) => {
    socket.destroy();
    request.socket.destroy();
  });
  response.once("close", () => call.destroy());
  request.pipe(call);
}
