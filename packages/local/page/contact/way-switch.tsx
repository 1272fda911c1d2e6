import { way } from "./state.ts";
import { WAYS, type Way } from "./ways.ts";

/** Chooses how the form is sent. */
export function WaySwitch() {
  return (
    <fieldset class="ways">
      <legend class="label">How it is sent</legend>
      {(Object.keys(WAYS) as Way[]).map((name) => (
        <label key={name} class="way">
          <input
            type="radio"
            name="way"
            value={name}
            checked={way.value === name}
            onChange={() => {
              way.value = name;
            }}
          />
          <span>
            <span class="way-name">
              {WAYS[name].name} <span class="mono quiet">{WAYS[name].parts.join(" › ")}</span>
            </span>
            <span class="hint">{WAYS[name].hint}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
