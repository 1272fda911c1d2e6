/** A request as the editor has it. */
export interface GatewayRequest {
  method: string;
  /** Path with query, without the stage. */
  path: string;
  headers: Record<string, string>;
  body?: string;
}

/** A response as the browser received it. */
export interface GatewayResponse {
  status: number;
  statusText: string;
  headers: [name: string, value: string][];
  body: string;
  /** Milliseconds from sending to the last byte, as the browser saw it. */
  durationMs: number;
  /** Size of the body in bytes. */
  size: number;
  /** `x-amzn-requestid`, which finds the trace. */
  requestId?: string;
}

/** API Gateway answers within 29 s; after a little more, no response will come. */
const TIMEOUT_MS = 35_000;

/**
 * Sends a request through the local gateway.
 * @throws Error with a message for people when there is no response.
 */
export async function sendToGateway(stage: string, request: GatewayRequest): Promise<GatewayResponse> {
  const started = performance.now();
  try {
    const response = await fetch(`/${stage}${request.path}`, {
      method: request.method,
      headers: request.headers,
      ...(request.body === undefined || request.body === "" ? {} : { body: request.body }),
      cache: "no-store",
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const bytes = await response.arrayBuffer();
    return {
      status: response.status,
      statusText: response.statusText,
      headers: [...response.headers],
      body: new TextDecoder().decode(bytes),
      durationMs: performance.now() - started,
      size: bytes.byteLength,
      requestId: response.headers.get("x-amzn-requestid") ?? undefined,
    };
  } catch (error) {
    throw new Error(noResponse(error as Error));
  }
}

function noResponse(error: Error): string {
  if (error.name === "TimeoutError") {
    return `No response arrived within ${TIMEOUT_MS / 1000} seconds.`;
  }
  return "The local gateway does not answer, or the browser cannot send this request.";
}
