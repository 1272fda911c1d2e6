import { isRequired, type Schema } from "../document/document.ts";
import { type ControlProps, FormField, type SharedProps } from "./field.tsx";
import { FIELDS, type Field } from "./fields.ts";
import { COUNTRIES } from "./postal.ts";
import { checked, setValue, values } from "./state.ts";
import { TopicSelect } from "./topic-select.tsx";
import { contactOf, fieldError } from "./validate.ts";

/** One field of the contact form: its limits and its error come from the model. */
export function ContactField({ name, schema }: { name: string; schema: Schema }) {
  const field: Field = FIELDS[name] ?? { label: name, ask: name, kind: "text", autocomplete: "off" };
  const value = values.value[name] ?? "";
  const error = checked.value[name] ? fieldError(schema, name, contactOf(values.value)[name] ?? "") : undefined;
  const required = isRequired(schema, name);
  const shared: SharedProps = {
    value,
    autocomplete: field.autocomplete,
    onInput: (event: { currentTarget: { value: string } }) => setValue(name, event.currentTarget.value),
    onBlur: () => {
      // An empty field is not yet wrong: it is judged when the form is sent.
      if (value.trim() !== "") {
        checked.value = { ...checked.value, [name]: true };
      }
    },
  };
  const control = (props: ControlProps) => {
    switch (field.kind) {
      case "textarea":
        return <textarea {...props} {...shared} rows={5} />;
      case "topic":
        return <TopicSelect control={props} schema={schema} shared={shared} />;
      case "country":
        return (
          <select {...props} {...shared}>
            {COUNTRIES.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        );
      default:
        return <input {...props} {...shared} type={field.kind as "text"} />;
    }
  };
  return (
    <FormField name={name} label={field.label} required={required} error={error}>
      {control}
    </FormField>
  );
}
