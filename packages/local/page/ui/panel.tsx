import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

/** A titled box: a landmark that a screen reader can jump to. `aside` stands at the end of the title's line. */
export function Panel(props: {
  title: string;
  aside?: ComponentChildren;
  class?: string;
  children: ComponentChildren;
}) {
  const id = useId();
  return (
    <section class={`panel ${props.class ?? ""}`} aria-labelledby={id}>
      <header>
        <h2 id={id}>{props.title}</h2>
        {props.aside !== undefined && <div class="quiet small">{props.aside}</div>}
      </header>
      <div class="body">{props.children}</div>
    </section>
  );
}
