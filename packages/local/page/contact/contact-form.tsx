import { useRef } from "preact/hooks";
import { propertiesOf, type Schema } from "../document/document.ts";
import { Accepted } from "./accepted.tsx";
import { ContactField } from "./contact-field.tsx";
import { FIELDS, HONEYPOT, PLACE_FIELDS } from "./fields.ts";
import { PlaceFields } from "./place-fields.tsx";
import { attempt, checked, setValue, values } from "./state.ts";
import { submit } from "./submit.ts";
import { formErrors } from "./validate.ts";
import { WaySwitch } from "./way-switch.tsx";

/** The form as a visitor meets it. Its fields are those of the model. */
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

/** The form's fields in its own order, as far as the model has them or they make the place, then any that the model has besides. */
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
