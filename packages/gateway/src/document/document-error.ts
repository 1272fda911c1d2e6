/** An OpenAPI document that API Gateway would not import or deploy, or whose backends lead nowhere on this machine. */
export class DocumentError extends Error {
  /** Where in the document, for example `paths./contact.post.x-amazon-apigateway-integration.uri`. */
  readonly place: string;
  /** What is wrong there. */
  readonly reason: string;
  /** Key of the rule in the list of refusals, where it is there. */
  readonly refusal?: string;

  constructor(place: string, reason: string, refusal?: string) {
    super(`${place}: ${reason}`);
    this.name = "DocumentError";
    this.place = place;
    this.reason = reason;
    this.refusal = refusal;
  }
}
