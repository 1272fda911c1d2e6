/** Tells whether a Content-Type or Accept header names one of the API's binary media types. */
export type MediaTypes = (header: string | undefined) => boolean;

/**
 * `x-amazon-apigateway-binary-media-types`, compiled. Only the first media type of an Accept header counts, a wildcard may stand
 * for the subtype only, and `*\/*` matches every request, even one that names no type (as API Gateway then assumes JSON).
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html
 */
export function binaryMediaTypes(types: readonly string[]): MediaTypes {
  if (types.includes("*/*")) return () => true;
  const exact = new Set<string>();
  const families = new Set<string>();
  for (const type of types) {
    const [family = "", subtype] = mediaType(type).split("/");
    if (subtype === undefined || family === "*") continue;
    if (subtype === "*") families.add(family);
    else exact.add(`${family}/${subtype}`);
  }
  if (exact.size + families.size === 0) return () => false;
  return (header) => {
    if (header === undefined) return false;
    const first = mediaType(firstOf(header));
    const slash = first.indexOf("/");
    return slash > 0 && (exact.has(first) || families.has(first.slice(0, slash)));
  };
}

/** The first of the types that a header lists. */
function firstOf(header: string): string {
  const comma = header.indexOf(",");
  return comma < 0 ? header : header.slice(0, comma);
}

/** `Application/JSON; charset=utf-8` -> `application/json`. */
export function mediaType(header: string): string {
  const end = header.indexOf(";");
  return (end < 0 ? header : header.slice(0, end)).trim().toLowerCase();
}

/**
 * The entry of a map by content type that fits a request: its Content-Type, or `application/json` when it has none; with its
 * parameters or, failing that, without them; failing that, `$default`.
 */
export function forContentType<T>(map: ReadonlyMap<string, T>, contentType: string | undefined): T | undefined {
  if (contentType === undefined) return map.get("application/json") ?? map.get("$default");
  return map.get(contentType) ?? map.get(mediaType(contentType)) ?? map.get("$default");
}

/** The entry of a map by content type that fits a response: the first type that the client accepts, or else JSON, or else the first. */
export function forAccept<T>(map: ReadonlyMap<string, T>, accept: string | undefined): T | undefined {
  const accepted = accept === undefined ? undefined : map.get(mediaType(firstOf(accept)));
  return accepted ?? map.get("application/json") ?? map.values().next().value;
}

const STRICT_BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

/** The bytes of Base64 text, or undefined where it is not Base64; like Java's decoder, it allows missing padding alone. */
export function decodeBase64(text: string): Buffer | undefined {
  return STRICT_BASE64.test(text) ? Buffer.from(text, "base64") : undefined;
}
