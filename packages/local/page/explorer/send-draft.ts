import type { Route } from "../../src/api/wire.ts";
import { type GatewayRequest, sendToGateway } from "../api/gateway.ts";
import { fetchTrace, requestJson } from "../api/request.ts";
import { type Draft, keyOf, parseHeaders, results, setResult } from "./drafts.ts";
import type { Example } from "./example.ts";

/**
 * Sends the editor's request through the gateway and fetches its trace; the result is in `results`. Never throws.
 * @param example what the draft is, unless it was changed: its failure is switched on for this one request
 */
export async function sendDraft(route: Route, stage: string, draft: Draft, example?: Example): Promise<void> {
  const key = keyOf(route);
  const { headers, wrong } = parseHeaders(draft.headers);
  if (wrong !== undefined) {
    setResult(key, { busy: false, error: `This header is not "name: value": ${wrong}` });
    return;
  }
  if (!draft.path.startsWith("/")) {
    setResult(key, { busy: false, error: "The path must begin with a slash." });
    return;
  }
  setResult(key, { ...results.value[key], error: undefined, busy: true });
  try {
    if (example?.first) {
      await sendToGateway(stage, { headers: { ...headers, "content-type": "application/json" }, ...example.first });
    }
    const request = { method: draft.method, path: draft.path, headers, body: draft.body };
    const isSigned = route.authorization === "iam" && !example?.withoutSignature;
    const sent = isSigned ? await withSignature(stage, request) : request;
    const response = await whileFailing(example?.failing, () => sendToGateway(stage, sent));
    setResult(key, { busy: false, response, ...(await traceOf(response.requestId)) });
  } catch (error) {
    setResult(key, { busy: false, error: (error as Error).message });
  }
}

/** The request with a signature by the local server, unless it has one already. */
async function withSignature(stage: string, request: GatewayRequest): Promise<GatewayRequest> {
  if (Object.keys(request.headers).some((name) => name.toLowerCase() === "authorization")) {
    return request;
  }
  // As fetch will write it.
  const { pathname, search } = new URL(`/${stage}${request.path}`, location.href);
  const signed = { ...request, path: `${pathname}${search}` };
  const headers = await requestJson<Record<string, string>>("POST", "/signature", signed);
  return { ...request, headers: { ...request.headers, ...headers } };
}

/** Shows an earlier request of the route. */
export async function showTrace(key: string, requestId: string): Promise<void> {
  const shown = results.value[key];
  if (shown?.trace?.requestId !== requestId) {
    const found = await traceOf(requestId);
    // The reader may have sent a request in the meantime.
    if (results.value[key] === shown) {
      setResult(key, { busy: false, ...found });
    }
  }
}

async function traceOf(requestId: string | undefined) {
  if (requestId === undefined) {
    return { traceError: "The response has no x-amzn-requestid, so there is no trace to look up." };
  }
  try {
    return { trace: await fetchTrace(requestId) };
  } catch (error) {
    return { traceError: (error as Error).message };
  }
}

async function whileFailing<T>(target: string | undefined, send: () => Promise<T>): Promise<T> {
  if (target === undefined) {
    return send();
  }
  const path = `/failures/${encodeURIComponent(target)}`;
  await requestJson("PUT", path, { failing: true });
  try {
    return await send();
  } finally {
    await requestJson("PUT", path, { failing: false });
  }
}
