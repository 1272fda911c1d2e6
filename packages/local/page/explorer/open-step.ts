import { signal } from "@preact/signals";
import type { StepName } from "../../src/api/wire.ts";

/** Whether the trace is shown as an execution log. */
export const asLog = signal(false);

/** The id of a step's element. */
export function stepId(name: StepName): string {
  return `step-${name}`;
}

/** Opens a step of the trace, goes there, and moves the focus to it. */
export function openStep(name: StepName): void {
  asLog.value = false;
  requestAnimationFrame(() => {
    const step = document.getElementById(stepId(name));
    if (step instanceof HTMLDetailsElement) {
      step.open = true;
      step.querySelector("summary")?.focus({ preventScroll: true });
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      step.scrollIntoView({ behavior: still ? "auto" : "smooth", block: "nearest" });
    }
  });
}
