import type { Integration, IntegrationType, Operation, Route, StepName, Trace } from "../api/types.ts";
import { INTEGRATIONS } from "./integration-names.ts";
import { STEP_NAMES } from "./step-names.ts";

/** One part of the drawing. `crossed` is undefined until there is a trace. */
export interface PartOfWay {
  label: string;
  detail?: string;
  step?: StepName;
  state: "idle" | "crossed" | "failed" | "missed";
}

/** The parts that a request crosses, in the order of its way. */
export interface Way {
  request: PartOfWay[];
  /** What lets the gateway reach the backend: a role, a permission, a VPC link. */
  link?: string;
  backends: PartOfWay[];
  response: PartOfWay[];
}

/** The parts of a route as the document has them; with a trace, which of them its request crossed. */
export function wayOf(route: Route, operation: Operation, trace?: Trace): Way {
  const integration = operation["x-amazon-apigateway-integration"];
  const proxy = integration?.type.endsWith("_proxy") ?? false;
  const part = (step: StepName, detail?: string): PartOfWay => ({
    label: STEP_NAMES[step],
    detail,
    step,
    state: stateOf(step, trace),
  });
  const failed = trace?.steps.find((step) => step.name === "gatewayResponse");
  const reached = stateOf("integration", trace);
  return {
    request: [
      part("route"),
      ...(route.apiKeyRequired ? [part("apiKey")] : []),
      ...(validates(operation) ? [part("validate")] : []),
      part(
        "integrationRequest",
        templateName(integration?.requestTemplates, trace, "integrationRequest") ?? "as it is",
      ),
    ],
    link: linkOf(route.integration, integration),
    backends: backendsOf(route, integration).map((backend) => ({ ...backend, state: reached })),
    response: failed
      ? [part("gatewayResponse", failed.error?.type)]
      : [
          ...(proxy ? [] : [part("integrationResponse", responseTemplate(integration, trace))]),
          part("methodResponse", proxy ? "as it is" : undefined),
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
  const failed = request.find(({ state }) => state === "failed");
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

function validates(operation: Operation): boolean {
  return operation["x-amazon-apigateway-request-validator"] !== undefined || operation.requestBody !== undefined;
}

function linkOf(type: IntegrationType, integration: Integration | undefined): string | undefined {
  if (type === "private" || integration?.connectionType === "VPC_LINK") {
    return "VPC link";
  }
  if (integration?.credentials !== undefined) {
    return "IAM role";
  }
  return type === "lambda" || type === "lambda-proxy" ? "Permission" : undefined;
}

function backendsOf({ integration: type, path }: Route, integration: Integration | undefined): PartOfWay[] {
  const backend: PartOfWay = { label: INTEGRATIONS[type].backend, detail: target(integration?.uri), state: "idle" };
  switch (type) {
    case "mock":
      return [];
    case "private":
      return [
        { ...backend, label: "Load balancer" },
        { label: backend.label, state: "idle" },
      ];
    case "lambda":
    case "lambda-proxy":
      // This project's functions put what they accept on the queue before they answer.
      return path.startsWith("/contact") ? [backend, { label: "SQS queue", state: "idle" }] : [backend];
    default:
      return [backend];
  }
}

/** The name at the end of an integration's URI: a function, an action, a queue or a host. */
export function target(uri: string | undefined): string | undefined {
  if (uri === undefined) {
    return undefined;
  }
  const lambda = /:function:([^/:]+)/.exec(uri)?.[1];
  const service = /^arn:[^:]+:apigateway:[^:]*:[^:]+:(?:path|action)\/(.+)$/.exec(uri)?.[1];
  return lambda ?? service?.split("/").at(-1) ?? /^https?:\/\/([^/]+)/.exec(uri)?.[1];
}

function templateName(templates: Record<string, string> | undefined, trace: Trace | undefined, step: StepName) {
  const rendered = trace?.steps.find(({ name }) => name === step)?.template;
  const source = rendered?.source ?? Object.values(templates ?? {})[0];
  return source === undefined ? undefined : (/^## .*?([\w-]+\.vtl)\s*$/m.exec(source)?.[1] ?? "template");
}

function responseTemplate(integration: Integration | undefined, trace: Trace | undefined): string | undefined {
  const responses = Object.values(integration?.responses ?? {});
  const success = responses.find(({ statusCode }) => statusCode.startsWith("2")) ?? responses[0];
  return templateName(success?.responseTemplates, trace, "integrationResponse");
}
