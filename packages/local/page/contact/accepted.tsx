import { useEffect, useRef } from "preact/hooks";
import { isDeployed } from "../parts.ts";
import { routePlace } from "../router.ts";
import { type Sent, startAgain, way } from "./state.ts";
import { submit } from "./submit.ts";
import { WAYS } from "./ways.ts";

/** Replaces the form when a message was accepted. */
export function Accepted({ sent, stage }: { sent: Sent; stage: string }) {
  const note = useRef<HTMLDivElement>(null);
  // The form is gone and so is its focus; the next thing to read gets it.
  useEffect(() => note.current?.focus(), []);
  const other = sent.way === "sqs" ? "lambda" : "sqs";
  return (
    <div class="accepted">
      <div class="note good outcome" role="status" tabIndex={-1} ref={note}>
        <p>
          <strong>Thank you, {sent.name}. Your message is in.</strong>
        </p>
        <p>
          Its ID is <code class="break">{sent.submissionId}</code>.
        </p>
      </div>
      <div class="next">
        {sent.requestId !== undefined && !isDeployed.value && (
          <a class="button primary" href={routePlace("POST", WAYS[sent.way].path, { trace: sent.requestId })}>
            See each step of the request
          </a>
        )}
        <button type="button" class="button" onClick={startAgain}>
          Write another
        </button>
        <button
          type="button"
          class="button"
          onClick={() => {
            way.value = other;
            void submit(stage);
          }}
        >
          Send it {WAYS[other].name.replace("The", "the")} too
        </button>
      </div>
    </div>
  );
}
