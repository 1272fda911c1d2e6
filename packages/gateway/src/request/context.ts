import type { IncomingMessage } from "node:http";
import type { Api, Method } from "../api.ts";
import type { GatewayError } from "../steps/gateway-error.ts";
import type { TraceRecorder } from "../trace/trace-recorder.ts";
import type { RawHeaders } from "./headers.ts";

/** All that is known of one request, carried through the steps: each takes what it needs from here and leaves its result here. */
export interface Context {
  readonly api: Api;
  readonly req: IncomingMessage;
  /** Method that is routed: the client's, or that of its `X-HTTP-Method-Override` header. */
  readonly httpMethod: string;
  /** The path below the stage, not URL-decoded, its leading slashes one: `/contact`. */
  readonly path: string;
  /** Query string without `?`, not URL-decoded. */
  readonly rawQuery: string;
  /** Query parameters, URL-decoded. */
  readonly query: Record<string, string[]>;
  /** Headers by name as sent, without those that API Gateway drops. */
  readonly headers: Record<string, string[]>;
  readonly contentType?: string;
  readonly accept?: string;
  /** The client's, or the one that the Lambda authorizer supplies. */
  apiKey?: string;
  /** `X-Amzn-Trace-Id` of the client. */
  readonly clientTraceId?: string;
  /** `X-Amzn-Trace-Id` that goes on, once it is wanted. */
  traceId?: string;
  /** Bytes of the request line and the header values, which have a limit together. */
  readonly headBytes: number;
  /** Bytes of the body as announced; undefined for a body in chunks. */
  readonly contentLength?: number;
  body: Buffer;
  /** Why the request goes nowhere, where that shows before it is routed: another stage, too large a body. */
  refusal?: GatewayError;
  method?: Method;
  pathParameters: Record<string, string>;
  /** `$context` of the mapping templates. */
  readonly variables: ContextVariables;
  endpointRequest?: EndpointRequest;
  endpointResponse?: EndpointResponse;
  response?: MethodResponse;
  /** Undefined when nobody wants traces. */
  readonly trace?: TraceRecorder;
  /** Ends the call to the backend, once there is one: the client has gone. */
  abort?: () => void;
}

/** What is sent to the backend. */
export interface EndpointRequest {
  method: string;
  uri: string;
  headers: RawHeaders;
  body: Buffer | string;
}

/** What the backend answered. */
export interface EndpointResponse {
  readonly status: number;
  readonly headers: RawHeaders;
  readonly body: Buffer;
}

/** What the client gets. */
export interface MethodResponse {
  status: number;
  headers: RawHeaders;
  body: Buffer | string;
}

/**
 * `$context`, in the order in which AWS prints it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */
export interface ContextVariables {
  resourceId?: string;
  resourcePath?: string;
  httpMethod: string;
  extendedRequestId: string;
  requestTime: string;
  path: string;
  accountId: string;
  protocol: string;
  requestOverride: Overrides;
  stage: string;
  domainPrefix: string;
  requestTimeEpoch: number;
  requestId: string;
  identity: Record<string, string | null>;
  domainName: string;
  deploymentId: string;
  responseOverride: { header?: Record<string, unknown>; status?: unknown };
  apiId: string;
  /** What the authorizer says of the caller: text by name, `claims` of a Cognito authorizer. */
  authorizer?: Record<string, unknown>;
  error?: Record<string, string | null>;
}

/** `$context.requestOverride`. */
export interface Overrides {
  header?: Record<string, unknown>;
  querystring?: Record<string, unknown>;
  path?: Record<string, unknown>;
}
