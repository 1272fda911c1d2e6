import { connection, services } from "../api/live.ts";
import { DeadLetters } from "./dead-letters.tsx";
import { Failures } from "./failures.tsx";
import { Functions } from "./functions.tsx";
import { Queues } from "./queues.tsx";
import { Streams } from "./streams.tsx";
import { Tables } from "./tables.tsx";
import { Topics } from "./topics.tsx";

/** The services behind the gateway, live. */
export function ServicesPage() {
  const now = services.value;
  return (
    <>
      <h1 tabIndex={-1}>Services</h1>
      <p class="lede">
        The services behind the routes, live. Make one fail and watch the retries and the dead-letter queue.
      </p>
      {now ? (
        <div class="services">
          <Failures failures={now.failures} />
          <Queues queues={now.queues} />
          <DeadLetters queues={now.queues} />
          <Functions functions={now.functions} />
          <Tables tables={now.tables} />
          <Topics topics={now.topics} />
          <Streams streams={now.streams} />
        </div>
      ) : (
        <p class="empty services-wait" role="status">
          {connection.value === "away"
            ? "The services appear again when the server is back."
            : "Waiting for the services…"}
        </p>
      )}
    </>
  );
}
