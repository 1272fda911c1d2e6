import { connection } from "./api/live.ts";
import { info } from "./api/loaded.ts";
import { apiName, shownParts } from "./parts.ts";
import { PART_NAMES, type Part, placeOf } from "./router.ts";
import { dark, theme } from "./theme.ts";

const CONNECTION_NAMES = { connecting: "Connecting", live: "Live", away: "Server away" };
const CONNECTION_CLASSES = { connecting: "", live: "live", away: "gone" };

/** The bar at the top: name, parts, connection, theme. */
export function NavBar({ part: current }: { part: Part }) {
  const [first = "explorer"] = shownParts.value;
  return (
    <header class="bar">
      <a class="brand" href={placeOf(first)}>
        <img src="/icon.svg" width="20" height="20" alt="" />
        {apiName.value}
      </a>
      <nav class="parts" aria-label="Parts of the page">
        {shownParts.value.map((part) => (
          <a key={part} href={placeOf(part)} aria-current={current === part ? "page" : undefined}>
            {PART_NAMES[part]}
          </a>
        ))}
      </nav>
      <div class="bar-end">
        <Connection />
        <ThemeChoice />
      </div>
    </header>
  );
}

/** The state of the connection; a click shows what this run says about itself, as the terminal does. */
function Connection() {
  const state = connection.value;
  return (
    <>
      <button type="button" class={`connection small ${CONNECTION_CLASSES[state]}`} popovertarget="run-notes">
        <span class="dot" aria-hidden="true" />
        <span>{CONNECTION_NAMES[state]}</span>
        <span class="unseen">: about this run</span>
      </button>
      <div id="run-notes" class="run-notes small" popover="auto">
        {info.value.state === "ready" && (
          <>
            <p>
              {apiName.value} {info.value.data.version}, served at <code>{info.value.data.url}</code>
            </p>
            <ul>
              {info.value.data.notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          </>
        )}
      </div>
    </>
  );
}

/** Switches between light and dark. The system's own choice is not stored: the page follows the system again. */
function ThemeChoice() {
  return (
    <button
      type="button"
      class="button tiny"
      aria-pressed={dark.value}
      onClick={() => {
        const next = dark.value ? "light" : "dark";
        const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
        theme.value = next === system ? "system" : next;
      }}
    >
      Dark
    </button>
  );
}
