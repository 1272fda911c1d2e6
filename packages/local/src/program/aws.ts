/** Region that everything on localhost is in. */
export const REGION = "us-east-1";

/** Account that owns everything on localhost; also the one that fauxqs, dynalite and kinesalite answer with. */
export const ACCOUNT = "000000000000";

/** An ARN in that region and account; `rest` is for example `table/visitors`. */
export function arnOf(service: string, rest: string): string {
  return `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;
}

/** The last part of an ARN or of a queue's URL, or the name itself. */
export function nameOf(arnOrName: string): string {
  return arnOrName.slice(Math.max(arnOrName.lastIndexOf(":"), arnOrName.lastIndexOf("/")) + 1);
}
