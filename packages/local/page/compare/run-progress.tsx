import { WAYS, type Way } from "../contact/ways.ts";
import { run } from "./run.ts";

/** How far each way is, and how the comparison ended. */
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
        {state === "running" && "Both ways are sending."}
        {state === "done" && "Done."}
        {state === "stopped" && "Stopped. What was sent stays sent."}
      </p>
      {state === "failed" && (
        <p class="note bad" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
