import { type Loaded, loadProgram } from "../api/loaded.ts";
import { Skeleton } from "./skeleton.tsx";

/** What is shown while something loads, and when it could not be loaded. */
export function Waiting({ what, of }: { what: string; of: Loaded<unknown> }) {
  if (of.state === "failed") {
    return (
      <div class="note bad" role="alert">
        <p>
          {what} could not be read: {of.message}
        </p>
        <button type="button" class="link" onClick={() => void loadProgram()}>
          Try again
        </button>
      </div>
    );
  }
  return (
    <>
      <p class="empty" role="status">
        Reading {what.toLowerCase()}…
      </p>
      <Skeleton lines={4} />
    </>
  );
}
