import type { Authorizer, LambdaAuthorizer } from "../api.ts";
import { endpointVariable, invokeUrl, serviceEndpoint } from "../integrations/endpoints.ts";
import { compileMapping, MappingError } from "../mapping/parameters.ts";
import { DocumentError } from "./document-error.ts";
import { compileWholeMatch } from "./integration.ts";
import { describe, isObject, type Json } from "./json.ts";
import type { MethodLoader, Security } from "./method-loader.ts";
import { withStageVariables } from "./target.ts";
import { parseIssue } from "./warnings.ts";

type SecurityLoader = Pick<
  MethodLoader,
  "read" | "options" | "stageVariables" | "securitySchemes" | "missing" | "notice"
>;

/** Seconds for which an authorizer's answer is kept where the document says nothing. */
const DEFAULT_TTL = 300;
const MAX_TTL = 3600;

/**
 * A function that reads what guards each method of a document.
 *
 * A method without `security` has that of the document's root, as far as it names an authorizer: an API key at the root has no
 * effect. `security: []` opens a method. `x-amazon-apigateway-auth` with `AWS_IAM` asks for a signature, as the scheme with
 * `x-amazon-apigateway-authtype: awsSigv4` does. A scheme that API Gateway does not know, such as `http`, is ignored with a warning.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html
 */
export function createSecurityReader(
  loader: SecurityLoader,
  rootSecurity: unknown,
): (operation: Json, place: string) => Security {
  const { read, securitySchemes } = loader;
  const lambdaAuthorizers = new Map<string, LambdaAuthorizer>();

  function authorizerOf(name: string, scopes: readonly string[]): Authorizer | "apiKey" | undefined {
    const schemePlace = `components.securitySchemes.${name}`;
    if (!Object.hasOwn(securitySchemes, name)) {
      // Whether API Gateway opens the method is not on record. Here nobody gets in: no user pool knows any token.
      read.warn(parseIssue(schemePlace, "is missing"));
      return { kind: "cognito", name, identitySource: "method.request.header.Authorization", providerArns: [], scopes };
    }
    const scheme = strictObject(securitySchemes[name], schemePlace);
    const authtype = read.optionalString(
      scheme["x-amazon-apigateway-authtype"],
      `${schemePlace}.x-amazon-apigateway-authtype`,
    );
    if (authtype?.toLowerCase() === "awssigv4") return { kind: "iam" };
    const extension = scheme["x-amazon-apigateway-authorizer"];
    if (extension !== undefined) {
      const json = read.object(extension, `${schemePlace}.x-amazon-apigateway-authorizer`);
      const type = read.word(json.type, `${schemePlace}.x-amazon-apigateway-authorizer.type`, [
        "token",
        "request",
        "cognito_user_pools",
      ]);
      if (type === "cognito_user_pools") {
        const arns = read.list(json.providerARNs, `${schemePlace}.providerARNs`);
        return {
          kind: "cognito",
          name,
          identitySource: identitySources(scheme, json)[0] ?? "",
          providerArns: arns.map((arn) => read.string(arn, `${schemePlace}.providerARNs`)),
          scopes,
        };
      }
      const known = lambdaAuthorizers.get(name) ?? lambdaAuthorizer(loader, name, type, scheme, json, schemePlace);
      lambdaAuthorizers.set(name, known);
      return known;
    }
    // Better no API than one whose guard is missing.
    if (authtype !== undefined) throw new DocumentError(schemePlace, "x-amazon-apigateway-authorizer is missing");
    if (scheme.type === "apiKey" && scheme.in === "header" && String(scheme.name).toLowerCase() === "x-api-key") {
      return "apiKey";
    }
    read.warn(`Unsupported security definition type '${String(scheme.type)}' for '${name}'. Ignoring.`);
    return undefined;
  }

  function listed(security: unknown, place: string): (Authorizer | "apiKey")[] {
    if (!Array.isArray(security)) throw new DocumentError(place, `must be a list, is ${describe(security)}`);
    return security.flatMap((requirement, i) =>
      Object.entries(strictObject(requirement, `${place}.${i}`)).flatMap(([name, scopes]) => {
        const texts = Array.isArray(scopes) ? scopes.map(String) : [];
        return authorizerOf(name, texts) ?? [];
      }),
    );
  }

  return (operation, place) => {
    const own = operation.security !== undefined;
    const found = own
      ? listed(operation.security, `${place}.security`)
      : listed(rootSecurity === undefined ? [] : rootSecurity, "security").filter(
          (authorizer) => authorizer !== "apiKey",
        );
    const auth = strictObject(operation["x-amazon-apigateway-auth"] ?? {}, `${place}.x-amazon-apigateway-auth`);
    const type = typeof auth.type === "string" ? auth.type.toUpperCase() : undefined;
    const [named] = found.filter((authorizer) => authorizer !== "apiKey");
    const authorizer: Authorizer | undefined =
      type === "AWS_IAM" ? { kind: "iam" } : type === "NONE" ? undefined : named;
    if (authorizer?.kind === "iam") noticeOfSigners(loader);
    return { apiKeyRequired: found.includes("apiKey"), authorizer };
  };
}

/** What guards a method is not left out when it has a wrong type. */
function noticeOfSigners({ options, notice }: SecurityLoader): void {
  const { accessKeys = [], allowUnsigned = false } = options.accessControl ?? {};
  if (allowUnsigned) notice("methods with IAM authorization take unsigned requests");
  else if (accessKeys.length === 0) {
    notice("methods with IAM authorization refuse every request: no access key is given (accessControl, --access-key)");
  }
}

function strictObject(value: unknown, place: string): Json {
  if (!isObject(value)) throw new DocumentError(place, `must be an object, is ${describe(value)}`);
  return value;
}

function lambdaAuthorizer(
  { read, options, stageVariables, missing }: SecurityLoader,
  name: string,
  type: "token" | "request",
  scheme: Json,
  json: Json,
  place: string,
): LambdaAuthorizer {
  const written = read.string(json.authorizerUri, `${place}.authorizerUri`);
  const uri = withStageVariables(written, stageVariables);
  const [, uriRegion, uriFunction] =
    /^arn:[\w-]+:apigateway:([\w-]+):lambda:path\/+2015-03-31\/functions\/(.+)\/invocations$/.exec(uri) ?? [];
  // The methods stay guarded: Lambda knows no function of this name.
  const functionArn = uriFunction ?? uri;
  const region = uriRegion ?? options.region ?? "us-east-1";
  if (uriFunction === undefined) {
    const rule = "Authorizer URI should be a valid API Gateway ARN that represents a Lambda function invocation.";
    read.warn(`Unable to create authorizer '${name}': Invalid Authorizer URI: ${written}. ${rule}`);
  }
  const sources = identitySources(scheme, json);
  for (const source of sources) {
    try {
      compileMapping(source, stageVariables);
    } catch (error) {
      if (error instanceof MappingError) throw new DocumentError(`${place}.identitySource`, error.message);
      throw error;
    }
  }
  const ttl = Number(json.authorizerResultTtlInSeconds ?? DEFAULT_TTL);
  if (!Number.isInteger(ttl) || ttl < 0 || ttl > MAX_TTL) {
    throw new DocumentError(`${place}.authorizerResultTtlInSeconds`, `must be from 0 to ${MAX_TTL}, is ${ttl}`);
  }
  if (type === "request" && sources.length === 0 && ttl > 0) {
    throw new DocumentError(`${place}.identitySource`, "is required where authorizerResultTtlInSeconds is above 0");
  }
  const endpoint = options.invoke ? undefined : serviceEndpoint("lambda", options.endpoints ?? {});
  if (!options.invoke && endpoint === undefined) missing({ name: "lambda", fix: endpointVariable("lambda") });
  const source = read.optionalString(json.identityValidationExpression, `${place}.identityValidationExpression`);
  return {
    kind: "lambda",
    name,
    type,
    functionArn,
    region,
    uri: invokeUrl(functionArn, region, endpoint),
    identitySources: sources,
    ...(source && { identityValidation: compileWholeMatch(source, `${place}.identityValidationExpression`) }),
    ttlSeconds: ttl,
  };
}

/** A token's header is the scheme's own where the authorizer names none, and Authorization where the scheme has none either. */
function identitySources(scheme: Json, { identitySource, type }: Json): string[] {
  if (typeof identitySource === "string" && identitySource.trim() !== "") {
    return identitySource.split(",").map((source) => source.trim());
  }
  if (String(type).toLowerCase() === "request") return [];
  const isNamed = scheme.in === "header" && typeof scheme.name === "string";
  return [`method.request.header.${isNamed ? scheme.name : "Authorization"}`];
}
