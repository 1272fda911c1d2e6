import {
  body,
  cut,
  header,
  javaDate,
  map,
  mask,
  maskHeaders,
  queryParameters,
  secretMasker,
} from "./execution-log-text.ts";
import type { StepName, Trace, TraceStep } from "./trace.ts";

/**
 * Prints a request's trace as API Gateway's own execution log, the one that the console's Test button and the log group
 * `API-Gateway-Execution-Logs_{rest-api-id}/{stage}` show: same lines, same order, each cut at 1,024 bytes.
 * API keys and Authorization headers show their last six characters only.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-execution-logging.html
 */
export function formatExecutionLog(given: Trace & { toJSON?: () => Trace }): string {
  // A recorded trace is known by its method, not by its class: the page prints logs without the gateway's modules.
  const trace = given.toJSON?.() ?? given;
  const maskSecrets = secretMasker([trace.request, ...trace.steps.map((step) => step.input)]);
  const lines = [
    ...authorizerLines(trace),
    ...usagePlanLines(trace),
    ...methodRequestLines(trace),
    ...endpointLines(trace),
    ...outcomeLines(trace),
  ].map(([at, line]) => `${javaDate(Date.parse(trace.startedAt) + at)} : ${cut(maskSecrets(line))}`);
  return `${[`Execution log for request ${trace.requestId}`, ...lines].join("\n")}\n`;
}

/** Milliseconds since the request began, and what the log says then. */
type Line = [at: number, text: string];

/** What a Lambda authorizer was asked and said. */
function authorizerLines(trace: Trace): Line[] {
  const step = find(trace, "authorize");
  const { authorizer, identity, cached, functionArn, event, result, principalId } = step?.detail ?? {};
  if (!step || authorizer === undefined) return [];
  const secrets = Array.isArray(identity) ? identity.map(text).filter((value) => value !== "") : [];
  const lines = [`Starting authorizer: ${text(authorizer)} for request: ${trace.requestId}`];
  if (secrets.length > 0) lines.push(`Incoming identity: ${secrets.map(mask).join(", ")}`);
  if (cached) lines.push("Using cached authorizer policy");
  if (event !== undefined) {
    const region = text(functionArn).split(":")[3];
    const uri = `https://lambda.${region}.amazonaws.com/2015-03-31/functions/${text(functionArn)}/invocations`;
    lines.push(
      `Endpoint request URI: ${uri}`,
      `Endpoint request body after transformations: ${secrets.reduce((log, secret) => log.replaceAll(secret, mask(secret)), text(event))}`,
      `Sending request to ${uri}`,
      `Authorizer result body before parsing: ${text(result)}`,
    );
  }
  if (principalId !== undefined) lines.push(`Using valid authorizer policy for principal: ${mask(text(principalId))}`);
  if (step.error?.type === "UNAUTHORIZED") lines.push(`Unauthorized request: ${trace.requestId}`);
  else if (!step.error) lines.push("Successfully completed authorizer execution");
  return lines.map((line) => [step.startedMs, line]);
}

function usagePlanLines(trace: Trace): Line[] {
  const step = find(trace, "apiKey");
  if (!step) return [];
  const key = mask(header(trace.request, "x-api-key"));
  const stage = text(step.detail?.apiStage);
  const method = trace.route ?? "";
  const lines = [`Verifying Usage Plan for request: ${trace.requestId}. API Key: ${key} API Stage: ${stage}`];
  if (step.error && isThrottle(step)) {
    lines.push(limitLine(step, key, stage, method));
  } else if (step.error) {
    const why = `method '${method}' requires API Key and API Key is not associated with a Usage Plan`;
    const found = "No Usage Plan found for key and API Stage";
    lines.push(`API Key ${key} not authorized because ${why} for API Stage ${stage}: ${found}`);
  } else {
    if (step.detail?.required === false) {
      const why = `method '${method}' does not require API Key`;
      const effect = "Request will not contribute to throttle or quota limits";
      lines.push(`API Key ${key} authorized because ${why}. ${effect}`);
    }
    lines.push(`Usage Plan check succeeded for API Key ${key} and API Stage ${stage}`);
  }
  return lines.map((line) => [step.startedMs, line]);
}

/** The limit that was reached: a key's throttle or quota, or else the stage's throttle. */
function limitLine(step: TraceStep, key: string, stage: string, method: string): string {
  const { limit, burst, period, usagePlanId } = step.detail ?? {};
  const plan = `Usage Plan ID ${text(usagePlanId)}`;
  if (step.error?.type === "QUOTA_EXCEEDED") {
    const quota = `Quota Limit: ${text(limit)} Period: ${text(period)}`;
    return `API Key ${key} exceeded quota limit for API Stage ${stage}: Key quota exhausted for ${plan}. ${quota}`;
  }
  const [api = "", name = ""] = stage.split("/");
  const [verb = "", resource = ""] = method.split(" ");
  const rate = `Limit: ${Number(limit ?? 0).toFixed(2)} Burst: ${text(burst ?? 0)}`;
  const where = `RestApi ${api}, Stage ${name}, Resource ${resource}, HttpMethod ${verb}. ${rate}`;
  if (usagePlanId === undefined) return `Key throttle limit exceeded for ${where}`;
  return `API Key ${key} exceeded throttle limit for API Stage ${stage}: Key throttle limit exceeded for ${plan}, ${where}`;
}

function methodRequestLines(trace: Trace): Line[] {
  if (find(trace, "authorize")?.error || find(trace, "apiKey")?.error) return [];
  const route = find(trace, "route");
  const [, query = ""] = (trace.request.uri ?? "").split(/\?(.*)/s);
  const at = route?.startedMs ?? 0;
  const key = header(trace.request, "x-api-key");
  return [
    [at, `Starting execution for request: ${trace.requestId}`],
    [at, `HTTP Method: ${trace.request.method}, Resource Path: ${resourcePath(trace)}`],
    ...(key ? [[at, `API Key: ${mask(key)}`] as Line] : []),
    [at, `Method request path: ${map(route?.detail?.pathParameters)}`],
    [at, `Method request query string: ${map(queryParameters(query))}`],
    [at, `Method request headers: ${map(maskHeaders(trace.request.headers))}`],
    [at, `Method request body before transformations: ${body(trace.request)}`],
    ...validationLines(find(trace, "validate")),
  ];
}

function validationLines(step: TraceStep | undefined): Line[] {
  const { contentType, errors } = step?.detail ?? {};
  if (!step || !Array.isArray(errors) || contentType === undefined) return [];
  const line =
    errors.length > 0
      ? `Request body does not match model schema for content type ${contentType}: [${errors.join(", ")}]`
      : `Request validation succeeded for content type ${contentType}`;
  return [[step.startedMs, line]];
}

/** What went to the backend and came back. A mock integration has no backend, and AWS's log says nothing of it. */
function endpointLines(trace: Trace): Line[] {
  const step = find(trace, "integration");
  const request = step?.input ?? find(trace, "integrationRequest")?.output;
  if (!step || !request || trace.integrationType?.toLowerCase() === "mock") return [];
  // The log has a function's ARN with the colons that are escaped on the wire.
  const uri = text(request.uri).replaceAll("%3A", ":");
  const lines: Line[] = [
    [step.startedMs, `Endpoint request URI: ${uri}`],
    [step.startedMs, `Endpoint request headers: ${map(maskHeaders(request.headers))}`],
    [step.startedMs, `Endpoint request body after transformations: ${body(request)}`],
    [step.startedMs, `Sending request to ${uri}`],
  ];
  const response = step.output;
  if (response) {
    const at = step.startedMs + step.durationMs;
    const latency = Math.round(step.durationMs);
    lines.push(
      [at, `Received response. Status: ${response.status}, Integration latency: ${latency} ms`],
      [at, `Endpoint response headers: ${map(response.headers)}`],
      [at, `Endpoint response body before transformations: ${body(response)}`],
    );
  }
  return lines;
}

function outcomeLines(trace: Trace): Line[] {
  const at = trace.durationMs;
  const failed = trace.steps.find((step) => step.error);
  const completed: Line = [at, `Method completed with status: ${trace.response.status}`];
  if (failed) return [...failureLines(trace, failed).map((line): Line => [at, line]), completed];
  return [
    [at, `Method response body after transformations: ${body(trace.response)}`],
    [at, `Method response headers: ${map(trace.response.headers)}`],
    [at, "Successfully completed execution"],
    completed,
  ];
}

/** AWS's words for a failure; none where the usage plan or the validator has said it already. */
function failureLines(trace: Trace, step: TraceStep): string[] {
  const { type, message } = step.error ?? { type: "", message: "" };
  const reason = text(step.detail?.reason ?? message);
  if (step.name === "authorize" && type === "UNAUTHORIZED") return [];
  if (step.name === "apiKey" || (step.name === "validate" && validationLines(step).length > 0)) return [];
  if (step.name === "route" && type === "MISSING_AUTHENTICATION_TOKEN") {
    return [`No method found matching route ${resourcePath(trace).slice(1)} for http method ${trace.request.method}`];
  }
  if (reason.startsWith("Lambda execution failed ")) return [reason + lambdaRequestId(trace)];
  if (type === "INTEGRATION_TIMEOUT") return ["Execution failed due to a timeout error"];
  if (type === "INTEGRATION_FAILURE") return ["Execution failed due to a network error communicating with endpoint"];
  const isConfiguration = type === "API_CONFIGURATION_ERROR" || type === "DEFAULT_5XX";
  if (!isConfiguration || reason.startsWith("Execution failed ")) return [reason];
  return [`Execution failed due to configuration error: ${reason}`];
}

function lambdaRequestId(trace: Trace): string {
  const id = header(find(trace, "integration")?.output ?? {}, "x-amzn-requestid");
  return id ? `. Lambda request id: ${id}` : "";
}

const find = (trace: Trace, name: StepName) => trace.steps.find((step) => step.name === name);

const isThrottle = (step: TraceStep) => /^(THROTTLED|QUOTA_EXCEEDED)$/.test(step.error?.type ?? "");

const text = (value: unknown) => (value === undefined || value === null ? "" : String(value));

/** The path that the client asked for, without the stage: what the log calls "Resource Path". */
const resourcePath = (trace: Trace) => text(find(trace, "route")?.detail?.path ?? trace.request.uri?.split("?")[0]);
