/**
 * The CORS headers of a response that API Gateway passes through as it is, as it does with both proxy types.
 *
 * @param allowed The origins whose pages may read the response; a single `*` stands for all.
 * @param origin The request's `Origin` header.
 */
export function corsHeaders(allowed: readonly string[], origin: string | undefined): Record<string, string> {
  if (allowed.length === 1) return { "Access-Control-Allow-Origin": allowed[0] as string };
  // The answer differs by origin, so a cache must not give one origin's answer to another.
  const vary = { Vary: "Origin" };
  return origin !== undefined && allowed.includes(origin) ? { "Access-Control-Allow-Origin": origin, ...vary } : vary;
}
