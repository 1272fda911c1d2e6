/** What a person filled in; the message on the queue. */
export interface Contact {
  readonly name: string;
  readonly email: string;
  /** The id of one of the topics that the form offers. */
  readonly topic: string;
  readonly message: string;
  readonly phone?: string;
}

/** The names of the fields that every contact has. */
export const REQUIRED_FIELDS = ["name", "email", "topic", "message"] as const;

/** The names of the fields that a contact may have. */
export const OPTIONAL_FIELDS = ["phone"] as const;

/**
 * The contact in `source`, without any other fields.
 *
 * @throws Error that names the field, but not its value, when a required field is missing or a field is not text.
 */
export function pickContact(source: Readonly<Record<string, unknown>>): Contact {
  const fields = [...REQUIRED_FIELDS, ...OPTIONAL_FIELDS.filter((field) => source[field] !== undefined)];
  const wrong = fields.filter((field) => typeof source[field] !== "string");
  if (wrong.length > 0) throw new Error(`no text for ${wrong.join(", ")}`);
  return Object.fromEntries(fields.map((field) => [field, source[field]])) as unknown as Contact;
}
