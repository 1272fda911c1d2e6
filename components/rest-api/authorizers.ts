import * as pulumi from "@pulumi/pulumi";
import { checkArguments, checkWholeNumber, refuse } from "../arguments.ts";
import type { ConnectedApi } from "../integrations/integration.ts";
import {
  createInvokePermission,
  type FunctionSource,
  functionOf,
  type PermissionTransform,
  uniqueName,
} from "../integrations/lambda-permission.ts";
import type { SecurityScheme } from "../openapi.ts";
import { typeToken } from "../tokens.ts";

/** What decides whether a caller may call a route. Routes, and APIs, may share one. */
export interface Authorizer {
  /** Its name in the API. */
  readonly name: string;
  /** `CUSTOM` is API Gateway's word for a Lambda function. */
  readonly type: "CUSTOM" | "COGNITO_USER_POOLS";
  /** What the authorizer contributes to the API's document. */
  readonly scheme: pulumi.Output<SecurityScheme>;
  /** Creates what needs the API to exist. `RestApi` calls it once. */
  connect?(api: ConnectedApi): void;
}

/** Arguments of a Cognito authorizer. */
export interface CognitoAuthorizerArgs {
  /**
   * The user pools, one or more, whose tokens are accepted: their ARNs, or what has an `arn`, such as an
   * `aws.cognito.UserPool`.
   */
  readonly userPools: readonly (pulumi.Input<string> | { readonly arn: pulumi.Input<string> })[];
  /** The header with the token. Default `Authorization`. */
  readonly header?: string;
}

/**
 * An authorizer that accepts tokens of Cognito user pools: an access token where the route asks for scopes, an identity
 * token where it does not. It creates nothing.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html
 *
 * @param name The authorizer's name in the API: letters, digits, dots, hyphens and underscores.
 * @throws ArgumentError that names the authorizer and the argument.
 */
export function cognitoAuthorizer(name: string, args: CognitoAuthorizerArgs): Authorizer {
  const { userPools, header = "Authorization" } = args;
  checkArguments(`Cognito authorizer "${name}"`, () => {
    checkName(name);
    if (userPools.length === 0) refuse("userPools", "expected at least one user pool, got none");
    checkHeader("header", header);
  });
  const scheme = pulumi.all(userPools.map(arnOf)).apply(
    (providerARNs): SecurityScheme => ({
      type: "apiKey",
      name: header,
      in: "header",
      "x-amazon-apigateway-authtype": "cognito_user_pools",
      "x-amazon-apigateway-authorizer": {
        type: "cognito_user_pools",
        providerARNs,
        identitySource: `method.request.header.${header}`,
      },
    }),
  );
  return { name, type: "COGNITO_USER_POOLS", scheme };
}

/** Arguments of `LambdaAuthorizer`. */
export interface LambdaAuthorizerArgs {
  /** The function that decides: a `LambdaFunction`, or any other, such as an `aws.lambda.Function`. */
  readonly function: FunctionSource;
  /** Whether the function gets the whole request or one header, its token. Default `request`, which AWS recommends. */
  readonly type?: "request" | "token";
  /**
   * What identifies a caller, such as `method.request.header.Authorization` or `method.request.querystring.token`. A
   * request that lacks one is answered 401, and the function is not asked. With `token`: one header. Default
   * `["method.request.header.Authorization"]`.
   */
  readonly identitySources?: readonly string[];
  /** A whole-string Java regular expression; other tokens are answered 401. Only with `token`. Default: any token. */
  readonly identityValidationExpression?: string;
  /**
   * Seconds, 0 to 3,600, for which a decision is kept for the same identity. It then holds for every route of this
   * authorizer, so the policy that the function returns must be about all of them. Default 300.
   */
  readonly resultTtlInSeconds?: number;
  /**
   * ARN of a role with which API Gateway calls the function. Default: none; a permission on the function is created
   * instead.
   */
  readonly credentials?: pulumi.Input<string>;
  /** Changes of the resources inside. */
  readonly transform?: PermissionTransform;
}

/**
 * An authorizer that asks a Lambda function, which returns a policy and, if it likes, values for `$context.authorizer`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
 */
export class LambdaAuthorizer extends pulumi.ComponentResource implements Authorizer {
  readonly name: string;
  readonly type = "CUSTOM";
  readonly scheme: pulumi.Output<SecurityScheme>;
  readonly #args: LambdaAuthorizerArgs;

  /**
   * @param name The component's name, and the authorizer's in the API: letters, digits, dots, hyphens and underscores.
   * @throws ArgumentError that names the authorizer and the argument.
   */
  constructor(name: string, args: LambdaAuthorizerArgs, opts?: pulumi.ComponentResourceOptions) {
    checkArguments(`LambdaAuthorizer "${name}"`, () => checkArgs(name, args));
    super(typeToken("LambdaAuthorizer"), name, {}, opts);
    this.name = name;
    this.#args = args;
    this.scheme = pulumi
      .output({ uri: functionOf(args.function).invokeArn, credentials: args.credentials })
      .apply(({ uri, credentials }) => lambdaScheme(args, uri, credentials));
    this.registerOutputs();
  }

  /**
   * Lets API Gateway call the function for this API's authorizers. Their IDs are made by the import, so a `*` stands
   * for them.
   */
  connect(api: ConnectedApi): void {
    if (this.#args.credentials !== undefined) return;
    createInvokePermission(
      this,
      permissionName(this.name, api.name),
      functionOf(this.#args.function),
      pulumi.interpolate`${api.executionArn}/authorizers/*`,
      this.#args.transform,
    );
  }
}

/** Authorizer and API in words, with what tells apart those of the same words. */
function permissionName(name: string, apiName: string): string {
  return uniqueName(`${name}-${apiName}`.replace(/[^A-Za-z0-9_-]/g, "-"), [name, apiName]);
}

function lambdaScheme(args: LambdaAuthorizerArgs, uri: string, credentials: string | undefined): SecurityScheme {
  const {
    type = "request",
    identitySources = DEFAULT_SOURCES,
    identityValidationExpression,
    resultTtlInSeconds = 300,
  } = args;
  return {
    type: "apiKey",
    // API Gateway's own word in the exports of request authorizers, which read more than one header.
    name: type === "token" ? headerOf(identitySources[0]) : "Unused",
    in: "header",
    "x-amazon-apigateway-authtype": "custom",
    "x-amazon-apigateway-authorizer": {
      type,
      authorizerUri: uri,
      ...(credentials !== undefined && { authorizerCredentials: credentials }),
      ...(identitySources.length > 0 && { identitySource: identitySources.join(", ") }),
      ...(identityValidationExpression !== undefined && { identityValidationExpression }),
      authorizerResultTtlInSeconds: resultTtlInSeconds,
    },
  };
}

const DEFAULT_SOURCES = ["method.request.header.Authorization"];

function checkArgs(name: string, args: LambdaAuthorizerArgs): void {
  const {
    type = "request",
    identitySources = DEFAULT_SOURCES,
    identityValidationExpression,
    resultTtlInSeconds = 300,
  } = args;
  checkName(name);
  checkWholeNumber("resultTtlInSeconds", resultTtlInSeconds, 0, 3600);
  const bad = identitySources.find((source) => !SOURCE.test(source));
  if (bad !== undefined) {
    refuse("identitySources", `expected expressions such as "method.request.header.Authorization", got "${bad}"`);
  }
  if (type === "token") {
    const isHeader = identitySources.length === 1 && identitySources[0]?.startsWith(HEADER);
    if (!isHeader) refuse("identitySources", `expected one header for a token, got ${JSON.stringify(identitySources)}`);
    return;
  }
  if (identitySources.length === 0 && resultTtlInSeconds > 0) {
    refuse("identitySources", "expected at least one where decisions are kept (resultTtlInSeconds above 0), got none");
  }
  if (identityValidationExpression !== undefined) {
    const expected = 'undefined for the type "request", which has no token';
    refuse("identityValidationExpression", `expected ${expected}, got "${identityValidationExpression}"`);
  }
}

const HEADER = "method.request.header.";
const SOURCE =
  /^(method\.request\.(header|querystring|multivalueheader|multivaluequerystring)|context|stageVariables)\.[A-Za-z0-9._$-]+$/;

function headerOf(source = ""): string {
  return source.slice(HEADER.length);
}

/** What OpenAPI allows as a security scheme's key. */
function checkName(name: string): void {
  if (!/^[A-Za-z0-9._-]+$/.test(name)) {
    refuse("name", `expected letters, digits, dots, hyphens and underscores, got "${name}"`);
  }
}

function checkHeader(argument: string, header: string): void {
  if (!/^[A-Za-z0-9-]+$/.test(header)) refuse(argument, `expected a header's name, got "${header}"`);
}

function arnOf(pool: CognitoAuthorizerArgs["userPools"][number]): pulumi.Output<string> {
  return pulumi.output(pool).apply((known) => pulumi.output(typeof known === "string" ? known : known.arn));
}
