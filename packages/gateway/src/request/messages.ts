import type { RawHeaders } from "./headers.ts";

/** The part of a request's context that mapping expressions read. */
export interface MappingSource {
  body: Buffer;
  pathParameters: Record<string, string>;
  /** Query parameters, URL-decoded. */
  readonly query: Record<string, string[]>;
  /** Headers by name as sent, without those that API Gateway drops. */
  readonly headers: Record<string, string[]>;
  /** `$context` of the mapping templates. */
  readonly variables: ContextVariables;
  endpointResponse?: EndpointResponse;
}

/** What is sent to the backend. */
export interface EndpointRequest {
  method: string;
  uri: string;
  headers: RawHeaders;
  body: Buffer | string;
}

/** What the backend answered; a function's result may be text. */
export interface EndpointResponse {
  readonly status: number;
  readonly headers: RawHeaders;
  readonly body: Buffer | string;
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
