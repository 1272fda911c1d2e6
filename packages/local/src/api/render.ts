import http from "node:http";
import type { Gateway } from "local-api-gateway";
import type { Trace } from "local-api-gateway/trace";
import { watchRendering } from "local-api-gateway/watch";
import { readBody, readJson, sendJson, sendMessage } from "../cloud/serve.ts";
import { operationsOf, templateMaps } from "../program/operations.ts";
import type { Program } from "../program/resources.ts";
import { createTemplateFiles, SaveRefused } from "../program/template-files.ts";
import type { RenderRequest, Scope, TrialRequest, TrialResult } from "./wire.ts";

/** A template of API Gateway has at most 300 KB, a traced payload 64 KiB. */
const MAX_BODY_BYTES = 1024 * 1024;

/** Milliseconds that a rendering for the page may take: the server does nothing else meanwhile. */
export const RENDER_MS = 1000;

/** What the endpoints for templates need of the running program. */
export interface RenderContext {
  /** Without a folder, where the API is not a program's, templates have no files to be saved to. */
  readonly program: Pick<Program, "document"> & Partial<Pick<Program, "directory">>;
  /** The text of each `.vtl` file below that folder, where it has been read already. */
  readonly templateFiles?: Readonly<Record<string, string>>;
  /** A gateway for a changed document, with everything else as it is; its traces are kept with the others. */
  readonly trial: (document: Program["document"], onTrace: (trace: Trace) => void) => Gateway;
}

/** Answers a request to an endpoint for templates. */
type Endpoint = (request: http.IncomingMessage, response: http.ServerResponse) => Promise<void>;

/** The endpoints behind the template editor: render a template, send a request with a template in place, save a template. */
export function createTemplateEndpoints({
  program,
  templateFiles,
  trial,
}: RenderContext): Record<"render" | "run" | "save", Endpoint> {
  const { document, directory } = program;
  const files = directory === undefined ? undefined : createTemplateFiles({ document, directory }, templateFiles);
  return {
    async render(request, response) {
      const asked = await readJson(request, MAX_BODY_BYTES);
      if (!isRenderRequest(asked)) {
        return sendMessage(response, 400, 'The body must be {"template": "…", "scope": {"kind": "request", …}}.');
      }
      sendJson(response, 200, watchRendering(asked.template, asked.scope, RENDER_MS));
    },
    async run(request, response) {
      const asked = await readJson(request, MAX_BODY_BYTES);
      if (!isLoopback(request)) return sendMessage(response, 403, FROM_ELSEWHERE);
      if (!isTrialRequest(asked)) {
        return sendMessage(
          response,
          400,
          'The body must be {"route": "POST /…", "source": "…", "template": "…", "request": {"method", "path", "headers", "body"}}.',
        );
      }
      const changed = withTemplate(document, asked);
      if (!changed) return sendMessage(response, 404, `${asked.route} has no template with this text any more.`);
      sendJson(response, 200, await send(changed, asked, trial, request.headers.host ?? "localhost"));
    },
    async save(request, response) {
      const asked = await readJson(request, MAX_BODY_BYTES);
      if (!isLoopback(request)) return sendMessage(response, 403, FROM_ELSEWHERE);
      if (typeof asked?.source !== "string" || typeof asked.template !== "string") {
        return sendMessage(response, 400, 'The body must be {"source": "…", "template": "…"}.');
      }
      if (!files)
        return sendMessage(response, 409, "The API is served from its document alone: copy the template there.");
      try {
        sendJson(response, 200, files.save(asked.source, asked.template));
      } catch (error) {
        if (!(error instanceof SaveRefused)) throw error;
        sendMessage(response, 409, error.message);
      }
    },
  };
}

const FROM_ELSEWHERE = "Only this machine may do that, whatever --host says.";

/** With --host others may look, but neither write files nor run their own templates. */
function isLoopback({ socket }: http.IncomingMessage): boolean {
  return /^(127\.|::1$|::ffff:127\.)/.test(socket.remoteAddress ?? "");
}

/** The document with the template in the place of each of the route's that has the old text; undefined when none has. */
function withTemplate(document: Program["document"], { route, source, template }: TrialRequest) {
  const changed = structuredClone(document);
  const operation = operationsOf(changed).find(({ method, path }) => `${method} ${path}` === route)?.operation;
  let isFound = false;
  for (const templates of operation ? templateMaps(operation) : []) {
    for (const [contentType, text] of Object.entries(templates)) {
      // A file that was saved and read again may have lost white space at its end.
      if (text.trimEnd() !== source.trimEnd()) continue;
      templates[contentType] = template;
      isFound = true;
    }
  }
  return isFound ? changed : undefined;
}

/** Sends one request through a gateway that ends with it. */
async function send(
  document: Program["document"],
  { request }: TrialRequest,
  trial: RenderContext["trial"],
  host: string,
): Promise<TrialResult> {
  let onTrace: (trace: Trace) => void = () => {};
  const traced = new Promise<Trace>((resolve) => {
    onTrace = resolve;
  });
  const gateway = trial(document, (trace) => onTrace(trace));
  try {
    const { origin } = new URL(await gateway.listen(0));
    const began = performance.now();
    const { status, statusText, headers, body } = await exchange(`${origin}${request.path}`, request, host);
    return { status, statusText, headers, body, durationMs: performance.now() - began, trace: await traced };
  } finally {
    void gateway.close();
  }
}

/** Header fields that the connection of this request has, and not the one to the gateway. */
const HOP = ["connection", "content-length", "host", "transfer-encoding", "keep-alive"];

function exchange(
  url: string,
  { method, headers, body }: TrialRequest["request"],
  host: string,
): Promise<Omit<TrialResult, "durationMs" | "trace">> {
  const own = Object.entries(headers).filter(([name]) => !HOP.includes(name.toLowerCase()));
  const options = { method, headers: { ...Object.fromEntries(own), host }, agent: false };
  return new Promise((resolve, reject) => {
    const sent = http.request(url, options, (response) => {
      readBody(response).then((bytes) => {
        const { statusCode: status = 0, statusMessage: statusText = "", rawHeaders } = response;
        const pairs = rawHeaders.flatMap((name, at): [string, string][] =>
          at % 2 === 0 ? [[name.toLowerCase(), rawHeaders[at + 1] ?? ""]] : [],
        );
        resolve({ status, statusText, headers: pairs, body: bytes.toString() });
      }, reject);
    });
    sent.once("error", reject);
    sent.end(body);
  });
}

// biome-ignore lint/suspicious/noExplicitAny: what a page or a program sends
function isRenderRequest(asked: any): asked is RenderRequest {
  return typeof asked?.template === "string" && isScope(asked.scope);
}

// biome-ignore lint/suspicious/noExplicitAny: what a page or a program sends
function isScope(scope: any): scope is Scope {
  const isText = (value: unknown) => typeof value === "string";
  const isTexts = (value: unknown) => Array.isArray(value) && value.every(isText);
  const isMap = (value: unknown, isValue: (value: unknown) => boolean) =>
    typeof value === "object" && value !== null && !Array.isArray(value) && Object.values(value).every(isValue);
  return (
    ["request", "response"].includes(scope?.kind) &&
    [scope.body, scope.method, scope.path, scope.resourcePath].every(isText) &&
    [scope.pathParameters, scope.stageVariables].every((value) => isMap(value, isText)) &&
    [scope.query, scope.headers].every((value) => isMap(value, isTexts)) &&
    isMap(scope.context, () => true)
  );
}

// biome-ignore lint/suspicious/noExplicitAny: what a page or a program sends
function isTrialRequest(asked: any): asked is TrialRequest {
  const request = asked?.request;
  return (
    [asked?.route, asked?.source, asked?.template, request?.method, request?.path].every(
      (value) => typeof value === "string",
    ) &&
    /^\/(?!\/)/.test(request.path) &&
    typeof request.headers === "object" &&
    request.headers !== null &&
    Object.values(request.headers).every((value) => typeof value === "string") &&
    ["string", "undefined"].includes(typeof request.body)
  );
}
