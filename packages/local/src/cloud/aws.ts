/** Region that everything on localhost is in. */
export const REGION = "us-east-1";

/** Account that owns everything on localhost; also the one that fauxqs, dynalite and kinesalite answer with. */
export const ACCOUNT = "000000000000";

/** The last part of an ARN, or the name itself. */
export function nameOf(arnOrName: string): string {
  return arnOrName.split(/[:/]/).at(-1) as string;
}
