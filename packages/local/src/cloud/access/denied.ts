import { randomUUID } from "node:crypto";
import type { Service } from "../call.ts";
import type { ServiceAnswer, ServiceRequest } from "../service.ts";
import { queryError } from "../sqs/query.ts";

/** What a service answers to a call that its caller may not make, in the form that the request asks for. */
export function deniedAnswer(service: Service, request: ServiceRequest, message: string): ServiceAnswer {
  switch (service) {
    case "sqs":
      return sqsAnswer(request, 403, "AccessDenied", "AccessDeniedException", message);
    case "sns":
      return snsAnswer(request, 403, "AuthorizationError", message);
    case "dynamodb":
    case "kinesis":
      return jsonAnswer(400, "com.amazon.coral.service#AccessDeniedException", message);
    case "lambda":
      return {
        status: 403,
        headers: { "content-type": "application/json", "x-amzn-ErrorType": "AccessDeniedException" },
        body: JSON.stringify({ Message: message }),
      };
    case "s3":
      return s3Answer(message);
  }
}

/** What a service answers to a call whose caller may not use the key that the call needs. */
export function keyDeniedAnswer(service: Service, request: ServiceRequest, denial: string): ServiceAnswer {
  const message = `${denial} (Service: AWSKMS; Status Code: 400; Error Code: AccessDeniedException; Request ID: ${randomUUID()}; Proxy: null)`;
  switch (service) {
    case "sqs":
      return sqsAnswer(request, 400, "KMS.AccessDeniedException", "KmsAccessDenied", message);
    case "sns":
      return snsAnswer(request, 400, "KMSAccessDenied", message);
    case "kinesis":
      return jsonAnswer(400, "KMSAccessDeniedException", message);
    default:
      return deniedAnswer(service, request, message);
  }
}

function sqsAnswer(
  { headers }: ServiceRequest,
  status: number,
  code: string,
  type: string,
  message: string,
): ServiceAnswer {
  if (headers["x-amz-target"] === undefined) {
    return { status, ...queryError(code, message, wantsJson(headers)) };
  }
  const answer = jsonAnswer(status, `com.amazonaws.sqs#${type}`, message);
  return { ...answer, headers: { ...answer.headers, "x-amzn-query-error": `${code};Sender` } };
}

function snsAnswer({ headers }: ServiceRequest, status: number, code: string, message: string): ServiceAnswer {
  if (wantsJson(headers)) {
    return { status, ...queryError(code, message, true) };
  }
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error>`;
  const namespace = "http://sns.amazonaws.com/doc/2010-03-31/";
  const body = `<ErrorResponse xmlns="${namespace}">${error}<RequestId>${randomUUID()}</RequestId></ErrorResponse>`;
  return { status, headers: { "content-type": "text/xml" }, body };
}

function jsonAnswer(status: number, type: string, message: string): ServiceAnswer {
  const body = JSON.stringify({ __type: type, Message: message, message });
  return { status, headers: { "content-type": "application/x-amz-json-1.0" }, body };
}

function s3Answer(message: string): ServiceAnswer {
  const details = `<Code>AccessDenied</Code><Message>${escaped(message)}</Message><RequestId>${randomUUID()}</RequestId>`;
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${details}</Error>`;
  return { status: 403, headers: { "content-type": "application/xml" }, body };
}

const wantsJson = (headers: ServiceRequest["headers"]): boolean =>
  headers.accept?.includes("application/json") ?? false;

const escaped = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
