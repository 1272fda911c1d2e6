import type { ComponentChildren } from "preact";

/** What ties a control to its label and error for assistive technology. */
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
  error?: string;
  children: (control: ControlProps) => ComponentChildren;
}

/** A labelled control with its error. */
export function FormField({ name, label, required, error, children }: Props) {
  const id = `contact-${name}`;
  return (
    <div class={`field field-${name}`}>
      <label for={id}>
        {label}
        {!required && <span class="optional"> (optional)</span>}
      </label>
      {children({
        id,
        name,
        ...(error === undefined ? {} : { "aria-invalid": "true", "aria-describedby": `${id}-error` }),
        ...(required ? { "aria-required": "true" } : {}),
      })}
      {error && (
        <p class="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}
