import type { Scope } from "../../src/api/wire.ts";

/** What the playground holds; all of it is in the page's address. */
export interface PlaygroundState {
  readonly kind: Scope["kind"];
  readonly template: string;
  readonly body: string;
  /** JSON: `path`, `querystring`, `header`, `stageVariables`, `context`, each by name. */
  readonly parameters: string;
}

/** What the playground starts with. */
export const FIRST: PlaygroundState = {
  kind: "request",
  template: '#set($name = $input.path(\'$.name\'))\n{\n  "greeting": "Hello, $util.escapeJavaScript($name)"\n}\n',
  body: '{"name": "Ada"}',
  parameters:
    '{\n  "path": {},\n  "querystring": {},\n  "header": {"content-type": "application/json"},\n  "stageVariables": {},\n  "context": {"stage": "dev", "httpMethod": "POST"}\n}',
};

/** The state as a part of an address: base64url of JSON. */
export function encodeState(state: PlaygroundState): string {
  const bytes = new TextEncoder().encode(JSON.stringify(state));
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Reads what `encodeState` wrote; undefined for anything else. */
export function decodeState(text: string): PlaygroundState | undefined {
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const state = JSON.parse(new TextDecoder().decode(Uint8Array.from(binary, (letter) => letter.charCodeAt(0))));
    const isState =
      ["request", "response"].includes(state.kind) &&
      [state.template, state.body, state.parameters].every((value) => typeof value === "string");
    return isState ? state : undefined;
  } catch {
    return undefined;
  }
}

/** What a template of the state is rendered for. @throws Error with a message for people when the parameters cannot be read. */
export function scopeOfState({ kind, body, parameters }: PlaygroundState): Scope {
  let given: Record<string, unknown> | null;
  try {
    given = JSON.parse(parameters);
  } catch (error) {
    throw new Error(`The parameters are not JSON: ${(error as Error).message}`);
  }
  const part = (name: string): [string, unknown][] => Object.entries(given?.[name] ?? {});
  const texts = (name: string) => Object.fromEntries(part(name).map(([key, value]) => [key, String(value)]));
  const lists = (name: string) =>
    Object.fromEntries(part(name).map(([key, value]) => [key, [value].flat().map(String)]));
  const context = Object.fromEntries(part("context"));
  const method = String(context.httpMethod ?? "POST");
  return {
    kind,
    body,
    method,
    path: String(context.path ?? "/"),
    resourcePath: String(context.resourcePath ?? "/"),
    pathParameters: texts("path"),
    query: lists("querystring"),
    headers: lists("header"),
    stageVariables: texts("stageVariables"),
    context,
  };
}
