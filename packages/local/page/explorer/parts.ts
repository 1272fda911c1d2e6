import type { StepName, Trace, TraceStep } from "../../src/api/wire.ts";
import {
  type Integration,
  isAuthorized,
  type OpenApiDocument,
  operationOf,
  type RouteKey,
  validation,
} from "../document/document.ts";
import { integrationView } from "./integration.ts";

/** What the steps of a request's way are called in API Gateway's console. */
export const STEP_NAMES: Record<StepName, string> = {
  route: "Route",
  authorize: "Authorize",
  apiKey: "API key",
  validate: "Validate",
  integrationRequest: "Integration request",
  integration: "Integration",
  integrationResponse: "Integration response",
  methodResponse: "Method response",
  gatewayResponse: "Gateway response",
};

/** One part of the drawing. `idle` means that there is no trace; the other states are those of the traced request. */
export interface PartOfWay {
  label: string;
  detail?: string;
  state: "idle" | "crossed" | "failed" | "missed";
  /** The step of the trace that says what happened there; absent where the trace has no such step. */
  step?: StepName;
}

/** The parts that a request crosses, in the order of its way. */
export interface Way {
  request: PartOfWay[];
  /** What lets the gateway reach the backend. */
  link?: string;
  backends: PartOfWay[];
  response: PartOfWay[];
}

/** The parts of a route as the document has them; with a trace, which of them its request crossed. */
export function wayOf(route: RouteKey & { apiKeyRequired: boolean }, document: OpenApiDocument, trace?: Trace): Way {
  const operation = operationOf(document, route);
  const integration = operation["x-amazon-apigateway-integration"];
  const { link, backends } = integrationView(operation);
  const proxy = integration?.type.endsWith("_proxy") ?? false;
  const stepOf = (name: StepName) => trace?.steps.find((step) => step.name === name);
  const part = (name: StepName, detail?: string): PartOfWay => ({
    label: STEP_NAMES[name],
    detail,
    state: stateOf(name, trace),
    ...(stepOf(name) && { step: name }),
  });
  // A step that the document does not declare is drawn only if the request failed there.
  const partIf = (declared: boolean, name: StepName) => (declared || stepOf(name)?.error ? [part(name)] : []);
  const { body, parameters } = validation(document, route);
  const gatewayResponse = stepOf("gatewayResponse");
  const reached = backendState(trace);
  return {
    request: [
      part("route"),
      ...partIf(isAuthorized(document, route), "authorize"),
      ...partIf(route.apiKeyRequired, "apiKey"),
      ...partIf(body || parameters, "validate"),
      part("integrationRequest", requestDetail(integration, trace)),
    ],
    link,
    backends: backends.map((backend) => ({
      ...backend,
      state: reached,
      ...(stepOf("integration") && { step: "integration" as const }),
    })),
    response: gatewayResponse
      ? [part("gatewayResponse", gatewayResponse.error?.type)]
      : [
          ...(proxy ? [] : [part("integrationResponse", responseDetail(integration, trace))]),
          part("methodResponse", proxy ? "unchanged" : undefined),
        ],
  };
}

/** The way as a sentence, for those who cannot see the drawing. */
export function wayInWords({ request, link, backends, response }: Way): string {
  const names = [
    "client",
    ...request.map(({ label }) => label),
    ...(link ? [link] : []),
    ...backends.map(({ label }) => label),
    ...response.map(({ label }) => label),
    "client",
  ];
  const failed = [...request, ...backends].find(({ state }) => state === "failed");
  return `The way of a request: ${names.join(", ")}.${failed ? ` The last request failed at: ${failed.label}.` : ""}`;
}

function stateOf(step: StepName, trace: Trace | undefined): PartOfWay["state"] {
  if (!trace) {
    return "idle";
  }
  const found = trace.steps.find(({ name }) => name === step);
  if (!found) {
    return "missed";
  }
  return found.error && step !== "gatewayResponse" ? "failed" : "crossed";
}

/** A backend failed if it did not answer, threw an error or answered 5xx; 4xx is a normal answer. */
function backendState(trace: Trace | undefined): PartOfWay["state"] {
  const step = trace?.steps.find(({ name }) => name === "integration");
  return step && backendFailed(step) ? "failed" : stateOf("integration", trace);
}

function backendFailed({ error, output }: TraceStep): boolean {
  const threw = Object.keys(output?.headers ?? {}).some((name) => name.toLowerCase() === "x-amz-function-error");
  return error !== undefined || threw || (output?.status ?? 0) >= 500;
}

function requestDetail(integration: Integration | undefined, trace: Trace | undefined): string {
  const template = templateName(integration?.requestTemplates, trace, "integrationRequest");
  return template ?? (integration?.requestParameters ? "parameters" : "unchanged");
}

function responseDetail(integration: Integration | undefined, trace: Trace | undefined): string | undefined {
  const responses = Object.values(integration?.responses ?? {});
  const success = responses.find(({ statusCode }) => statusCode.startsWith("2")) ?? responses[0];
  return templateName(success?.responseTemplates, trace, "integrationResponse");
}

/** The file of the template that ran; before a request, only that there is a template. */
function templateName(templates: Record<string, string> | undefined, trace: Trace | undefined, step: StepName) {
  const rendered = trace?.steps.find(({ name }) => name === step)?.template;
  const hasTemplate = rendered !== undefined || Object.keys(templates ?? {}).length > 0;
  return hasTemplate ? (rendered?.file?.split("/").at(-1) ?? "template") : undefined;
}
