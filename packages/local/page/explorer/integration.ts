import type { Integration, Operation } from "../document/document.ts";

/** The headings of the list of routes: the integration types of API Gateway's documentation, as people learn them. */
export const GROUPS = ["Lambda", "Mock", "HTTP", "Private", "AWS service", "No integration"] as const;

/** What the page says about an integration. All of it comes from the document. */
export interface IntegrationView {
  group: (typeof GROUPS)[number];
  /** Its type in full, such as `AWS service: SQS`. */
  name: string;
  /** How it works, in a sentence or two. */
  idea: string;
  /** Who answers, in the middle of a sentence: "the function", "SQS". */
  answerer: string;
  /** What lets the gateway reach the backend: a role, a permission, a VPC link. */
  link?: string;
  /** What is behind the gateway, in the order of the request. */
  backends: { label: string; detail?: string }[];
}

/** Names of services and of what they hold. The page shows the id of any other service. */
const SERVICES: Record<string, { name: string; backend: string }> = {
  sqs: { name: "SQS", backend: "SQS queue" },
  dynamodb: { name: "DynamoDB", backend: "DynamoDB table" },
  sns: { name: "SNS", backend: "SNS topic" },
  kinesis: { name: "Kinesis", backend: "Kinesis stream" },
  firehose: { name: "Data Firehose", backend: "Firehose stream" },
  events: { name: "EventBridge", backend: "Event bus" },
  states: { name: "Step Functions", backend: "State machine" },
  s3: { name: "S3", backend: "S3 bucket" },
};

/** Describes the integration of an operation. */
export function integrationView({ "x-amazon-apigateway-integration": integration }: Operation): IntegrationView {
  const type = integration?.type.toLowerCase();
  switch (type) {
    case undefined:
      return {
        group: "No integration",
        name: "No integration",
        idea: "The document has no integration for this method, so API Gateway answers 500.",
        answerer: "API Gateway",
        backends: [],
      };
    case "mock":
      return {
        group: "Mock",
        name: "Mock",
        idea: "The request template chooses a status, and the response template of that status writes the response. No backend is called.",
        answerer: "the mapping templates",
        backends: [],
      };
    case "http":
    case "http_proxy":
      return integration?.connectionType === "VPC_LINK" ? privateView(integration) : httpView(integration);
    default:
      return serviceOf(integration)?.id === "lambda" ? lambdaView(integration) : serviceView(integration);
  }
}

/** The address in AWS that an integration calls: scheme and host. Undefined where the document leaves it open. */
export function awsOrigin(integration: Integration | undefined): string | undefined {
  const service = serviceOf(integration);
  if (service) {
    return `https://${service.subdomain}${service.id}.${service.region}.amazonaws.com`;
  }
  return /^https?:\/\/[^/${}]+/.exec(integration?.uri ?? "")?.[0];
}

/** The name of the Lambda function that an integration invokes, if it does. */
export function functionName(integration: Integration | undefined): string | undefined {
  return /:function:([^/:]+)/.exec(integration?.uri ?? "")?.[1];
}

/** The service of an integration's URI, such as `sqs`; Lambda's is `lambda`. */
export function serviceId(integration: Integration | undefined): string | undefined {
  return serviceOf(integration)?.id;
}

function isProxy(integration: Integration | undefined): boolean {
  return integration?.type.toLowerCase().endsWith("_proxy") ?? false;
}

function lambdaView(integration: Integration | undefined): IntegrationView {
  const proxy = isProxy(integration);
  return {
    group: "Lambda",
    name: proxy ? "Lambda proxy" : "Lambda, non-proxy",
    idea: proxy
      ? "The function gets the whole request as one event and returns the whole response."
      : "A mapping template writes the function's input. Another turns its result into the response.",
    answerer: "the function",
    link: integration?.credentials === undefined ? "Permission" : "IAM role",
    backends: [{ label: "Lambda function", detail: functionName(integration) }],
  };
}

function httpView(integration: Integration | undefined): IntegrationView {
  const proxy = isProxy(integration);
  return {
    group: "HTTP",
    name: proxy ? "HTTP proxy" : "HTTP",
    idea: proxy
      ? "API Gateway sends the request to another URL unchanged, and returns the response of that server."
      : "API Gateway maps the request, sends it to another URL, and maps the response by its status.",
    answerer: "the HTTP endpoint",
    backends: [{ label: "HTTP endpoint", detail: hostOf(integration) }],
  };
}

function privateView(integration: Integration | undefined): IntegrationView {
  return {
    group: "Private",
    name: isProxy(integration) ? "Private, HTTP proxy" : "Private, HTTP",
    idea: "Like HTTP, but through a VPC link to a load balancer that the internet cannot reach.",
    answerer: "the private service",
    link: "VPC link",
    backends: [{ label: "Load balancer", detail: hostOf(integration)?.split(".")[0] }, { label: "Service in the VPC" }],
  };
}

function serviceView(integration: Integration | undefined): IntegrationView {
  const service = serviceOf(integration);
  if (!service) {
    const name = integration?.type ?? "Unknown";
    return {
      group: "AWS service",
      name,
      idea: "This page does not know this integration type.",
      answerer: "the backend",
      backends: [{ label: "Backend" }],
    };
  }
  const { name, backend } = SERVICES[service.id] ?? { name: service.id, backend: service.id };
  const action = actionOf(integration);
  return {
    group: "AWS service",
    name: `AWS service: ${name}`,
    idea: `API Gateway itself calls ${action === undefined ? name : `${action} of ${name}`}, with an IAM role. No function runs before the response.`,
    answerer: name,
    link: integration?.credentials === undefined ? undefined : "IAM role",
    backends: [{ label: backend, detail: resourceOf(service) ?? action }],
  };
}

/** What an AWS service integration does, such as `SendMessage`: from its URI, its form body or its target header. */
function actionOf(integration: Integration | undefined): string | undefined {
  const named = /:action\/(\w+)/.exec(integration?.uri ?? "")?.[1];
  const templates = Object.values(integration?.requestTemplates ?? {}).join("\n");
  const header = integration?.requestParameters?.["integration.request.header.X-Amz-Target"];
  return named ?? /\bAction=(\w+)/.exec(templates)?.[1] ?? /\.(\w+)'$/.exec(header ?? "")?.[1];
}

interface Service {
  id: string;
  region: string;
  /** Ends with a dot; empty for most services. */
  subdomain: string;
  /** What follows `path/`. */
  path?: string;
}

/** Reads `arn:aws:apigateway:{region}:{subdomain.}{service}:{path|action}/{…}`. */
function serviceOf(integration: Integration | undefined): Service | undefined {
  const uri = integration?.uri ?? "";
  const [, region, subdomain = "", id, path] =
    /^arn:[^:]+:apigateway:([^:]*):((?:[^.:]+\.)*)([^.:]+):(?:path\/(.*)|action\/.*)$/s.exec(uri) ?? [];
  return region === undefined || id === undefined ? undefined : { id, region, subdomain, path };
}

/** The queue, bucket or other resource at the end of a service's path. */
function resourceOf({ path }: Service): string | undefined {
  return path?.split("/").findLast((segment) => segment !== "" && !segment.startsWith("{"));
}

function hostOf(integration: Integration | undefined): string | undefined {
  return /^https?:\/\/([^/]+)/.exec(integration?.uri ?? "")?.[1];
}
