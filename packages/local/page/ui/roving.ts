/**
 * Moves the focus with the arrow keys among elements that are one stop of Tab: only one of them has `tabIndex` 0, and that is
 * the one which had the focus last. Home and End go to the first and the last.
 *
 * @param selector finds the elements inside the one that listens
 */
export function rove(event: KeyboardEvent & { currentTarget: HTMLElement }, selector: string): void {
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>(selector)];
  const at = all.indexOf(event.target as HTMLElement);
  const to = {
    ArrowDown: at + 1,
    ArrowRight: at + 1,
    ArrowUp: at - 1,
    ArrowLeft: at - 1,
    Home: 0,
    End: all.length - 1,
  }[event.key];
  const next = at === -1 || to === undefined ? undefined : all[to];
  if (next) {
    event.preventDefault();
    next.focus();
  }
}
