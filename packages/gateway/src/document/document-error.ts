/** An OpenAPI document that cannot be served: not valid, or with something in it that this gateway does not have. */
export class DocumentError extends Error {
  /** Where in the document, for example `paths./contact.post.x-amazon-apigateway-integration.uri`. */
  readonly place: string;
  /** What is wrong there. */
  readonly reason: string;

  constructor(place: string, reason: string) {
    super(`${place}: ${reason}`);
    this.name = "DocumentError";
    this.place = place;
    this.reason = reason;
  }
}
