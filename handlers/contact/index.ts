import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from "aws-lambda";
import { corsHeaders } from "../cors.ts";
import { enqueue } from "../queue.ts";
import { environment, errorFields, logger } from "../runtime.ts";
import { header, readContact } from "./request.ts";

/**
 * `POST /contact/lambda`, the old way to take a submission: the function gets the raw request, so it must check the content
 * type, decode and parse the body, validate it, call SQS, and write status, headers and body. `POST /contact` does all of
 * that without a function.
 *
 * Environment: `QUEUE_URL` and `ALLOWED_ORIGINS` (comma-separated).
 */
export async function handler(event: APIGatewayProxyEvent, context: Context): Promise<APIGatewayProxyResult> {
  logger.addContext(context);
  const request = readContact(event);
  if ("refusal" in request) return respond(event, request.status, request.refusal);
  try {
    // Not `requestId`, which the client may choose: two submissions with the same id would be stored as one.
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
    const submissionId = event.requestContext.extendedRequestId ?? event.requestContext.requestId;
    const messageId = await enqueue(request.contact, submissionId);
    logger.info("accepted", { submissionId, messageId });
    return respond(event, 202, { submissionId, messageId });
  } catch (error) {
    logger.error("the queue did not take the submission", errorFields(error));
    return respond(event, 502, { message: "Bad gateway" });
  }
}

/** A whole response: with proxy integration API Gateway adds nothing, not even the CORS headers. */
function respond(event: APIGatewayProxyEvent, statusCode: number, body: object): APIGatewayProxyResult {
  const cors = corsHeaders(environment("ALLOWED_ORIGINS").split(","), header(event, "origin"));
  return { statusCode, headers: { "Content-Type": "application/json", ...cors }, body: JSON.stringify(body) };
}
