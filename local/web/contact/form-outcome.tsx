import { attempt, startAgain } from "./state.ts";

/** Says whether the message was accepted, and what to do if it was not. */
export function FormOutcome() {
  const last = attempt.value;
  return (
    <>
      <div role="status">
        {last.state === "accepted" && (
          <div class="note good outcome" tabIndex={-1}>
            <p>
              <strong>Thank you, {last.sent.name}. Your message is in.</strong>
            </p>
            <p>
              Its number is <code>{last.sent.messageId}</code>.{" "}
              <button type="button" class="link" onClick={startAgain}>
                Write another
              </button>
            </p>
          </div>
        )}
      </div>
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
    </>
  );
}
