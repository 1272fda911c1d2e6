import { connection } from "./api/live.ts";

/** Says that the server is away; goes by itself when it is back. */
export function AwayBanner() {
  return (
    <div role="alert">
      {connection.value === "away" && (
        <p class="away">
          <strong>The local server does not answer.</strong> Start it again with <code>npm start</code>. This page
          reconnects by itself, and keeps what you typed.
        </p>
      )}
    </div>
  );
}
