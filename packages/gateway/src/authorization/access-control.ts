import type { AccessControl, LambdaAuthorizer } from "../api.ts";
import { type AuthorizationCache, createAuthorizationCache } from "./authorization-cache.ts";
import { createUserPool, type JwksSource, type UserPool } from "./cognito.ts";
import type { AccessKey } from "./signature.ts";

/** What this machine knows of callers: the options of a gateway that AWS has in IAM, Cognito and the network. */
export interface AccessControlOptions {
  /** Access keys that may sign requests to methods with IAM authorization. Default: none. */
  readonly accessKeys?: readonly AccessKey[];
  /** Whether methods with IAM authorization take requests that nobody signed, as from the account's own user. Default false. */
  readonly allowUnsigned?: boolean;
  /** By user pool ID (`us-east-1_abc`), its key set or the URL of one. Default: Cognito's own URL of the pool. */
  readonly jwks?: Readonly<Record<string, JwksSource>>;
  /** VPC endpoint that requests seem to come through, for the condition `aws:SourceVpce`. Default: not known. */
  readonly sourceVpce?: string;
  /** VPC that requests seem to come from, for the condition `aws:SourceVpc`. Default: not known. */
  readonly sourceVpc?: string;
}

/** Access control for one API. */
export function createAccessControl(options: AccessControlOptions): AccessControl {
  const accessKeys = new Map((options.accessKeys ?? []).map((key) => [key.accessKeyId, key]));
  const caches = new WeakMap<LambdaAuthorizer, AuthorizationCache>();
  const pools = new Map<string, UserPool>();
  return {
    findAccessKey: (accessKeyId) => accessKeys.get(accessKeyId),
    allowUnsigned: options.allowUnsigned ?? false,
    cacheOf(authorizer) {
      const cache = caches.get(authorizer) ?? createAuthorizationCache(authorizer.ttlSeconds);
      caches.set(authorizer, cache);
      return cache;
    },
    userPoolsOf: ({ providerArns }) =>
      providerArns.map((arn) => {
        const pool = pools.get(arn) ?? createUserPool(arn, options.jwks ?? {});
        pools.set(arn, pool);
        return pool;
      }),
    networkValues: {
      ...(options.sourceVpc !== undefined && { "aws:sourcevpc": [options.sourceVpc] }),
      ...(options.sourceVpce !== undefined && { "aws:sourcevpce": [options.sourceVpce] }),
    },
  };
}
