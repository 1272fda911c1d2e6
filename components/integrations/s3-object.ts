import { refuse } from "../arguments.ts";

/** Which object, and what is done with it. */
export interface ObjectArgs {
  /** What a call does with the object, whatever the route's own method is. */
  readonly method: "GET" | "PUT";
  /**
   * The object's key, for example `attachments/{id}`. Each `{variable}` is filled from the route's path variable of that
   * name, which may be greedy (`{key+}`). The role is confined to keys of this form.
   */
  readonly key: string;
  /**
   * Media types of binary objects, for example `image/png`; their bodies stay as they are, byte for byte. A `PUT` reads a
   * body of any other type as UTF-8 text, and a `GET` serves objects of these types only. Default: none, for text.
   */
  readonly contentTypes?: readonly string[];
  /**
   * The media type under which a `PUT` stores an object, whatever the client says. Default: the client's. API Gateway cannot
   * refuse a type here: that takes a template, and no template reads a binary body.
   */
  readonly storedAs?: string;
  /** Whether a `PUT` replaces an object that exists. Default: it does not and answers 409. */
  readonly overwrite?: boolean;
}

/** @throws ArgumentError for an invalid key or media type, and for an argument of `PUT` in a `GET`. */
export function checkObject({ method, key, contentTypes = [], storedAs, overwrite }: ObjectArgs): void {
  // The safe characters without `*`, which IAM would read as a pattern.
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
  if (!/^(?!\/)(?:[A-Za-z0-9!_.'()/-]|\{[A-Za-z0-9._$-]+\})+$/.test(key) || /(^|\/)\.\.?(\/|$)/.test(key)) {
    refuse("key", `expected letters, digits, !_.'()- and slashes, not as the first, and {variables}, got "${key}"`);
  }
  for (const type of contentTypes) checkMediaType("contentTypes", type);
  if (storedAs !== undefined) checkMediaType("storedAs", storedAs);
  if (method === "GET" && (storedAs !== undefined || overwrite !== undefined)) {
    const [argument, value] = storedAs === undefined ? ["overwrite", overwrite] : ["storedAs", `"${storedAs}"`];
    refuse(`${argument}`, `expected undefined for GET, got ${value}`);
  }
}

function checkMediaType(argument: string, type: string): void {
  if (!/^[a-z0-9.+-]+\/[a-z0-9.+-]+$/.test(type)) refuse(argument, `expected a media type, got "${type}"`);
}
