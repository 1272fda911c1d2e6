import { claimOf, type Example } from "./example.ts";

interface Props {
  examples: Example[];
  /** The index of the example that the editor holds unchanged. */
  chosen: number | undefined;
  /** Who answers where the backend does. */
  answerer: string;
  onChoose: (index: number) => void;
}

/** Requests worth sending. The chosen one says which response to expect. */
export function ExampleMenu({ examples, chosen, answerer, onChoose }: Props) {
  const example = chosen === undefined ? undefined : examples[chosen];
  return (
    <fieldset class="examples">
      <legend class="unseen">Examples</legend>
      <div class="example-buttons">
        {examples.map(({ name }, index) => (
          <button
            key={name}
            type="button"
            class="button tiny"
            aria-pressed={index === chosen}
            onClick={() => onChoose(index)}
          >
            {name}
          </button>
        ))}
      </div>
      <p class="hint" role="status">
        {example
          ? `${claimOf(example, answerer)} ${example.shows}${firstOf(example)}`
          : "Changed. Choose an example to start over."}
      </p>
    </fieldset>
  );
}

function firstOf({ first }: Example): string {
  return first ? ` ${first.method} ${first.path} is sent first, to create what this request reads.` : "";
}
