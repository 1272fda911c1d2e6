import { dark, theme } from "./theme.ts";

/** Switches between light and dark; choosing what the system has goes back to following the system. */
export function ThemeChoice() {
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
