import type { Template, TemplateOrigin } from "../api.ts";
import type { Context } from "../request/context.ts";
import { GatewayError, internalError } from "../steps/gateway-error.ts";
import { compile, type Scope, TemplateError } from "../vtl/index.ts";

/** Compiles a mapping template. `origin` goes into the trace. */
export function createTemplate(contentType: string, source: string, origin?: TemplateOrigin): Template {
  const constant = /[$#\\]/.test(source) ? undefined : source;
  try {
    return { contentType, source, compiled: compile(source), constant, origin };
  } catch (error) {
    if (error instanceof TemplateError) return { contentType, source, compiled: error, origin };
    throw error;
  }
}

/**
 * A function that finds the file whose text a template's source is, after any `#set` lines put before it. Parameters put after
 * the form of a single line do not count.
 */
export function templateOrigins(
  files: Readonly<Record<string, string>> = {},
): (source: string) => TemplateOrigin | undefined {
  const names = new Map(Object.entries(files).map(([file, text]) => [withoutLastBreak(text), file]));
  const forms = [...names].filter(([text]) => text.includes("=") && !text.includes("\n"));
  const formOf = (text: string) => forms.find(([form]) => text.startsWith(`${form}&`))?.[1];
  return (source) => {
    let text = withoutLastBreak(source);
    for (let fileLine = 1; ; fileLine++) {
      const file = names.get(text) ?? formOf(text);
      if (file !== undefined) return { file, fileLine };
      const [line] = /^#set\(.*\)\r?\n/.exec(text) ?? [];
      if (line === undefined) return undefined;
      text = text.slice(line.length);
    }
  };
}

const withoutLastBreak = (text: string) => text.replace(/\r?\n$/, "");

/**
 * Renders a request's or response's body. Overrides that the template sets are left in the context, where the next template and
 * the next step find them.
 *
 * @throws GatewayError 500 when the template fails, 400 when the body that it reads as JSON is not
 */
export function renderTemplate(
  context: Context,
  template: Template,
  kind: "request" | "response",
  body: string,
): string {
  if (template.constant !== undefined && !context.trace) return template.constant;
  const { compiled } = template;
  const { variables } = context;
  const lines = context.trace ? new Set<number>() : undefined;
  const scope: Scope = {
    kind,
    body,
    contentType: context.contentType,
    method: context.httpMethod,
    path: context.path,
    resourcePath: variables.resourcePath ?? "",
    pathParameters: context.pathParameters,
    query: context.query,
    headers: context.headers,
    stageVariables: context.api.stageVariables,
    context: variables,
  };
  // What it saw, before it sets overrides of its own.
  const seen = lines && { ...scope, context: { ...variables } };
  try {
    if (compiled instanceof TemplateError) throw compiled;
    const result = compiled.render(scope, lines && { onLine: (line) => lines.add(line) });
    if (result.requestOverride) variables.requestOverride = result.requestOverride;
    if (result.responseOverride) variables.responseOverride = result.responseOverride;
    return result.body;
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    if (error.isPayload && kind === "request") throw new GatewayError("DEFAULT_4XX", error.message);
    const where = error.line === undefined ? "" : ` (line ${error.line} of the ${template.contentType} template)`;
    throw internalError(
      `Execution failed due to configuration error: Unable to transform ${kind}: ${error.message}${where}`,
    );
  } finally {
    if (lines && seen) context.trace?.template(template, seen, [...lines]);
  }
}
