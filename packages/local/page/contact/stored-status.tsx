import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { QueueMessage } from "../../src/api/wire.ts";
import { services } from "../api/live.ts";
import { request } from "../api/request.ts";
import { isDeployed } from "../parts.ts";
import { placeOf } from "../router.ts";
import { timeOfDay } from "../ui/format.ts";
import { idsOf, whereIs } from "./stored.ts";

/** Follows one accepted message: in the queue, stored, or among the dead letters. */
export function StoredStatus({ submissionId }: { submissionId: string }) {
  const deadLetters = useSignal<Record<string, string[]>>({});
  const now = services.value;
  const deadQueues = (now?.queues ?? []).filter((queue) => queue.deadLetter);
  const deadCounts = deadQueues.map(({ name, visible }) => `${name}:${visible}`).join(" ");

  useEffect(() => {
    for (const { name } of deadQueues.filter((queue) => queue.visible > 0)) {
      request<QueueMessage[]>(`/queues/${encodeURIComponent(name)}/messages`)
        .then((messages) => {
          deadLetters.value = { ...deadLetters.value, [name]: messages.flatMap(idsOf) };
        })
        // The next event brings another try.
        .catch(() => undefined);
    }
  }, [deadCounts]);

  if (isDeployed.value) {
    return <span role="status">In AWS: this page cannot follow it there</span>;
  }
  return (
    <span role="status">{now ? sentence(submissionId, now, deadLetters.value) : "Waiting for the services."}</span>
  );
}

function sentence(...of: Parameters<typeof whereIs>) {
  const found = whereIs(...of);
  switch (found.state) {
    case "stored":
      return (
        <>
          <span class="good">Stored</span> in <code>{found.table}</code>
          {typeof found.item.receivedAt === "string" && ` at ${timeOfDay(found.item.receivedAt)}`}
          {found.announced && ", and announced"}
        </>
      );
    case "dead":
      return (
        <>
          <span class="bad">In the dead-letter queue.</span> <a href={placeOf("services")}>Send it back</a>
        </>
      );
    case "queued":
      return found.failing ? (
        <>
          <span class="warn">In the queue:</span> the consumer is set to fail, so the message is retried
        </>
      ) : (
        "In the queue, waiting for the consumer"
      );
  }
}
