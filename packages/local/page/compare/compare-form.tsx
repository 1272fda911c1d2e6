import { useSignal } from "@preact/signals";
import { WAYS, type Way } from "../contact/ways.ts";
import { run, startRun, stopRun } from "./run.ts";

const MOST_REQUESTS = 5000;
const MOST_AT_ONCE = 100;

/** How many messages each way, and how many of them concurrently. */
export function CompareForm() {
  const requests = useSignal("200");
  const concurrency = useSignal("10");
  const running = run.value.state === "running";
  return (
    <form
      class="compare-form"
      aria-label="Comparison"
      onSubmit={(event) => {
        event.preventDefault();
        if (!running) {
          void startRun(Number(requests.value), Number(concurrency.value));
        }
      }}
    >
      <div class="field">
        <label for="compare-requests">Messages each way</label>
        <input
          id="compare-requests"
          type="number"
          min={1}
          max={MOST_REQUESTS}
          required
          value={requests.value}
          onInput={(event) => {
            requests.value = event.currentTarget.value;
          }}
        />
      </div>
      <div class="field">
        <label for="compare-concurrency">Concurrent</label>
        <input
          id="compare-concurrency"
          type="number"
          min={1}
          max={MOST_AT_ONCE}
          required
          value={concurrency.value}
          onInput={(event) => {
            concurrency.value = event.currentTarget.value;
          }}
        />
      </div>
      <button type="submit" class="button primary" aria-disabled={running ? "true" : undefined}>
        {running ? "Running…" : "Start"}
      </button>
      <button type="button" class="button stop" disabled={!running} onClick={stopRun}>
        Stop
      </button>
    </form>
  );
}

/** The progress of each way, and how the comparison ended. */
export function RunProgress() {
  const { state, progress, error } = run.value;
  return (
    <div class="run-progress">
      {state !== "idle" &&
        (["lambda", "sqs"] as Way[]).map((way) => {
          const { done, total } = progress[way] ?? { done: 0, total: 1 };
          return (
            <div key={way} class="way-progress">
              <label for={`progress-${way}`}>{WAYS[way].name}</label>
              <progress id={`progress-${way}`} value={done} max={total} />
              <span class="mono">{progress[way] ? `${done} of ${total}` : "waiting"}</span>
            </div>
          );
        })}
      <p role="status" class={state === "idle" ? "unseen" : "quiet"}>
        {state === "running" && "Sending messages both ways."}
        {state === "done" && "Done."}
        {state === "stopped" && "Stopped. Messages that were sent stay in the queue."}
      </p>
      {state === "failed" && (
        <p class="note bad" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
