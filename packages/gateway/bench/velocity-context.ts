/** A request or response to render a template for, in the terms of the gateway's `render`. */
export interface Sample {
  readonly kind: "request" | "response";
  readonly body: string;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * API Gateway's variables for velocityjs, which has none of them: the least that lets it render the stack's templates.
 * It does no more work than it must, so that velocityjs is what is measured.
 */
export function velocityContext(sample: Sample): Record<string, unknown> {
  let parsed: unknown;
  const value = (path: string) => {
    parsed ??= JSON.parse(sample.body);
    const keys = path.split(".").slice(1);
    return keys.reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], parsed);
  };
  const parameters = { path: sample.path, querystring: sample.query, header: sample.headers };
  return {
    input: {
      body: sample.body,
      path: (path: string) => value(path),
      json: (path: string) => JSON.stringify(value(path) ?? ""),
      params: (name?: string) =>
        name === undefined ? parameters : (sample.path[name] ?? sample.query[name] ?? sample.headers[name] ?? ""),
    },
    util: {
      escapeJavaScript: (text: unknown) => JSON.stringify(String(text)).slice(1, -1).replaceAll("'", "\\'"),
      urlEncode: (text: unknown) => encodeURIComponent(String(text)),
      urlDecode: (text: unknown) => decodeURIComponent(String(text)),
      parseJson: (text: string) => JSON.parse(text),
      base64Encode: (text: unknown) => Buffer.from(String(text)).toString("base64"),
      base64Decode: (text: unknown) => Buffer.from(String(text), "base64").toString(),
    },
    context: {
      requestId: "5cbe815f-8db4-5c39-a834-dcfbd53c1f5c",
      httpMethod: "POST",
      responseOverride: {},
      identity: {},
    },
    stageVariables: {},
  };
}
