import type { Example } from "./examples.ts";

interface Props {
  examples: Example[];
  chosen: number;
  onChoose: (index: number) => void;
}

/** Requests worth sending; the chosen one says what to look for. */
export function ExampleMenu({ examples, chosen, onChoose }: Props) {
  const example = examples[chosen];
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
      {example && (
        <p class="hint" role="status">
          {example.shows}
          {example.failing !== undefined && " The backend is switched off for this one request."}
        </p>
      )}
    </fieldset>
  );
}
