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
