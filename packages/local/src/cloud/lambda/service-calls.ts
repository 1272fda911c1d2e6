import { STATUS_CODES } from "node:http";
import { createRecord } from "local-api-gateway";
import { answerOf, framed, type ServiceAnswer, serviceAt } from "../service.ts";
import type { ServiceCall, ServiceReply } from "./service-socket.ts";

/** Origins of the services of this process among the values of a function's variables `AWS_ENDPOINT_URL_<SERVICE>`. */
export function callableOrigins(environment: Readonly<Record<string, string>>): string[] {
  return Object.entries(environment)
    .filter(([name, value]) => name.startsWith("AWS_ENDPOINT_URL_") && serviceAt(value) !== undefined)
    .map(([, value]) => value);
}

/** Has a service answer a function's call. */
export async function replyTo(
  { call, origin, head, body }: ServiceCall,
  isAbandoned: () => boolean,
): Promise<ServiceReply> {
  const [first = "", ...lines] = head.split("\r\n");
  const [method = "", url = ""] = first.split(" ");
  const headers: Record<string, string> = createRecord();
  for (const line of lines) {
    const colon = line.indexOf(": ");
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 2);
  }
  const handler = serviceAt(origin);
  const bytes = typeof body === "string" ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.length);
  const answer = handler ? await answerOf(handler, { method, url, headers, body: bytes, isAbandoned }) : CLOSED;
  return {
    reply: call,
    head: headOf(answer),
    body: typeof answer.body === "string" ? answer.body : new Uint8Array(answer.body),
  };
}

const CLOSED: ServiceAnswer = { status: 503, headers: {}, body: "" };

function headOf(answer: ServiceAnswer): string {
  const fields = Object.entries(framed(answer)).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ""}\r\n${fields.join("")}\r\n`;
}
