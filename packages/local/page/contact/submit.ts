import { type GatewayResponse, sendToGateway } from "../api/gateway.ts";
import { fetchTrace, messageOf } from "../api/request.ts";
import { attempt, lastSent, type Refused, type Sent, values, way } from "./state.ts";
import { contactOf } from "./validate.ts";
import { WAYS } from "./ways.ts";

/** Sends the form the chosen way; the result is in the form's signals. Never throws. */
export async function submit(stage: string): Promise<void> {
  const chosen = way.value;
  const contact = contactOf(values.value);
  attempt.value = { state: "busy" };
  let response: GatewayResponse;
  try {
    response = await sendToGateway(stage, {
      method: "POST",
      path: WAYS[chosen].path,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(contact),
    });
  } catch (error) {
    attempt.value = { state: "refused", title: "Your message was not sent.", detail: (error as Error).message };
    return;
  }
  if (response.status >= 300) {
    attempt.value = refusal(response);
    return;
  }
  const sent: Sent = {
    way: chosen,
    name: contact.name ?? "",
    status: response.status,
    submissionId: submissionIdOf(response.body),
    requestId: response.requestId,
    durationMs: response.durationMs,
    at: Date.now(),
  };
  sent.trace = sent.requestId === undefined ? undefined : await fetchTrace(sent.requestId).catch(() => undefined);
  lastSent.value = { ...lastSent.value, [chosen]: sent };
  attempt.value = { state: "accepted", sent };
}

/** The id under which the submission is stored, from `{"submissionId": "…"}`. */
export function submissionIdOf(body: string): string | undefined {
  try {
    const { submissionId } = JSON.parse(body) as { submissionId?: unknown };
    return typeof submissionId === "string" ? submissionId : undefined;
  } catch {
    return undefined;
  }
}

/** What the form says about a status of 300 or more. */
export function refusal(response: { status: number; body: string }): Refused {
  const said = messageOf(response.body);
  const detail = said === undefined ? "" : ` API Gateway said: ${said}`;
  if (response.status === 400) {
    return { state: "refused", title: "API Gateway did not accept the form.", detail: `Check the fields.${detail}` };
  }
  if (response.status === 429) {
    return { state: "refused", title: "Too many messages right now.", detail: "Wait a moment, then send it again." };
  }
  return {
    state: "refused",
    title: "Your message was not sent.",
    detail: `Your text is kept, so you can send it again. Status ${response.status}.${detail}`,
  };
}
