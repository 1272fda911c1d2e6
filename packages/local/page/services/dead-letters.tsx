import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Queue, QueueMessage } from "../../src/api/wire.ts";
import { request } from "../api/request.ts";
import { Panel } from "../ui/panel.tsx";
import { DeadLetter } from "./dead-letter.tsx";

type Letters = Record<string, QueueMessage[]>;

/** Messages that the consumer failed on too often: to read, and to send back. */
export function DeadLetters({ queues }: { queues: readonly Queue[] }) {
  const dead = queues.filter(({ deadLetter }) => deadLetter);
  const letters = useSignal<Letters>({});
  const error = useSignal("");
  const counts = dead.map(({ name, visible }) => `${name}:${visible}`).join(" ");

  useEffect(() => {
    readAll(dead.map(({ name }) => name)).then(
      (read) => {
        letters.value = read;
        error.value = "";
      },
      (cause: Error) => {
        error.value = cause.message;
      },
    );
  }, [counts]);

  const rows = Object.entries(letters.value).flatMap(([queue, messages]) =>
    messages.map((message) => ({ queue, message })),
  );
  return (
    <Panel title="Dead letters" aside="Messages that failed too often" class="dead-letters">
      {error.value && (
        <p class="field-error" role="alert">
          {error.value}
        </p>
      )}
      {rows.length === 0 ? (
        <p class="empty">
          None. Make the consumer fail and send the form: the message comes here after its last retry.
        </p>
      ) : (
        <ul class="letters">
          {rows.map(({ queue, message }) => (
            <DeadLetter key={message.messageId} queue={queue} message={message} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

async function readAll(names: string[]): Promise<Letters> {
  const read = names.map(
    async (name): Promise<[string, QueueMessage[]]> => [
      name,
      await request<QueueMessage[]>(`/queues/${encodeURIComponent(name)}/messages`),
    ],
  );
  return Object.fromEntries(await Promise.all(read));
}
