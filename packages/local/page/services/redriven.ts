import { signal } from "@preact/signals";

/** The new ids of messages that were sent back to their queue, by their old ids. */
const newIds = signal<Record<string, string>>({});

/** Notes the id that a message got when it was sent back. */
export function noteRedriven(messageId: string, newId: string): void {
  newIds.value = { ...newIds.value, [messageId]: newId };
}

/** The current id of a message that may have been sent back, even more than once. */
export function currentId(messageId: string): string {
  const next = newIds.value[messageId];
  return next === undefined ? messageId : currentId(next);
}
