import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { corsHeaders } from "../cors.ts";
import { environment } from "../environment.ts";
import { header } from "./request.ts";

/** A whole response: with proxy integration API Gateway adds nothing, not even the CORS headers. */
export function respond(event: APIGatewayProxyEvent, statusCode: number, body: object): APIGatewayProxyResult {
  const cors = corsHeaders(environment("ALLOWED_ORIGINS").split(","), header(event, "origin"));
  return { statusCode, headers: { "Content-Type": "application/json", ...cors }, body: JSON.stringify(body) };
}
