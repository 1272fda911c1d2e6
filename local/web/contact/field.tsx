import type { ComponentChildren } from "preact";

/** What ties a control to its label, hint and error for assistive technology. */
export interface ControlProps {
  id: string;
  name: string;
  "aria-describedby"?: string;
  "aria-invalid"?: "true";
  "aria-required"?: "true";
}

/** What ties a control to its value. */
export interface SharedProps {
  value: string;
  autocomplete: AutoFill;
  onInput: (event: { currentTarget: { value: string } }) => void;
  onBlur: () => void;
}

interface Props {
  name: string;
  label: string;
  required: boolean;
  hint?: string;
  error?: string;
  children: (control: ControlProps) => ComponentChildren;
}

/** A labelled control with its hint and its error. */
export function FormField({ name, label, required, hint, error, children }: Props) {
  const id = `contact-${name}`;
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div class={`field field-${name}`}>
      <label for={id}>
        {label}
        {!required && <span class="optional"> (optional)</span>}
      </label>
      {children({
        id,
        name,
        ...(described === "" ? {} : { "aria-describedby": described }),
        ...(error === undefined ? {} : { "aria-invalid": "true" }),
        ...(required ? { "aria-required": "true" } : {}),
      })}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}
