/** What a person filled in, as it travels through the queue. */
export interface Contact {
  readonly name: string;
  readonly email: string;
  /** The id of one of the topics that the form offers. */
  readonly topic: string;
  readonly message: string;
  readonly phone?: string;
}

/** The names of the fields that every contact has. */
export const requiredFields = ["name", "email", "topic", "message"] as const;

/** The names of the fields that a contact may have. */
export const optionalFields = ["phone"] as const;

/**
 * Picks a contact out of `source`, and leaves out all that is not a field of one.
 *
 * @throws Error naming the field, but not what it holds, when a required one is missing or any is not text.
 */
export function pickContact(source: Readonly<Record<string, unknown>>): Contact {
  const fields = [...requiredFields, ...optionalFields.filter((field) => source[field] !== undefined)];
  const wrong = fields.filter((field) => typeof source[field] !== "string");
  if (wrong.length > 0) throw new Error(`no text for ${wrong.join(", ")}`);
  return Object.fromEntries(fields.map((field) => [field, source[field]])) as unknown as Contact;
}
