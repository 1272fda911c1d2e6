import { Validator } from "@cfworker/json-schema";
import { isRequired, propertiesOf, type Schema } from "../document/document.ts";
import { FIELDS } from "./fields.ts";

/**
 * The JSON that a filled-in form sends: fields left empty are left out. The model has no field for a place, so that one
 * becomes the last line of the message; the country alone, which is chosen from the start, does not make a place.
 */
export function contactOf(values: Record<string, string>): Record<string, string> {
  // Pasted text may have control characters, such as the line break of a presentation; the model refuses them.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
  const clean = (value: string) => value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, " ").trim();
  const trimmed = Object.entries(values).map(([name, value]): [string, string] => [name, clean(value)]);
  const { country, postalCode, town, ...contact } = Object.fromEntries(trimmed.filter(([, value]) => value !== ""));
  const place = [postalCode, town].filter((part) => part !== undefined).join(" ");
  if (place !== "" && contact.message !== undefined) {
    contact.message += `\n\n${place}, ${country}`;
  }
  return contact;
}

/** What is wrong with one field, as advice to the person filling it in; undefined when the model accepts it. */
export function fieldError(schema: Schema, name: string, value: string): string | undefined {
  const property = propertiesOf(schema)[name];
  const text = value.trim();
  if (!property) {
    return undefined;
  }
  if (text === "") {
    const verb = property.enum ? "Choose" : "Enter";
    return isRequired(schema, name) ? `${verb} ${ask(name)}.` : undefined;
  }
  const { errors } = new Validator({ ...property, components: schema.components }, "4", false).validate(text);
  const keyword = errors.at(-1)?.keyword;
  return keyword === undefined ? undefined : advice(name, text, keyword, property);
}

/** Every field's error, by name: empty when the gateway will accept the form. */
export function formErrors(schema: Schema, values: Record<string, string>): Record<string, string> {
  const errors: Record<string, string> = {};
  const contact = contactOf(values);
  for (const name of Object.keys(propertiesOf(schema))) {
    const error = fieldError(schema, name, contact[name] ?? "");
    if (error !== undefined) {
      errors[name] = error;
    }
  }
  return errors;
}

function ask(name: string): string {
  return FIELDS[name]?.ask ?? name;
}

function advice(name: string, text: string, keyword: string, property: Schema): string {
  const label = FIELDS[name]?.label ?? name;
  switch (keyword) {
    case "maxLength":
      return `${label} has ${text.length} characters; ${property.maxLength} are allowed.`;
    case "minLength":
      return `${label} needs at least ${property.minLength} characters.`;
    case "not":
      return `${label} has a character that cannot be sent.`;
    case "enum":
      return `Choose ${ask(name)} from the list.`;
    default:
      return name === "email"
        ? "Write the address like name@example.com."
        : `This is not ${ask(name)} that we can use.`;
  }
}
