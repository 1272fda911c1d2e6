import type { Trace, TraceMessage, TraceStep } from "../../src/api/wire.ts";
import { listOf, objectOf } from "../document/json.ts";
import { REDACTED, redacted, SECRET_HEADERS, secretsOf } from "./recording.ts";

const STEP_NAMES: ReadonlySet<unknown> = new Set<TraceStep["name"]>([
  "route",
  "authorize",
  "apiKey",
  "validate",
  "integrationRequest",
  "integration",
  "integrationResponse",
  "methodResponse",
  "gatewayResponse",
]);

/** The trace without its secrets, as a file of JSON. */
export function traceFile(trace: Trace): string {
  // What a template was rendered for has a list of each header.
  const withoutSecretHeaders = (name: string, value: unknown) =>
    SECRET_HEADERS.test(name.toLowerCase()) ? (Array.isArray(value) ? value.map(() => REDACTED) : REDACTED) : value;
  return `${redacted(JSON.stringify(trace, withoutSecretHeaders, 2), secretsOf(trace))}\n`;
}

/**
 * Reads an exported trace. The file may come from anywhere: the page shows only what has the form of a trace.
 * @throws Error with what is wrong with it
 */
export function readTrace(text: string): Trace {
  const trace = parsed(text);
  const { requestId, startedAt, durationMs, route, integrationType, request, response, steps } = objectOf(trace);
  const isTrace =
    typeof requestId === "string" &&
    typeof startedAt === "string" &&
    typeof durationMs === "number" &&
    isTextOrNone(route) &&
    isTextOrNone(integrationType) &&
    isMessage(request) &&
    isMessage(response) &&
    Array.isArray(steps) &&
    steps.every(isStep) &&
    new Set(steps.map(({ name }) => name)).size === steps.length;
  if (!isTrace) {
    throw new Error("This file is not a trace that the Explorer exported.");
  }
  return trace as Trace;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("This file is not JSON.");
  }
}

function isStep(value: unknown): boolean {
  const { name, startedMs, durationMs, rule, input, output, template, detail, error } = objectOf(value);
  return (
    STEP_NAMES.has(name) &&
    typeof startedMs === "number" &&
    typeof durationMs === "number" &&
    typeof rule === "string" &&
    (input === undefined || isMessage(input)) &&
    (output === undefined || isMessage(output)) &&
    (template === undefined || isTemplate(template)) &&
    (detail === undefined || objectOf(detail) === detail) &&
    (error === undefined || (isText(objectOf(error).type) && isText(objectOf(error).message)))
  );
}

function isMessage(value: unknown): value is TraceMessage {
  const { method, uri, status, headers, body, base64, truncatedFrom } = objectOf(value);
  return (
    objectOf(value) === value &&
    [method, uri, body].every(isTextOrNone) &&
    [status, truncatedFrom].every((one) => one === undefined || typeof one === "number") &&
    (base64 === undefined || typeof base64 === "boolean") &&
    (headers === undefined || isMap(headers, isHeader))
  );
}

function isHeader(value: unknown): boolean {
  return isText(value) || isTexts(value);
}

function isTemplate(value: unknown): boolean {
  const { contentType, source, file, fileLine, linesRun, scope } = objectOf(value);
  return (
    isText(contentType) &&
    isText(source) &&
    (scope === undefined || isScope(scope)) &&
    isTextOrNone(file) &&
    (fileLine === undefined || typeof fileLine === "number") &&
    Array.isArray(linesRun) &&
    listOf(linesRun).every((line) => typeof line === "number")
  );
}

function isScope(value: unknown): boolean {
  const { kind, body, method, path, resourcePath, pathParameters, query, headers, stageVariables, context } =
    objectOf(value);
  return (
    (kind === "request" || kind === "response") &&
    [body, method, path, resourcePath].every(isText) &&
    [pathParameters, stageVariables].every((map) => isMap(map, isText)) &&
    [query, headers].every((map) => isMap(map, isTexts)) &&
    isMap(context, () => true)
  );
}

function isMap(value: unknown, isValue: (one: unknown) => boolean): boolean {
  return objectOf(value) === value && Object.values(value).every(isValue);
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isTextOrNone(value: unknown): boolean {
  return value === undefined || isText(value);
}
