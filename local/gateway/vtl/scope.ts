import type { Value } from "./values.ts";
import { ContextMap } from "./values.ts";

/** What a template is rendered for: a request on its way to the integration, or the integration's response. */
export interface Scope {
  readonly kind: "request" | "response";
  /** The payload's text: of the client's request, or of the integration's response. */
  readonly body: string;
  readonly contentType?: string | undefined;
  readonly method: string;
  /** Path of the request, with the stage. */
  readonly path: string;
  /** Path of the matched resource, such as `/pets/{id}`. */
  readonly resourcePath: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, readonly string[]>>;
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly stageVariables: Readonly<Record<string, string>>;
  /** `$context`, with the overrides that an earlier template made. */
  readonly context: object;
  /** `$context.authorizer`. */
  readonly authorizer?: object | undefined;
}

/** Text parameters a template put in place of those of the request or response. */
export interface RequestOverride {
  header?: Record<string, OverrideValue>;
  querystring?: Record<string, OverrideValue>;
  path?: Record<string, OverrideValue>;
}

/** The status and headers a template put in place of the response's. */
export interface ResponseOverride {
  status?: number | string;
  header?: Record<string, OverrideValue>;
}

/** A value a template assigned to an override; several for a multi-value header. */
// biome-ignore lint/suspicious/noExplicitAny: AWS takes whatever a template assigns, and sends it as text
export type OverrideValue = any;

/** A JavaScript value of a scope as the template sees it; objects print as nothing, as those of `$context` do. */
export function contextValue(value: unknown): Value {
  if (typeof value === "string" || typeof value === "boolean" || typeof value === "number") return value;
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map(contextValue);
  return typeof value === "object" ? contextMap(value) : String(value);
}

function contextMap(value: object): ContextMap {
  const map = new ContextMap();
  for (const [key, item] of Object.entries(value)) map.set(key, contextValue(item));
  return map;
}

/** `$context` of a scope, whose overrides are there to be assigned to. */
export function contextOf(scope: Scope): ContextMap {
  const context = contextMap(scope.context);
  if (scope.authorizer) context.set("authorizer", contextMap(scope.authorizer));
  ensureMaps(context, "requestOverride", ["path", "header", "querystring"]);
  ensureMaps(context, "responseOverride", ["header"]);
  return context;
}

function ensureMaps(context: ContextMap, name: string, parts: readonly string[]): void {
  const existing = context.get(name);
  const override = existing instanceof Map ? existing : new ContextMap();
  context.set(name, override);
  for (const part of parts) if (!(override.get(part) instanceof Map)) override.set(part, new ContextMap());
}
