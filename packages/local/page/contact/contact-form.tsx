import { useRef } from "preact/hooks";
import { propertiesOf, type Schema } from "../document/document.ts";
import { sampleOf } from "../document/sample.ts";
import { Accepted } from "./accepted.tsx";
import { ContactField } from "./contact-field.tsx";
import { FIELDS, HONEYPOT, PLACE_FIELDS } from "./fields.ts";
import { PlaceFields } from "./place-fields.tsx";
import { attempt, checked, setValue, values, way } from "./state.ts";
import { submit } from "./submit.ts";
import { formErrors } from "./validate.ts";
import { WAYS, type Way } from "./ways.ts";

/** The contact form. Its fields are those of the model. */
export function ContactForm({ schema, stage }: { schema: Schema; stage: string }) {
  const form = useRef<HTMLFormElement>(null);
  const names = orderOf(Object.keys(propertiesOf(schema)));
  const busy = attempt.value.state === "busy";

  const onSubmit = (event: Event) => {
    event.preventDefault();
    if (busy) {
      return;
    }
    checked.value = Object.fromEntries(names.map((name) => [name, true]));
    const wrong = names.find((name) => formErrors(schema, values.value)[name] !== undefined);
    if (wrong === undefined) {
      void submit(stage);
    } else {
      form.current?.querySelector<HTMLElement>(`[name="${wrong}"]`)?.focus();
    }
  };

  if (attempt.value.state === "accepted") {
    return <Accepted sent={attempt.value.sent} stage={stage} />;
  }
  return (
    <form ref={form} class="contact-form" noValidate onSubmit={onSubmit} aria-label="Contact us">
      <div>
        <button type="button" class="button" onClick={() => fillIn(schema)}>
          Fill in an example
        </button>
      </div>
      {names.map((name) => {
        if (name === PLACE_FIELDS[0]) {
          return <PlaceFields key="place" schema={schema} stage={stage} />;
        }
        return PLACE_FIELDS.includes(name) ? null : <ContactField key={name} name={name} schema={schema} />;
      })}
      <div class="trap" aria-hidden="true">
        <label for="contact-website">Leave this empty</label>
        <input
          id="contact-website"
          name={HONEYPOT}
          tabIndex={-1}
          autocomplete="off"
          value={values.value[HONEYPOT] ?? ""}
          onInput={(event) => setValue(HONEYPOT, event.currentTarget.value)}
        />
      </div>
      <WaySwitch />
      <div class="send">
        <button type="submit" class="button primary" aria-disabled={busy ? "true" : undefined}>
          {busy ? "Sending…" : "Send message"}
        </button>
      </div>
      <Refusal />
    </form>
  );
}

function fillIn(schema: Schema): void {
  const sample = Object.entries(sampleOf(schema) as object).map(([name, value]) => [name, String(value)]);
  values.value = { ...values.value, ...Object.fromEntries(sample) };
  checked.value = {};
}

/** The fields in the form's own order, those of the place included; then the model's other fields. */
function orderOf(names: string[]): string[] {
  const known = Object.keys(FIELDS).filter((name) => names.includes(name) || PLACE_FIELDS.includes(name));
  return [...known, ...names.filter((name) => !known.includes(name) && name !== HONEYPOT)];
}

/** Says why a message was not accepted, and what to do about it. */
function Refusal() {
  const last = attempt.value;
  return (
    <div role="alert">
      {last.state === "refused" && (
        <div class="note bad">
          <p>
            <strong>{last.title}</strong>
          </p>
          <p>{last.detail}</p>
        </div>
      )}
    </div>
  );
}

/** Chooses how the form is sent. */
function WaySwitch() {
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
