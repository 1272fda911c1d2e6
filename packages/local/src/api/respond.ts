import type http from "node:http";

/** Answers with JSON that no cache keeps. */
export function sendJson(response: http.ServerResponse, status: number, value: unknown): void {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": body.length,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  response.end(body);
}

/** Answers that what was asked for is not there, or cannot be. */
export function sendMessage(response: http.ServerResponse, status: number, message: string): void {
  sendJson(response, status, { message });
}
