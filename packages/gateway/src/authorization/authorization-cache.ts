import type { Policy } from "./policy.ts";

/** What a Lambda authorizer said of a caller. */
export interface Authorization {
  readonly principalId: string;
  readonly policy: Policy;
  /** Values for `$context.authorizer`, each as text. */
  readonly context: Readonly<Record<string, string>>;
  /** The API key that the authorizer supplies, where the API's key source is AUTHORIZER. */
  readonly usageIdentifierKey?: string;
}

/** Answers that are kept, of one authorizer: more than a developer's machine sees, less than what fills its memory. */
const KEPT_ANSWERS = 10_000;

/** The answers of one Lambda authorizer, kept for its `authorizerResultTtlInSeconds`. */
export interface AuthorizationCache {
  readonly find: (key: string, now: number) => Authorization | undefined;
  readonly keep: (key: string, authorization: Authorization, now: number) => void;
}

/** An empty cache whose entries last for `ttlSeconds`; 0 keeps none. */
export function createAuthorizationCache(ttlSeconds: number): AuthorizationCache {
  const kept = new Map<string, { authorization: Authorization; until: number }>();
  return {
    find(key, now) {
      const entry = kept.get(key);
      return entry && now < entry.until ? entry.authorization : undefined;
    },
    keep(key, authorization, now) {
      if (ttlSeconds === 0) return;
      kept.delete(key);
      kept.set(key, { authorization, until: now + ttlSeconds * 1000 });
      const [oldest] = kept.keys();
      if (kept.size > KEPT_ANSWERS && oldest !== undefined) kept.delete(oldest);
    },
  };
}
