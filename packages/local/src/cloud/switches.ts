import type { Failure } from "../api/wire.ts";

/** The switches that make parts of the system fail. All are off at the start. */
export class Switches {
  readonly #labels = new Map<string, string>();
  readonly #actions = new Map<string, (failing: boolean) => void>();
  readonly #failing = new Set<string>();
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** @param action Called when the switch is turned, for a part that does not ask `isFailing`. */
  add(target: string, label: string, action?: (failing: boolean) => void): void {
    this.#labels.set(target, label);
    if (action) {
      this.#actions.set(target, action);
    }
  }

  /** Removes a switch whose part is gone. */
  remove(target: string): void {
    this.#labels.delete(target);
    this.#actions.delete(target);
    this.#failing.delete(target);
  }

  isFailing(target: string): boolean {
    return this.#failing.has(target);
  }

  /** Turns a switch; false when no switch has that name. */
  set(target: string, failing: boolean): boolean {
    if (!this.#labels.has(target)) {
      return false;
    }
    if (failing) {
      this.#failing.add(target);
    } else {
      this.#failing.delete(target);
    }
    this.#actions.get(target)?.(failing);
    this.#onChange();
    return true;
  }

  list(): Failure[] {
    return [...this.#labels].map(([target, label]) => ({ target, label, failing: this.#failing.has(target) }));
  }
}
