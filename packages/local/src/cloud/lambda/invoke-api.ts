import { arnOf } from "../../program/aws.ts";
import { decoded } from "../serve.ts";
import type { ServiceAnswer, ServiceHandler, ServiceRequest } from "../service.ts";
import { type Functions, MAX_PAYLOAD } from "./functions.ts";

const PATH = /^\/2015-03-31\/functions\/([^/]+)\/invocations\/?$/;
const ASYNC_ATTEMPTS = 3;

/**
 * The Invoke action of Lambda's API: `RequestResponse`, `Event` (with two retries, as in Lambda) and `DryRun`.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export function createInvokeApi(functions: Functions): ServiceHandler {
  return async (request) => {
    const [, segment = ""] = PATH.exec(request.url.replace(/\?.*$/s, "")) ?? [];
    const name = decoded(segment);
    const refusal = refuse(functions, request, name);
    if (refusal) {
      return refusal;
    }
    const { headers, body } = request;
    const type = headers["x-amz-invocation-type"] ?? "RequestResponse";
    if (type === "DryRun") {
      return { status: 204, headers: {}, body: "" };
    }
    if (type === "Event") {
      invokeLater(functions, name, body.toString()).catch(console.error);
      return { status: 202, headers: {}, body: "" };
    }
    const outcome = await functions.invoke(name, body.toString());
    const tail = Buffer.from(outcome.log).subarray(-4096).toString("base64");
    return {
      status: 200,
      headers: {
        "content-type": "application/json",
        "x-amzn-RequestId": outcome.requestId,
        "x-amz-executed-version": "$LATEST",
        ...(outcome.functionError && { "x-amz-function-error": outcome.functionError }),
        ...(headers["x-amz-log-type"] === "Tail" && { "x-amz-log-result": tail }),
      },
      body: outcome.payload,
    };
  };
}

async function invokeLater(functions: Functions, name: string, payload: string): Promise<void> {
  for (let attempt = 1; attempt <= ASYNC_ATTEMPTS; attempt++) {
    const { functionError } = await functions.invoke(name, payload);
    if (!functionError) {
      return;
    }
  }
}

function refuse(functions: Functions, request: ServiceRequest, name: string): ServiceAnswer | undefined {
  if (request.method !== "POST" || !name) {
    return failure(404, "UnknownOperationException", "localhost supports the Invoke action only");
  }
  if (!functions.has(name)) {
    const arn = name.startsWith("arn:") ? name : arnOf("lambda", `function:${name}`);
    return failure(404, "ResourceNotFoundException", `Function not found: ${arn}`);
  }
  if (request.body.length > MAX_PAYLOAD) {
    const message = `Request must be smaller than ${MAX_PAYLOAD} bytes for the InvokeFunction operation`;
    return failure(413, "RequestTooLargeException", message);
  }
  const problem = notJson(request.body.toString());
  return problem === undefined
    ? undefined
    : failure(400, "InvalidRequestContentException", `Could not parse request body into json: ${problem}`);
}

function failure(status: number, type: string, message: string): ServiceAnswer {
  const headers = { "content-type": "application/json", "x-amzn-ErrorType": type };
  return { status, headers, body: JSON.stringify({ Type: "User", Message: message, message }) };
}

function notJson(text: string): string | undefined {
  try {
    JSON.parse(text || "{}");
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
