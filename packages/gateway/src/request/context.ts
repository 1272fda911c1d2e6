import type { Api, Method } from "../api.ts";
import type { GatewayError } from "../steps/gateway-error.ts";
import type { Recording, TraceRecorder } from "../trace/trace-recorder.ts";
import type { EndpointRequest, MappingSource, MethodResponse } from "./messages.ts";

/** A request's line and headers, as node:http has them. */
export interface ReceivedRequest {
  readonly method?: string;
  readonly url?: string;
  readonly httpVersion: string;
  readonly rawHeaders: string[];
  /** `encrypted` is that of a TLS socket. */
  readonly socket: { readonly remoteAddress?: string; readonly localPort?: number; readonly encrypted?: boolean };
}

/** What is known of one request, carried through the steps: each reads what it needs here and leaves its result here. */
export interface Context extends MappingSource {
  readonly api: Api;
  readonly req: ReceivedRequest;
  /** Method that is routed: the client's, or that of its `X-HTTP-Method-Override` header. */
  readonly httpMethod: string;
  /** The path below the stage, not URL-decoded, with one leading slash: `/contact`. */
  readonly path: string;
  /** Query string without `?`, not URL-decoded. */
  readonly rawQuery: string;
  readonly contentType?: string;
  readonly accept?: string;
  /** The client's, or the one that the Lambda authorizer supplies. */
  apiKey?: string;
  /** `X-Amzn-Trace-Id` of the client. */
  readonly clientTraceId?: string;
  /** `X-Amzn-Trace-Id` that is sent on; set when it is first needed. */
  traceId?: string;
  /** Bytes of the request line and the header values, which have a limit together. */
  readonly headBytes: number;
  /** Bytes of the body as announced; undefined for a body in chunks. */
  readonly contentLength?: number;
  /** Why the request is refused, where that is known before routing: another stage, a body that is too large. */
  refusal?: GatewayError;
  method?: Method;
  endpointRequest?: EndpointRequest;
  response?: MethodResponse;
  /** Undefined when nobody wants traces. */
  recording?: Recording;
  /** Listens to the step that runs; undefined when nobody wants to know. */
  trace?: TraceRecorder;
  /** The call to the backend that runs. `abort` ends it: the client has gone away. */
  call?: { abort(): void };
}
