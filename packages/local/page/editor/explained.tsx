import type { ReadValue } from "../../src/api/wire.ts";
import type { Explanation } from "./explanations.ts";
import { type Held, heldOf, shownValue } from "./values-table.tsx";

/** Rounds of a loop whose values are shown. */
const ROUNDS_SHOWN = 20;

interface Props {
  explanation: Explanation | undefined;
  /** What the reference held, in the order in which it was read; with those inside it. */
  held: readonly ReadValue[];
  /** Says what to do for an explanation, where there is none. */
  hint: string;
}

/** What a construct of a template does, in a line, and what its references held. */
export function Explained({ explanation, held, hint }: Props) {
  return (
    <div class="explained small">
      {explanation ? (
        <p>
          <code>{explanation.name}</code> {explanation.text} <a href={explanation.link}>{explanation.page}</a>
        </p>
      ) : (
        held.length === 0 && <p class="quiet">{hint}</p>
      )}
      {heldOf(held).map((one) => (
        <Rounds key={`${one.line}:${one.column}`} {...one} />
      ))}
    </div>
  );
}

function Rounds({ written, rounds }: Held) {
  const hidden = rounds.length - ROUNDS_SHOWN;
  return (
    <p>
      <code>{written}</code> held{" "}
      {rounds.slice(0, ROUNDS_SHOWN).map((text, index) => (
        <span key={index}>
          {index > 0 && ", then "}
          <code class="held">{shownValue(text)}</code>
        </span>
      ))}
      {hidden > 0 && `, and ${hidden} more`}
    </p>
  );
}
