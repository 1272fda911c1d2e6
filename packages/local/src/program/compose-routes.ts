import { parse } from "yaml";
import { defined, methodKey, schemes } from "./compose.ts";
import { type Json, ofType, type Resource } from "./resources.ts";
import { UNSERVED } from "./unserved.ts";

/**
 * Composes the document of a RestAPI of `@pulumi/aws-apigateway`, which that package's provider composes on AWS.
 * https://www.pulumi.com/registry/packages/aws-apigateway/api-docs/restapi/
 *
 * @param api The component `aws-apigateway:index:RestAPI`.
 */
export function composeRoutes(program: { readonly resources: readonly Resource[] }, { name, inputs }: Resource): Json {
  if (inputs.swaggerString !== undefined) {
    return parse(inputs.swaggerString);
  }
  const functions = ofType(program, "aws:lambda/function:Function");
  const authorizers: [string, Json][] = [];
  const paths: Record<string, Json> = {};
  for (const route of inputs.routes ?? []) {
    const path = `/${route.path.replace(/^\//, "")}`;
    paths[path] ??= {};
    paths[path][methodKey(route.method ?? "ANY")] = operationOf(route);
  }
  return defined({
    openapi: "3.0.1",
    info: { title: name, version: "1" },
    paths,
    components: { securitySchemes: Object.fromEntries([...schemes(), ...authorizers]) },
    "x-amazon-apigateway-request-validators": VALIDATORS,
    "x-amazon-apigateway-request-validator": inputs.requestValidator,
    // The component's own defaults: every body is binary, and what is not there is not forbidden but missing.
    "x-amazon-apigateway-binary-media-types": inputs.binaryMediaTypes ?? ["*/*"],
    "x-amazon-apigateway-api-key-source": inputs.apiKeySource,
    "x-amazon-apigateway-gateway-responses": {
      MISSING_AUTHENTICATION_TOKEN: NOT_FOUND,
      ACCESS_DENIED: NOT_FOUND,
      ...inputs.gatewayResponses,
    },
  });

  function operationOf(route: Json): Json {
    const requirements = (route.authorizers ?? []).map((authorizer: Json) => requirementOf(authorizer));
    const key = route.apiKeyRequired ? [{ api_key: [] }] : [];
    const security = [...requirements, ...key];
    return defined({
      responses: { default: { description: "" } },
      ...route.data,
      "x-amazon-apigateway-integration": route.data?.["x-amazon-apigateway-integration"] ?? integrationOf(route),
      security: security.length > 0 ? [Object.assign({}, ...security)] : undefined,
      parameters: route.requiredParams?.map((one: Json) => ({ ...one, required: true, schema: { type: "string" } })),
      "x-amazon-apigateway-request-validator": route.requestValidator,
    });
  }

  function requirementOf(authorizer: Json): Json {
    const id: string = authorizer.authorizerName ?? `${name}-authorizer-${authorizers.length + 1}`;
    const [source = "method.request.header.Authorization"] = authorizer.identitySource ?? [];
    const type = authorizer.providerARNs ? "cognito_user_pools" : (authorizer.type ?? "token").toLowerCase();
    const scheme = {
      type: "apiKey",
      name: authorizer.parameterName ?? "Authorization",
      in: authorizer.parameterLocation ?? "header",
      "x-amazon-apigateway-authtype": authorizer.authType ?? type,
      "x-amazon-apigateway-authorizer": defined({
        type,
        authorizerUri: authorizer.handler === undefined ? undefined : uriOf(authorizer.handler),
        identitySource: type === "request" ? (authorizer.identitySource ?? [source]).join(", ") : undefined,
        identityValidationExpression: authorizer.identityValidationExpression,
        authorizerResultTtlInSeconds: authorizer.authorizerResultTtlInSeconds,
        providerARNs: authorizer.providerARNs,
      }),
    };
    authorizers.push([id, scheme]);
    return { [id]: authorizer.methodsToAuthorize ?? [] };
  }

  function integrationOf({ eventHandler, target, localPath }: Json): Json {
    if (eventHandler !== undefined) {
      return { type: "aws_proxy", httpMethod: "POST", uri: uriOf(eventHandler), passthroughBehavior: "when_no_match" };
    }
    if (target !== undefined) {
      return { httpMethod: "ANY", passthroughBehavior: "when_no_match", ...target };
    }
    return {
      type: "mock",
      [UNSERVED]: `the files of ${localPath} are in a bucket that only the component's provider makes`,
    };
  }

  /** The invocation URI of a function, which a route names by its ID. */
  function uriOf(handler: Json | string): string {
    const id = typeof handler === "object" ? (handler.id ?? handler.uri) : handler;
    const found = functions.find((one) => one.id === id);
    return found ? found.outputs.invokeArn : String(id);
  }
}

const NOT_FOUND = { statusCode: "404", responseTemplates: { "application/json": '{"message": "404 Not found" }' } };

const VALIDATORS = {
  ALL: { validateRequestBody: true, validateRequestParameters: true },
  BODY_ONLY: { validateRequestBody: true, validateRequestParameters: false },
  PARAMS_ONLY: { validateRequestBody: false, validateRequestParameters: true },
};
