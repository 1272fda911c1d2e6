/** A request or response to render a template for, in the terms of the gateway's `render`. */
export interface Sample {
  readonly kind: "request" | "response";
  readonly body: string;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly context: Readonly<Record<string, unknown>>;
}

/**
 * API Gateway's variables for velocityjs, which has none of them: the least that lets it render the stack's templates.
 * It does no more work than it must, so that velocityjs is what is measured.
 */
export function velocityContext(sample: Sample): Record<string, unknown> {
  return {
    input: new VelocityInput(sample),
    util,
    context: { ...sample.context, responseOverride: {} },
    stageVariables: {},
  };
}

/** `$input`. A class, because tsx takes 0.7 µs to name a function that is made for each rendering. */
class VelocityInput {
  readonly body: string;
  private readonly sample: Sample;
  private parsed: unknown;

  constructor(sample: Sample) {
    this.body = sample.body;
    this.sample = sample;
  }

  path(path: string): unknown {
    this.parsed ??= JSON.parse(this.body);
    const keys = path.split(".").slice(1);
    return keys.reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], this.parsed);
  }

  json(path: string): string {
    return JSON.stringify(this.path(path) ?? "");
  }

  params(name?: string): unknown {
    const { path, query, headers } = this.sample;
    if (name === undefined) return { path, querystring: query, header: headers };
    return path[name] ?? query[name] ?? headers[name] ?? "";
  }
}

/** What Java's form encoding has for the signs that `encodeURIComponent` leaves, and for the blank. */
const formSigns: Readonly<Record<string, string>> = {
  "%20": "+",
  "!": "%21",
  "'": "%27",
  "(": "%28",
  ")": "%29",
  "~": "%7E",
};

/** `$util`, made once, as it is the same for all requests. */
const util = {
  escapeJavaScript: (text: unknown) => JSON.stringify(String(text)).slice(1, -1).replace(/['/]/g, "\\$&"),
  urlEncode: (text: unknown) =>
    encodeURIComponent(String(text)).replace(/%20|[!'()~]/g, (sign) => formSigns[sign] ?? ""),
  urlDecode: (text: unknown) => decodeURIComponent(String(text)),
  parseJson: (text: string) => JSON.parse(text),
  base64Encode: (text: unknown) => Buffer.from(String(text)).toString("base64"),
  base64Decode: (text: unknown) => Buffer.from(String(text), "base64").toString(),
};

const patterns = new Map<string, RegExp>();

/** A pattern for JavaScript's engine, compiled once, as the gateway does. */
function patternOf(source: string): RegExp {
  const known = patterns.get(source) ?? new RegExp(source, "g");
  patterns.set(source, known);
  return known;
}

/** Java's methods that velocityjs lacks, or has with another meaning: without them it would print other texts. */
const methods: Readonly<Record<string, (self: never, ...params: never[]) => unknown>> = {
  replaceAll: (self: string, pattern: string, text: string) => self.replace(patternOf(pattern), text),
  replace: (self: string, old: string, text: string) => self.replaceAll(old, text),
  contains: (self: string | unknown[], item: string) => self.includes(item),
  containsKey: (self: object, key: string) => Object.hasOwn(self, key),
};

/** Those methods for velocityjs's `customMethodHandlers`. */
export const javaMethods = [
  {
    uid: "java",
    match: ({ property }: { property: string }) => Object.hasOwn(methods, property),
    resolve: ({ property, context, params }: { property: string; context: unknown; params: unknown[] }) =>
      (methods[property] as (...values: unknown[]) => unknown)(context, ...params),
  },
];
