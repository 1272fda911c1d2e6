import { isUtf8 } from "node:buffer";
import type { Template } from "../mapping/template.ts";
import type { Context, EndpointResponse, MethodResponse } from "../request/context.ts";
import { groupHeaders, type RawHeaders } from "../request/headers.ts";
import { GatewayError } from "../steps/gateway-error.ts";
import type { StepName, Trace, TraceMessage, TraceStep, TraceTemplate } from "./trace.ts";

/** Bytes of a body that a trace keeps. */
export const TRACED_BODY_LIMIT = 64 * 1024;

/** Writes down a request's way while it is under way. There is one only when somebody wants traces. */
export interface TraceRecorder {
  /** Begins a step; `end` or `fail` ends it. */
  readonly begin: (name: StepName, input?: TraceMessage) => void;
  /** Says which rule the current step follows, and facts about it. */
  readonly rule: (rule: string, detail?: Record<string, unknown>) => void;
  readonly template: (template: Template, linesRun: readonly number[]) => void;
  readonly end: (output?: TraceMessage) => void;
  readonly fail: (error: unknown) => void;
  /** The whole trace, once the client has its response. */
  readonly finish: (context: Context) => Trace;
}

/** A recorder for one request that begins now. */
export function newTraceRecorder(): TraceRecorder {
  const startedAt = new Date();
  const start = performance.now();
  const steps: TraceStep[] = [];
  let step: TraceStep | undefined;
  const close = () => {
    if (step) step.durationMs = round(performance.now() - start - step.startedMs);
    step = undefined;
  };
  return {
    begin(name, input) {
      step = { name, startedMs: round(performance.now() - start), durationMs: 0, rule: "", ...(input && { input }) };
      steps.push(step);
    },
    rule(rule, detail) {
      if (!step) return;
      step.rule = rule;
      if (detail) step.detail = { ...step.detail, ...detail };
    },
    template(template, linesRun) {
      if (step) step.template = tracedTemplate(template, linesRun);
    },
    end(output) {
      if (step && output) step.output = output;
      close();
    },
    fail(error) {
      if (step) {
        const known = error instanceof GatewayError;
        step.error = { type: known ? error.type : "DEFAULT_5XX", message: known ? error.message : String(error) };
        if (known && error.reason !== error.message) step.detail = { ...step.detail, reason: error.reason };
        step.rule ||= known ? error.reason : String(error);
      }
      close();
    },
    finish(context) {
      const { method, variables, response } = context;
      return {
        requestId: variables.requestId,
        startedAt: startedAt.toISOString(),
        durationMs: round(performance.now() - start),
        ...(method && {
          route: `${method.httpMethod} ${method.resourcePath}`,
          integrationType: method.integration.type,
        }),
        request: requestMessage(context),
        response: response ? responseMessage(response) : {},
        steps,
      };
    },
  };
}

const round = (ms: number) => Math.round(ms * 1000) / 1000;

/** The client's request, as it came. */
export function requestMessage(context: Context): TraceMessage {
  const { req, body } = context;
  return { method: context.httpMethod, uri: req.url, headers: headers(req.rawHeaders), ...tracedBody(body) };
}

/** A request to the backend. */
export function endpointRequestMessage({ endpointRequest }: Context): TraceMessage | undefined {
  if (!endpointRequest) return undefined;
  const { method, uri, headers: raw, body } = endpointRequest;
  return { method, uri, headers: headers(raw), ...tracedBody(body) };
}

/** The backend's response. */
export function endpointResponseMessage({ endpointResponse }: Context): TraceMessage | undefined {
  return endpointResponse && responseMessage(endpointResponse);
}

/** The client's response, as far as it has come. */
export function methodResponseMessage({ response }: Context): TraceMessage | undefined {
  return response && responseMessage(response);
}

function responseMessage(response: EndpointResponse | MethodResponse): TraceMessage {
  return { status: response.status, headers: headers(response.headers), ...tracedBody(response.body) };
}

function headers(raw: RawHeaders): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = groupHeaders(raw);
  for (const name in headers) if (headers[name].length === 1) headers[name] = headers[name][0];
  return headers;
}

/** A body as text, or as Base64 where it is no UTF-8; cut at the limit. */
function tracedBody(body: Buffer | string): Pick<TraceMessage, "body" | "base64" | "truncatedFrom"> {
  if (typeof body === "string" && body.length * 3 <= TRACED_BODY_LIMIT) return { body };
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  if (bytes.length <= TRACED_BODY_LIMIT) {
    return isUtf8(bytes) ? { body: bytes.toString() } : { body: bytes.toString("base64"), base64: true };
  }
  const cut = bytes.subarray(0, TRACED_BODY_LIMIT);
  const truncatedFrom = bytes.length;
  try {
    // As a stream, so that a character which the cut has split is no error.
    return { body: new TextDecoder("utf-8", { fatal: true }).decode(cut, { stream: true }), truncatedFrom };
  } catch {
    return { body: cut.toString("base64"), base64: true, truncatedFrom };
  }
}

const fileComment = /^##\s*(\S+\.vtl)\s*$/;

function tracedTemplate({ contentType, source }: Template, linesRun: readonly number[]): TraceTemplate {
  const lines = source.split("\n");
  const index = lines.findIndex((line) => fileComment.test(line));
  const file = index < 0 ? undefined : fileComment.exec(lines[index])?.[1];
  const place = file === undefined ? undefined : { file, fileLine: index + 1 };
  return { contentType, source, ...place, linesRun: linesRun.toSorted((a, b) => a - b) };
}
