import { useSignal } from "@preact/signals";
import type { QueueMessage } from "../../src/api/wire.ts";
import { requestJson } from "../api/request.ts";
import { pretty, timeOfDay } from "../ui/format.ts";

/** One dead letter: its body behind a disclosure, and a button that sends it back to its source queue. */
export function DeadLetter({ queue, message }: { queue: string; message: QueueMessage }) {
  const { messageId, attributes, body, receiveCount, sentAt } = message;
  const state = useSignal<"idle" | "busy" | "sent" | { failed: string }>("idle");
  const sendBack = async () => {
    state.value = "busy";
    try {
      await requestJson(
        "POST",
        `/queues/${encodeURIComponent(queue)}/messages/${encodeURIComponent(messageId)}/redrive`,
      );
      state.value = "sent";
    } catch (cause) {
      state.value = { failed: (cause as Error).message };
    }
  };
  const failed = typeof state.value === "object" ? state.value.failed : undefined;
  return (
    <li>
      <div class="letter-line">
        <code class="break">{messageId}</code>
        {Object.entries(attributes).map(([name, value]) => (
          <span key={name} class="quiet">
            {name} <code class="break">{value}</code>
          </span>
        ))}
        <span class="quiet">
          {triesOf(receiveCount)}, sent at {timeOfDay(sentAt)}
        </span>
        <button
          type="button"
          class="button tiny"
          disabled={state.value === "busy" || state.value === "sent"}
          aria-label={`Send ${messageId} back to its queue`}
          onClick={() => void sendBack()}
        >
          {state.value === "sent" ? "Sent back" : state.value === "busy" ? "Sending…" : "Send back"}
        </button>
      </div>
      <details>
        <summary>Show the message</summary>
        <pre class="wire-body">{pretty(body)}</pre>
      </details>
      {failed && (
        <p class="field-error" role="alert">
          {failed}
        </p>
      )}
    </li>
  );
}

/** How often a consumer tried a dead letter: the last receive moved it to the dead-letter queue instead. */
export function triesOf(receiveCount: number): string {
  const tries = Math.max(1, receiveCount - 1);
  return tries === 1 ? "1 try" : `${tries} tries`;
}
