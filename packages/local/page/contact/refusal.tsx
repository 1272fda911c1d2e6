import { attempt } from "./state.ts";

/** Says why a message was not accepted, and what to do about it. */
export function Refusal() {
  const last = attempt.value;
  return (
    <div role="alert">
      {last.state === "refused" && (
        <div class="note bad">
          <p>
            <strong>{last.title}</strong>
          </p>
          <p>{last.detail}</p>
        </div>
      )}
    </div>
  );
}
