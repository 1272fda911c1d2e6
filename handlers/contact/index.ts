import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from "aws-lambda";
import { enqueue } from "../queue.ts";
import { errorName, logger } from "../telemetry.ts";
import { readContact } from "./request.ts";
import { respond } from "./response.ts";

/**
 * `POST /contact/lambda`, the old way to take a submission: the function gets the raw request, so it must itself check
 * the content type, decode and parse the body, validate every field, call SQS, and write out status, headers and body.
 * `POST /contact` does all of that without a function.
 *
 * Environment: `QUEUE_URL`, `TOPICS` and `ALLOWED_ORIGINS` (comma-separated).
 */
export async function handler(event: APIGatewayProxyEvent, context: Context): Promise<APIGatewayProxyResult> {
  logger.addContext(context);
  const request = readContact(event);
  if ("refusal" in request) return respond(event, request.status, request.refusal);
  try {
    const messageId = await enqueue(request.contact);
    logger.info("accepted", { messageId });
    return respond(event, 202, { messageId });
  } catch (error) {
    logger.error("the queue did not take the submission", { errorName: errorName(error) });
    return respond(event, 502, { message: "Bad gateway" });
  }
}
