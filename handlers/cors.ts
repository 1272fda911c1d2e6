/**
 * The CORS headers of a response that API Gateway passes through unchanged, which it does with both proxy types.
 *
 * @param allowed The origins whose pages may read the response; a single `*` stands for all.
 * @param origin The request's `Origin` header.
 */
export function corsHeaders(allowed: readonly string[], origin: string | undefined): Record<string, string> {
  const [only, ...others] = allowed;
  if (only !== undefined && others.length === 0) return { "Access-Control-Allow-Origin": only };
  // A cache must not give one origin's answer to another.
  const vary = { Vary: "Origin" };
  return origin !== undefined && allowed.includes(origin) ? { "Access-Control-Allow-Origin": origin, ...vary } : vary;
}
