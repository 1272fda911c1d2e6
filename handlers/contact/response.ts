import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { environment } from "../environment.ts";
import { header } from "./request.ts";

/** A whole response: with proxy integration API Gateway adds nothing, not even the CORS headers. */
export function respond(event: APIGatewayProxyEvent, statusCode: number, body: object): APIGatewayProxyResult {
  return {
    statusCode,
    headers: { "Content-Type": "application/json", ...corsHeaders(header(event, "origin")) },
    body: JSON.stringify(body),
  };
}

function corsHeaders(origin: string | undefined): Record<string, string> {
  const allowed = environment("ALLOWED_ORIGINS").split(",");
  if (allowed.includes("*")) return { "Access-Control-Allow-Origin": "*" };
  // The answer differs by origin, so a cache must not give one origin's answer to another.
  if (origin === undefined || !allowed.includes(origin)) return { Vary: "Origin" };
  return { "Access-Control-Allow-Origin": origin, Vary: "Origin" };
}
