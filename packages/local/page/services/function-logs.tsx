import type { FunctionState } from "../../src/api/wire.ts";
import { timeOfDay } from "../ui/format.ts";
import { readLogLine } from "./log-line.ts";

/** A function's latest log lines, newest first. */
export function FunctionLogs({ shown: { name, logs } }: { shown: FunctionState }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section class="logs" aria-label={`Log of ${name}`} tabIndex={0}>
      {logs.length === 0 ? (
        <p class="empty">No log lines yet.</p>
      ) : (
        <ol class="mono">
          {logs.map(({ at, line }, index) => (
            <li key={index}>
              <time class="quiet">{timeOfDay(at)}</time> <LogLine line={line} />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function LogLine({ line }: { line: string }) {
  const { level, text, facts } = readLogLine(line);
  return (
    <span title={line}>
      {level && <span class={level === "ERROR" ? "bad" : level === "WARN" ? "warn" : "quiet"}>{level} </span>}
      {text}
      {facts && <span class="quiet"> {facts}</span>}
    </span>
  );
}
