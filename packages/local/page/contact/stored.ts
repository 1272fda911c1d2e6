import type { QueueMessage, Snapshot } from "../../src/api/wire.ts";

/** Where an accepted message is now. */
export type Whereabouts =
  | { state: "queued"; failing: boolean }
  | { state: "stored"; table: string; item: Record<string, unknown>; announced: boolean }
  | { state: "dead"; queue: string };

/** The texts by which a client may know a message: the queue's id, and its attributes, which stay when it is sent back. */
export function idsOf({ messageId, attributes }: QueueMessage): string[] {
  return [messageId, ...Object.values(attributes)];
}

/**
 * Finds an accepted message in the services' latest state.
 * @param deadLetters ids of the messages in each dead-letter queue, by queue name
 */
export function whereIs(
  submissionId: string,
  services: Snapshot,
  deadLetters: Record<string, readonly string[]>,
): Whereabouts {
  for (const table of services.tables) {
    const item = table.items.find((candidate) => candidate.id === submissionId);
    if (item) {
      const announced = services.topics.some((topic) =>
        topic.published.some((published) => published.message.includes(submissionId)),
      );
      return { state: "stored", table: table.name, item, announced };
    }
  }
  const queue = Object.keys(deadLetters).find((name) => deadLetters[name]?.includes(submissionId));
  if (queue !== undefined) {
    return { state: "dead", queue };
  }
  return {
    state: "queued",
    failing: services.failures.some(({ target, failing }) => target === "consumer" && failing),
  };
}
