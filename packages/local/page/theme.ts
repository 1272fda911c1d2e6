import { computed, effect, signal } from "@preact/signals";

export type Theme = "system" | "light" | "dark";

const KEY = "theme";

/** The reader's choice; `system` follows the operating system. */
export const theme = signal<Theme>("system");

const systemIsDark = signal(false);

/** Whether the page is dark right now. */
export const dark = computed(() => (theme.value === "system" ? systemIsDark.value : theme.value === "dark"));

/** Applies the stored choice and keeps following it and the system. */
export function followTheme(): void {
  const media = matchMedia("(prefers-color-scheme: dark)");
  systemIsDark.value = media.matches;
  media.addEventListener("change", () => {
    systemIsDark.value = media.matches;
  });
  const stored = localStorage.getItem(KEY);
  theme.value = stored === "light" || stored === "dark" ? stored : "system";
  effect(() => {
    const root = document.documentElement;
    if (theme.value === "system") {
      delete root.dataset.theme;
      localStorage.removeItem(KEY);
    } else {
      root.dataset.theme = theme.value;
      localStorage.setItem(KEY, theme.value);
    }
    // Swagger UI's own switch.
    root.classList.toggle("dark-mode", dark.value);
  });
}
