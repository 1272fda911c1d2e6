/** Why an OpenAPI document cannot be served: a mistake in it, or a feature that this gateway does not have. */
export class DocumentError extends Error {
  /** The place in the document, as a path of keys: `paths./contact.post.parameters[0]`. */
  readonly place: string;

  /** `message` is `place: reason`, on one line. */
  constructor(place: string, reason: string) {
    super(`${place}: ${reason}`);
    this.name = "DocumentError";
    this.place = place;
  }
}
