import { groupsOf } from "./addresses.ts";

const UNRESERVED = "A-Za-z0-9\\-_.!~*'()";

/**
 * Finds a character that may not stand in a part of a URI. `java.net.URI` lets through, beside its own characters, escapes and the
 * visible ones beyond ASCII.
 */
const other = (characters: string) =>
  new RegExp(`[^${characters}%\\u{81}-\\u{10ffff}]|[\\p{Z}\\x80-\\x9f]|%(?![0-9A-Fa-f]{2})`, "u");

const NOT_IN_URI = other(`${UNRESERVED};/?:@&=+$,\\[\\]`);
const NOT_IN_PATH = other(`${UNRESERVED};/:@&=+$,`);
const NOT_IN_REGISTRY = other(`${UNRESERVED}$,;:@&=+`);
const NOT_IN_USER = other(`${UNRESERVED};:&=+$,`);

/**
 * Whether a text is a URI or a reference to one, as Java's `java.net.URI` reads it: RFC 2396 with IPv6 addresses, any visible
 * character beyond ASCII, and a path or fragment alone.
 * https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/net/URI.html
 */
export function isUri(text: string): boolean {
  const hash = text.indexOf("#");
  if (hash >= 0 && NOT_IN_URI.test(text.slice(hash + 1))) return false;
  const uri = hash < 0 ? text : text.slice(0, hash);
  const colon = uri.search(/[/?:]/);
  if (uri[colon] !== ":") return isHierarchical(uri);
  if (!/^[A-Za-z][A-Za-z0-9+.-]*$/.test(uri.slice(0, colon))) return false;
  const rest = uri.slice(colon + 1);
  return rest.startsWith("/") ? isHierarchical(rest) : rest !== "" && !NOT_IN_URI.test(rest);
}

/** `//authority/path?query`, each part of which may be absent. */
function isHierarchical(text: string): boolean {
  const question = text.indexOf("?");
  if (question >= 0 && NOT_IN_URI.test(text.slice(question + 1))) return false;
  const path = question < 0 ? text : text.slice(0, question);
  if (!path.startsWith("//")) return !NOT_IN_PATH.test(path);
  const slash = path.indexOf("/", 2);
  const authority = path.slice(2, slash < 0 ? undefined : slash);
  // An authority may be empty when something follows it.
  if (authority === "") return slash >= 0 ? !NOT_IN_PATH.test(path.slice(slash)) : question >= 0;
  return isAuthority(authority) && (slash < 0 || !NOT_IN_PATH.test(path.slice(slash)));
}

function isAuthority(authority: string): boolean {
  if (!/[[\]]/.test(authority)) return !NOT_IN_REGISTRY.test(authority);
  const at = authority.indexOf("@");
  if (at >= 0 && NOT_IN_USER.test(authority.slice(0, at))) return false;
  const host = /^\[([^\]%]*)(?:%[A-Za-z0-9_.]+)?\](?::\d*)?$/.exec(authority.slice(at + 1));
  return groupsOf(host?.[1] ?? "") !== undefined;
}
