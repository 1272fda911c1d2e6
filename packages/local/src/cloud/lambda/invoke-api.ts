import type http from "node:http";
import { arnOf } from "../../program/aws.ts";
import { type Listener, readBody } from "../serve.ts";
import { type Functions, MAX_PAYLOAD } from "./functions.ts";

const PATH = /^\/2015-03-31\/functions\/([^/]+)\/invocations\/?$/;
const ASYNC_ATTEMPTS = 3;

/**
 * The Invoke action of Lambda's API: `RequestResponse`, `Event` (with two retries, as in Lambda) and `DryRun`.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export function createInvokeApi(functions: Functions): Listener {
  return async (request, response) => {
    const payload = await readBody(request);
    const [, segment = ""] = PATH.exec(new URL(`http://localhost${request.url}`).pathname) ?? [];
    const name = decodeURIComponent(segment);
    const refused = refuse(functions, request, name, payload);
    if (refused) {
      response.writeHead(refused.status, { "content-type": "application/json", "x-amzn-ErrorType": refused.type });
      response.end(JSON.stringify({ Type: "User", Message: refused.message, message: refused.message }));
      return;
    }
    const type = request.headers["x-amz-invocation-type"] ?? "RequestResponse";
    if (type === "DryRun") {
      response.writeHead(204).end();
    } else if (type === "Event") {
      response.writeHead(202).end();
      await invokeLater(functions, name, payload);
    } else {
      const outcome = await functions.invoke(name, payload);
      const tail = Buffer.from(outcome.log).subarray(-4096).toString("base64");
      response.writeHead(200, {
        "content-type": "application/json",
        "x-amzn-RequestId": outcome.requestId,
        "x-amz-executed-version": "$LATEST",
        ...(outcome.functionError && { "x-amz-function-error": outcome.functionError }),
        ...(request.headers["x-amz-log-type"] === "Tail" && { "x-amz-log-result": tail }),
      });
      response.end(outcome.payload);
    }
  };
}

async function invokeLater(functions: Functions, name: string, payload: Buffer): Promise<void> {
  for (let attempt = 1; attempt <= ASYNC_ATTEMPTS; attempt++) {
    const { functionError } = await functions.invoke(name, payload);
    if (!functionError) {
      return;
    }
  }
}

function refuse(functions: Functions, request: http.IncomingMessage, name: string, payload: Buffer) {
  if (request.method !== "POST" || !name) {
    return { status: 404, type: "UnknownOperationException", message: "localhost supports the Invoke action only" };
  }
  if (!functions.has(name)) {
    const arn = name.startsWith("arn:") ? name : arnOf("lambda", `function:${name}`);
    return { status: 404, type: "ResourceNotFoundException", message: `Function not found: ${arn}` };
  }
  if (payload.length > MAX_PAYLOAD) {
    const message = `Request must be smaller than ${MAX_PAYLOAD} bytes for the InvokeFunction operation`;
    return { status: 413, type: "RequestTooLargeException", message };
  }
  const problem = notJson(payload.toString());
  if (problem) {
    const message = `Could not parse request body into json: ${problem}`;
    return { status: 400, type: "InvalidRequestContentException", message };
  }
  return undefined;
}

function notJson(text: string): string | undefined {
  try {
    JSON.parse(text || "{}");
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
