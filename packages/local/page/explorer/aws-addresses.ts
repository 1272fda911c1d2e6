import type { Trace, TraceMessage } from "../../src/api/wire.ts";
import type { Integration } from "../document/document.ts";
import { awsOrigin } from "./integration.ts";

const LOCAL = /https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?/;

/**
 * A trace with the addresses that API Gateway calls in AWS. `local` is the address that was called in their place on this
 * machine; undefined where nothing was replaced.
 */
export function withAwsAddresses(trace: Trace, integration: Integration | undefined): { trace: Trace; local?: string } {
  const aws = awsOrigin(integration);
  const step = trace.steps.find(({ name }) => name === "integration");
  const local = LOCAL.exec(`${step?.input?.uri ?? ""} ${step?.rule ?? ""}`)?.[0];
  if (aws === undefined || local === undefined) {
    return { trace };
  }
  const rewrite = (message: TraceMessage | undefined) => message && rewritten(message, local, aws);
  const steps = trace.steps.map((one) => ({
    ...one,
    rule: one.rule.replaceAll(local, aws),
    ...(one.input && { input: rewrite(one.input) }),
    ...(one.output && { output: rewrite(one.output) }),
  }));
  return { trace: { ...trace, steps }, local };
}

function rewritten(message: TraceMessage, local: string, aws: string): TraceMessage {
  const [from, to] = [new URL(local).host, new URL(aws).host];
  const headers = Object.entries(message.headers ?? {}).map(([name, value]) => [
    name,
    name.toLowerCase() === "host" && value === from ? to : value,
  ]);
  return {
    ...message,
    ...(message.uri !== undefined && { uri: message.uri.replace(local, aws) }),
    ...(message.headers && { headers: Object.fromEntries(headers) }),
  };
}
