/** How a property of the contact model looks in the form. */
export interface Field {
  label: string;
  /** In the middle of a sentence: "Enter your name." */
  ask: string;
  kind: "text" | "email" | "tel" | "textarea" | "topic" | "country";
  /** https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill */
  autocomplete: AutoFill;
}

/** The fields of the form, in the order it asks for them: the model's properties, and the place that joins the message. */
export const FIELDS: Record<string, Field> = {
  name: { label: "Name", ask: "your name", kind: "text", autocomplete: "name" },
  email: { label: "Email", ask: "an email address", kind: "email", autocomplete: "email" },
  phone: { label: "Phone", ask: "a phone number", kind: "tel", autocomplete: "tel" },
  topic: { label: "Topic", ask: "a topic", kind: "topic", autocomplete: "off" },
  country: { label: "Country", ask: "a country", kind: "country", autocomplete: "country" },
  postalCode: { label: "Postal code", ask: "a postal code", kind: "text", autocomplete: "postal-code" },
  town: { label: "Town", ask: "a town", kind: "text", autocomplete: "address-level2" },
  message: { label: "Message", ask: "your message", kind: "textarea", autocomplete: "off" },
};

/** The property that people leave empty and form-filling robots do not. */
export const HONEYPOT = "website";

/** Fields of the place row, which are laid out together. */
export const PLACE_FIELDS = ["country", "postalCode", "town"];
