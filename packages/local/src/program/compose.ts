import { type Json, ofType, type Resource } from "./resources.ts";

type Resources = { readonly resources: readonly Resource[] };

/**
 * Composes the document of an API that is made of Resource, Method and Integration resources, as `aws apigateway get-export` would
 * write it.
 *
 * @param api The `aws.apigateway.RestApi` without a body.
 * @param notes Takes a sentence for each method that AWS would not deploy.
 */
export function composeDocument(program: Resources, api: Resource, notes: string[]): Json {
  const inApi = (type: string) =>
    ofType(program, `aws:apigateway/${type}`).filter(({ inputs }) => inputs.restApi === api.id);
  const resources = new Map(inApi("resource:Resource").map((one) => [one.id, one]));
  const validators = inApi("requestValidator:RequestValidator");
  const authorizers = inApi("authorizer:Authorizer");
  const integrations = new Map(inApi("integration:Integration").map((one) => [placeOf(one), one]));
  const methodResponses = inApi("methodResponse:MethodResponse");
  const integrationResponses = inApi("integrationResponse:IntegrationResponse");
  const paths: Record<string, Json> = {};
  for (const method of inApi("method:Method")) {
    const path = pathOf(method.inputs.resourceId);
    const { httpMethod } = method.inputs;
    const at = ({ inputs }: Resource) =>
      inputs.resourceId === method.inputs.resourceId && inputs.httpMethod === httpMethod;
    const integration = integrations.get(placeOf(method));
    if (integration === undefined) {
      notes.push(`${httpMethod} ${path} is not served: it has no integration, and AWS refuses to deploy it.`);
      continue;
    }
    paths[path] ??= {};
    paths[path][methodKey(httpMethod)] = {
      ...requestOf(method.inputs, validators, authorizers),
      responses: Object.fromEntries(
        methodResponses.filter(at).map(({ inputs }) => [inputs.statusCode, responseOf(inputs)]),
      ),
      "x-amazon-apigateway-integration": integrationOf(integration.inputs, integrationResponses.filter(at)),
    };
  }
  return {
    openapi: "3.0.1",
    info: { title: api.outputs.name, version: "1" },
    paths,
    components: {
      schemas: {
        Empty: {},
        Error: { type: "object", properties: { message: { type: "string" } } },
        ...Object.fromEntries(inApi("model:Model").map(({ outputs, inputs }) => [outputs.name, parsed(inputs.schema)])),
      },
      securitySchemes: Object.fromEntries([...schemes(), ...authorizers.map(authorizerScheme)]),
    },
    "x-amazon-apigateway-binary-media-types": api.inputs.binaryMediaTypes,
    "x-amazon-apigateway-minimum-compression-size": numberOf(api.inputs.minimumCompressionSize),
    "x-amazon-apigateway-api-key-source": api.inputs.apiKeySource,
    "x-amazon-apigateway-request-validators": Object.fromEntries(
      validators.map(({ outputs, inputs }) => [
        outputs.name,
        {
          validateRequestBody: inputs.validateRequestBody ?? false,
          validateRequestParameters: inputs.validateRequestParameters ?? false,
        },
      ]),
    ),
    "x-amazon-apigateway-gateway-responses": Object.fromEntries(
      inApi("response:Response").map(({ inputs }) => [
        inputs.responseType,
        defined({
          statusCode: inputs.statusCode,
          responseParameters: inputs.responseParameters,
          responseTemplates: inputs.responseTemplates,
        }),
      ]),
    ),
  };

  function pathOf(resourceId: string): string {
    const parts: string[] = [];
    for (let one = resources.get(resourceId); one !== undefined; one = resources.get(one.inputs.parentId)) {
      parts.unshift(one.inputs.pathPart);
    }
    return `/${parts.join("/")}`;
  }
}

const placeOf = ({ inputs }: Resource) => `${inputs.httpMethod} ${inputs.resourceId}`;

/** The key of a method in a document's path. */
export const methodKey = (method: string) =>
  method.toUpperCase() === "ANY" ? "x-amazon-apigateway-any-method" : method.toLowerCase();

/** The security schemes of API keys and of IAM authorization. */
export function schemes(): [string, Json][] {
  return [
    ["api_key", { type: "apiKey", name: "x-api-key", in: "header" }],
    ["sigv4", { type: "apiKey", name: "Authorization", in: "header", "x-amazon-apigateway-authtype": "awsSigv4" }],
  ];
}

function requestOf(inputs: Json, validators: Resource[], authorizers: Resource[]): Json {
  const authorizer = authorizers.find(({ id }) => id === inputs.authorizerId);
  const security = [
    ...(authorizer ? [{ [authorizer.outputs.name]: inputs.authorizationScopes ?? [] }] : []),
    ...(inputs.authorization === "AWS_IAM" ? [{ sigv4: [] }] : []),
    ...(inputs.apiKeyRequired ? [{ api_key: [] }] : []),
  ];
  const models = Object.entries<string>(inputs.requestModels ?? {});
  return defined({
    operationId: inputs.operationName,
    parameters: Object.entries(inputs.requestParameters ?? {}).map(([name, required]) => parameterOf(name, required)),
    // Requirements of one object hold together.
    security: security.length > 0 ? [Object.assign({}, ...security)] : undefined,
    requestBody: models.length > 0 ? { content: contentOf(models) } : undefined,
    "x-amazon-apigateway-request-validator": validators.find(({ id }) => id === inputs.requestValidatorId)?.outputs
      .name,
  });
}

/** `method.request.querystring.page` as a parameter of the document. */
function parameterOf(source: string, required: unknown): Json {
  const [, , place, ...name] = source.split(".");
  const isRequired = required === true || required === "true" || place === "path";
  return {
    name: name.join("."),
    in: place === "querystring" ? "query" : place,
    required: isRequired,
    schema: { type: "string" },
  };
}

const contentOf = (models: [string, string][]) =>
  Object.fromEntries(models.map(([type, model]) => [type, { schema: { $ref: `#/components/schemas/${model}` } }]));

function responseOf({ responseParameters = {}, responseModels = {} }: Json): Json {
  const names = Object.keys(responseParameters).map((name) => name.replace("method.response.header.", ""));
  return {
    description: "",
    headers: Object.fromEntries(names.map((name) => [name, { schema: { type: "string" } }])),
    content: contentOf(Object.entries(responseModels)),
  };
}

function integrationOf(inputs: Json, responses: Resource[]): Json {
  return defined({
    type: inputs.type.toLowerCase(),
    httpMethod: inputs.integrationHttpMethod,
    uri: inputs.uri,
    credentials: inputs.credentials,
    connectionType: inputs.connectionType,
    connectionId: inputs.connectionId,
    integrationTarget: inputs.integrationTarget,
    passthroughBehavior: inputs.passthroughBehavior?.toLowerCase(),
    contentHandling: inputs.contentHandling,
    timeoutInMillis: inputs.timeoutMilliseconds,
    requestParameters: inputs.requestParameters,
    requestTemplates: inputs.requestTemplates,
    tlsConfig: inputs.tlsConfig,
    responses: Object.fromEntries(
      responses.map(({ inputs: { selectionPattern, statusCode, ...more } }) => [
        selectionPattern || "default",
        defined({
          statusCode,
          responseParameters: more.responseParameters,
          responseTemplates: more.responseTemplates,
          contentHandling: more.contentHandling,
        }),
      ]),
    ),
  });
}

function authorizerScheme({ inputs, outputs }: Resource): [string, Json] {
  const source: string = inputs.identitySource ?? "method.request.header.Authorization";
  const type = (inputs.type ?? "TOKEN").toLowerCase();
  const scheme = {
    type: "apiKey",
    name: /^method\.request\.header\.([^,]+)$/.exec(source)?.[1] ?? "Unused",
    in: "header",
    "x-amazon-apigateway-authtype": type === "cognito_user_pools" ? type : "custom",
    "x-amazon-apigateway-authorizer": defined({
      type,
      authorizerUri: inputs.authorizerUri,
      authorizerCredentials: inputs.authorizerCredentials,
      identitySource: type === "request" ? source : undefined,
      identityValidationExpression: inputs.identityValidationExpression,
      authorizerResultTtlInSeconds: inputs.authorizerResultTtlInSeconds,
      providerARNs: inputs.providerArns,
    }),
  };
  return [outputs.name, scheme];
}

/** The object without the fields that are undefined. */
export function defined(fields: Json): Json {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

const parsed = (schema: unknown): unknown => (typeof schema === "string" ? JSON.parse(schema) : schema);

const numberOf = (value: unknown): number | undefined =>
  value === undefined || value === "" ? undefined : Number(value);
