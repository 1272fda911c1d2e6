import { formatExecutionLog } from "local-api-gateway/trace";
import type { Trace } from "../api/types.ts";

/** The same trace in the words of API Gateway's execution log, which people know from the console. */
export function ExecutionLog({ trace }: { trace: Trace }) {
  return <pre class="execution-log">{formatExecutionLog(trace)}</pre>;
}
