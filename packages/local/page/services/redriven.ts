import { signal } from "@preact/signals";

/** Messages that were sent back to their queue: there they got a new id, by their old one. */
const newIds = signal<Record<string, string>>({});

/** Notes the id that a message got when it was sent back. */
export function noteRedriven(messageId: string, newId: string): void {
  newIds.value = { ...newIds.value, [messageId]: newId };
}

/** The id that a message goes by now, however often it was sent back. */
export function currentId(messageId: string): string {
  const next = newIds.value[messageId];
  return next === undefined ? messageId : currentId(next);
}
