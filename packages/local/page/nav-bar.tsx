import { connection } from "./api/live.ts";
import { PART_NAMES, PARTS, place, placeOf } from "./router.ts";
import { dark, theme } from "./theme.ts";

const CONNECTION_NAMES = { connecting: "Connecting", live: "Live", away: "Server away" };

/** The bar at the top: name, the five parts, the connection, the theme. */
export function NavBar() {
  return (
    <header class="bar">
      <a class="brand" href={placeOf("contact")}>
        <img src="/icon.svg" width="20" height="20" alt="" />
        Contact Us
      </a>
      <nav class="parts" aria-label="Parts of the page">
        {PARTS.map((part) => (
          <a key={part} href={placeOf(part)} aria-current={place.value.part === part ? "page" : undefined}>
            {PART_NAMES[part]}
          </a>
        ))}
      </nav>
      <div class="bar-end">
        <span
          class={`connection small ${connection.value === "live" ? "live" : connection.value === "away" ? "gone" : ""}`}
        >
          <span class="dot" aria-hidden="true" />
          {CONNECTION_NAMES[connection.value]}
        </span>
        <ThemeChoice />
      </div>
    </header>
  );
}

/** Switches between light and dark; choosing what the system has goes back to following the system. */
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
