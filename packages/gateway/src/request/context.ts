import type { IncomingMessage } from "node:http";
import type { Api, Method } from "../api.ts";
import type { GatewayError } from "../steps/gateway-error.ts";
import type { TraceRecorder } from "../trace/trace-recorder.ts";
import type { EndpointRequest, MappingSource, MethodResponse } from "./messages.ts";

/** All that is known of one request, carried through the steps: each takes what it needs from here and leaves its result here. */
export interface Context extends MappingSource {
  readonly api: Api;
  readonly req: IncomingMessage;
  /** Method that is routed: the client's, or that of its `X-HTTP-Method-Override` header. */
  readonly httpMethod: string;
  /** The path below the stage, not URL-decoded, its leading slashes one: `/contact`. */
  readonly path: string;
  /** Query string without `?`, not URL-decoded. */
  readonly rawQuery: string;
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
  /** Why the request goes nowhere, where that shows before it is routed: another stage, too large a body. */
  refusal?: GatewayError;
  method?: Method;
  endpointRequest?: EndpointRequest;
  response?: MethodResponse;
  /** Undefined when nobody wants traces. */
  readonly trace?: TraceRecorder;
  /** Ends the call to the backend, once there is one: the client has gone. */
  abort?: () => void;
}
