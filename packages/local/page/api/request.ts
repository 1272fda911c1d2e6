import type { RenderRequest, Trace, WatchedRendering } from "../../src/api/wire.ts";

/**
 * Sends one request to a `/_local` endpoint and reads its JSON.
 * @throws Error with a message for people: the `message` of the server, or that it does not answer.
 */
export async function request<T>(path: string, init?: RequestInit): Promise<T> {
  const response = await fetch(`/_local${path}`, init).catch(() => {
    throw new Error("The local server does not answer.");
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(messageOf(text) ?? `The local server answered ${response.status}.`);
  }
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

/** Sends JSON with a method other than GET. See `request`. */
export function requestJson<T>(method: string, path: string, body?: unknown): Promise<T> {
  return request<T>(path, {
    method,
    ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
}

/** Fetches the gateway's trace of one request. @throws Error when the server no longer has it. */
export function fetchTrace(requestId: string): Promise<Trace> {
  return request<Trace>(`/traces/${encodeURIComponent(requestId)}`);
}

/** Renders a template, and says what each reference held and which part each expression wrote. */
export function renderTemplate(template: RenderRequest): Promise<WatchedRendering> {
  return requestJson<WatchedRendering>("POST", "/render", template);
}

/** The `message` of a JSON error body, as API Gateway and the local server both write it. */
export function messageOf(text: string): string | undefined {
  try {
    const message = (JSON.parse(text) as { message?: unknown } | null)?.message;
    return typeof message === "string" ? message : undefined;
  } catch {
    return undefined;
  }
}
