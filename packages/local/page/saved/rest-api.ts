import type { OpenApiDocument } from "../document/document.ts";
import { type Json, listOf, objectOf } from "../document/json.ts";

/** The account and the function of a case, whoever had others. */
const FUNCTION_ARN = "arn:aws:lambda:us-east-1:111111111111:function:fn";

/**
 * A document's API in the field names of API Gateway's own REST API, as a recorded case has it. Authorizers and VPC links are
 * left out, which a case cannot have; the origin of an HTTP integration becomes `http://upstream`.
 *
 * @param only The resource path to keep; undefined: all.
 */
export function restApiOf(document: OpenApiDocument, stageName: string, only: string | undefined): Json {
  const root = objectOf(document);
  const models: Record<string, unknown> = {};
  const schemas = objectOf(objectOf(root.components).schemas);
  for (const [name, schema] of Object.entries(schemas)) models[name] = modelSchema(schema);
  const resources: Record<string, unknown> = {};
  for (const [path, item] of Object.entries(document.paths)) {
    if (only !== undefined && path !== only) continue;
    const methods = Object.entries(item).filter(([key]) => key !== "parameters");
    resources[path] = Object.fromEntries(
      methods.map(([key, operation]) => [
        key === "x-amazon-apigateway-any-method" ? "ANY" : key.toUpperCase(),
        method(root, objectOf(operation), models, `${path}${key}`.replaceAll(/[^A-Za-z0-9]/g, "")),
      ]),
    );
  }
  return {
    stageName,
    stageVariables: {},
    apiKeys: [{ enabled: true, value: "{{apiKey}}" }],
    models,
    requestValidators: objectOf(root["x-amazon-apigateway-request-validators"]),
    gatewayResponses: objectOf(root["x-amazon-apigateway-gateway-responses"]),
    binaryMediaTypes: listOf(root["x-amazon-apigateway-binary-media-types"]),
    resources,
  };
}

function method(root: Json, operation: Json, models: Record<string, unknown>, name: string): Json {
  const contents = Object.entries(objectOf(objectOf(operation.requestBody).content));
  const requestModels = contents.flatMap(([type, content], index) => {
    const { schema } = objectOf(content);
    if (schema === undefined) return [];
    const reference = objectOf(schema).$ref;
    if (typeof reference === "string") return [[type, reference.replace(/^.*\//, "")]];
    models[`${name}${index}`] = modelSchema(schema);
    return [[type, `${name}${index}`]];
  });
  const parameters = listOf(operation.parameters).map((parameter) => {
    const { in: where, name: parameterName, required } = objectOf(parameter);
    return [`method.request.${where === "query" ? "querystring" : where}.${parameterName}`, required === true];
  });
  const methodResponses = Object.entries(objectOf(operation.responses)).map(([status, response]) => {
    const headers = Object.keys(objectOf(objectOf(response).headers));
    return [
      status,
      { responseParameters: Object.fromEntries(headers.map((one) => [`method.response.header.${one}`, true])) },
    ];
  });
  const security = listOf(operation.security ?? root.security).flatMap((one) => Object.keys(objectOf(one)));
  const schemes = objectOf(objectOf(root.components).securitySchemes);
  return {
    authorizationType: "NONE",
    apiKeyRequired: security.some((one) => String(objectOf(schemes[one]).name).toLowerCase() === "x-api-key"),
    requestValidator:
      operation["x-amazon-apigateway-request-validator"] ?? root["x-amazon-apigateway-request-validator"],
    requestModels: Object.fromEntries(requestModels),
    requestParameters: Object.fromEntries(parameters),
    methodResponses: Object.fromEntries(methodResponses),
    integration: integration(objectOf(operation["x-amazon-apigateway-integration"])),
  };
}

function integration({ responses, connectionId, connectionType, integrationTarget, credentials, ...rest }: Json): Json {
  const integrationResponses = Object.entries(objectOf(responses)).map(([pattern, response]) => [
    pattern,
    { ...objectOf(response), selectionPattern: pattern === "default" ? "" : pattern },
  ]);
  return {
    ...rest,
    type: String(rest.type).toUpperCase(),
    passthroughBehavior: String(rest.passthroughBehavior ?? "when_no_match").toUpperCase(),
    uri: typeof rest.uri === "string" ? caseUri(rest.uri) : undefined,
    integrationResponses: Object.fromEntries(integrationResponses),
  };
}

function caseUri(uri: string): string {
  return uri
    .replace(/^https?:\/\/[^/]+/, "http://upstream")
    .replace(/arn:aws:lambda:[^/]*(?=\/invocations)/, FUNCTION_ARN);
}

/** A schema whose references are API Gateway's: the runners read the name after `/models/`. */
function modelSchema(schema: unknown): unknown {
  return JSON.parse(
    JSON.stringify(schema).replaceAll(
      '"#/components/schemas/',
      '"https://apigateway.amazonaws.com/restapis/id/models/',
    ),
  );
}
