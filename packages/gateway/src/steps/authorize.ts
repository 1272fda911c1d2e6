import type { CognitoAuthorizer, LambdaAuthorizer } from "../api.ts";
import { verifyToken } from "../authorization/cognito.ts";
import { identityValue } from "../authorization/identity-source.ts";
import { authorizeByLambda, methodArn } from "../authorization/lambda-authorizer.ts";
import { type Decision, evaluatePolicy, type Policy } from "../authorization/policy.ts";
import { type AccessKey, headersByLowerCase, verifySignature } from "../authorization/signature.ts";
import type { Context } from "../request/context.ts";
import { GatewayError } from "./gateway-error.ts";

/**
 * Finds out who calls, and whether the API's resource policy and the method's authorizer let the caller in.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 *
 * @throws GatewayError 401 or 403 for a caller who may not call, 500 for an authorizer that fails
 */
export function authorize(context: Context): void | Promise<void> {
  const { api, method, trace } = context;
  if (api.apiKeySource === "AUTHORIZER") context.apiKey = undefined;
  const authorizer = method?.authorizer;
  switch (authorizer?.kind) {
    case undefined:
      trace?.rule("the method has no authorizer");
      if (api.policy) decideByResourcePolicy(context, api.policy, "anonymous");
      return undefined;
    case "lambda":
      return byLambda(context, authorizer);
    case "cognito":
      return byCognito(context, authorizer);
    case "iam":
      byIam(context);
  }
}

/**
 * A Lambda authorizer's policy counts as the policy of a caller of the same account: an allow of either policy is enough, and a
 * deny of either decides. The resource policy's denial comes before the function is asked.
 */
async function byLambda(context: Context, authorizer: LambdaAuthorizer): Promise<void> {
  const { api, variables, trace } = context;
  const resourcePolicy = api.policy ? ask(context, api.policy, "anonymous") : "none";
  if (resourcePolicy === "deny") throw denied("User: anonymous", context, "deny");
  const began = performance.now();
  const {
    principalId,
    policy,
    context: values,
    usageIdentifierKey,
  } = await authorizeByLambda(context, authorizer, api.access.cacheOf(authorizer));
  const decision = ask(context, policy, principalId);
  variables.authorizer = { ...values, principalId, integrationLatency: Math.round(performance.now() - began) };
  if (api.apiKeySource === "AUTHORIZER") context.apiKey = usageIdentifierKey;
  trace?.rule(`Lambda authorizer "${authorizer.name}": ${WORDS[decision]}`, { principalId });
  if (decision === "deny" || (decision === "none" && resourcePolicy === "none")) {
    const how = decision === "deny" ? " with an explicit deny" : "";
    throw new GatewayError("ACCESS_DENIED", `User is not authorized to access this resource${how}`, {
      reason: "The client is not authorized to perform this operation.",
    });
  }
}

/** A token of the user pool is needed, and an allow of the resource policy, where there is one, too. */
async function byCognito(context: Context, authorizer: CognitoAuthorizer): Promise<void> {
  const { api, variables, trace } = context;
  trace?.rule(`Cognito authorizer "${authorizer.name}"`);
  const token = identityValue(context, authorizer.identitySource);
  const pools = api.access.userPoolsOf(authorizer);
  const claims = await verifyToken(token, pools, authorizer.scopes, variables.requestTimeEpoch);
  variables.authorizer = { claims };
  trace?.rule(`Cognito authorizer "${authorizer.name}": the token is valid`, { claims: Object.keys(claims) });
  if (api.policy) decideByResourcePolicy(context, api.policy, "anonymous");
}

/**
 * The caller's own policies are in IAM and not known here: whoever signs may call, unless the resource policy denies it.
 */
function byIam(context: Context): void {
  const { api, variables, trace } = context;
  trace?.rule("IAM authorization");
  const headers = headersByLowerCase(context);
  const isSigned = headers.has("authorization") || context.rawQuery.includes("X-Amz-Algorithm=");
  if (!isSigned && api.access.allowUnsigned) {
    trace?.rule("IAM authorization: unsigned requests are let through");
    identify(context, { accessKeyId: "ASIAUNSIGNED", secretAccessKey: "" });
    return;
  }
  const { req, body } = context;
  const request = { method: req.method ?? "GET", url: req.url ?? "/", headers, body };
  const key = verifySignature(request, api.access.findAccessKey, variables.requestTimeEpoch);
  identify(context, key);
  const { userArn } = variables.identity;
  trace?.rule(`IAM authorization: signed by ${userArn}`);
  if (api.policy && ask(context, api.policy, userArn ?? "anonymous") === "deny") {
    throw denied(`User: ${userArn}`, context, "deny");
  }
}

/** Fills `$context.identity`. */
function identify({ api, variables }: Context, { accessKeyId, userArn }: AccessKey): void {
  const arn = userArn ?? `arn:aws:iam::${api.accountId}:user/local`;
  const { identity } = variables;
  identity.accessKey = accessKeyId;
  identity.accountId = arn.split(":")[4] ?? api.accountId;
  identity.caller = accessKeyId;
  identity.user = accessKeyId;
  identity.userArn = arn;
}

function decideByResourcePolicy(context: Context, policy: Policy, principal: string): void {
  const decision = ask(context, policy, principal);
  context.trace?.rule(`resource policy: ${WORDS[decision]}`);
  if (decision !== "allow") throw denied(`User: ${principal}`, context, decision);
}

function ask(context: Context, policy: Policy, principal: string): Decision {
  const { api, variables } = context;
  return evaluatePolicy(policy, {
    action: "execute-api:Invoke",
    resource: methodArn(context),
    principal,
    values: { "aws:sourceip": [variables.identity.sourceIp ?? ""], ...api.access.networkValues },
  });
}

const WORDS: Readonly<Record<Decision, string>> = { allow: "allowed", deny: "denied", none: "not allowed" };

/** AWS hides all of the account's ID but its last four digits. */
function denied(who: string, context: Context, decision: Decision): GatewayError {
  const resource = methodArn(context).replace(/:(\d{8})(\d{4}):/, ":********$2:");
  const how = decision === "deny" ? " with an explicit deny" : "";
  const message = `${who} is not authorized to perform: execute-api:Invoke on resource: ${resource}${how}`;
  return new GatewayError("ACCESS_DENIED", message);
}
