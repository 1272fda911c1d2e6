import type { Trace } from "local-api-gateway/trace";

/** A trace without its steps. */
export interface TraceSummary {
  readonly requestId: string;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly route?: string;
  readonly integrationType?: string;
  readonly method?: string;
  readonly uri?: string;
  readonly status?: number;
}

/** What a list of traces shows of one. */
export function summaryOf({ request, response, ...trace }: Trace): TraceSummary {
  const { requestId, startedAt, durationMs, route, integrationType } = trace;
  const { method, uri } = request;
  return { requestId, startedAt, durationMs, route, integrationType, method, uri, status: response.status };
}
