/** What a person filled in, as it travels through the queue. */
export interface Contact {
  readonly name: string;
  readonly email: string;
  /** The id of one of the topics that the form offers. */
  readonly topic: string;
  readonly message: string;
  readonly phone?: string;
  /** ISO 3166-1 code of two letters. */
  readonly country?: string;
  readonly postalCode?: string;
  readonly town?: string;
}

/** The names of a contact's fields, in the order in which they are written. */
export const contactFields = [
  "name",
  "email",
  "topic",
  "message",
  "phone",
  "country",
  "postalCode",
  "town",
] as const;

/** Picks a contact's fields out of `source`, leaving out every other and each that is not there. */
export function pickContact(source: Readonly<Record<string, unknown>>): Contact {
  const present = contactFields.filter((field) => source[field] !== undefined);
  return Object.fromEntries(present.map((field) => [field, source[field]])) as unknown as Contact;
}
