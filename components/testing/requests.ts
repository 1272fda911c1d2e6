/** A client's request in a test; what is left out is empty. */
export interface RequestFields {
  /** Default `POST` with a body, else `GET`. */
  readonly method?: string;
  /** Path of the route, for example `/orders/{id}`. Default `/`. */
  readonly resourcePath?: string;
  /** Values of the route's path variables. */
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON. */
  readonly body?: string | object;
  /** Default `test`. */
  readonly stage?: string;
  readonly stageVariables?: Readonly<Record<string, string>>;
}

/**
 * What a mapping template sees of a request, for `render` of `local-api-gateway/vtl`.
 *
 * @param context `$context`; default empty.
 */
export function templateRequest(fields: RequestFields = {}, context: object = {}) {
  const { stage, method, path, resourcePath, headers, body } = filled(fields);
  return {
    kind: "request" as const,
    body,
    contentType: headers["content-type"] ?? "application/json",
    method,
    path: `/${stage}${path}`,
    resourcePath,
    pathParameters: { ...fields.pathParameters },
    query: lists(fields.query),
    headers: lists(fields.headers),
    stageVariables: { ...fields.stageVariables },
    context,
  };
}

/**
 * What a response's mapping template sees: the body that came from the backend, and the client's request.
 *
 * @param body An object is sent as JSON.
 */
export function templateResponse(body: string | object, request: RequestFields = {}, context: object = {}) {
  return { ...templateRequest(request, context), kind: "response" as const, body: textOf(body) };
}

/**
 * The event that a Lambda function gets through a proxy integration, of the type that `@types/aws-lambda` calls
 * `APIGatewayProxyEvent`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export function proxyEvent(fields: RequestFields = {}) {
  const { stage, method, path, resourcePath, body } = filled(fields);
  const { headers = {}, query, pathParameters, stageVariables } = fields;
  return {
    resource: resourcePath,
    path,
    httpMethod: method,
    headers: { ...headers },
    multiValueHeaders: lists(headers),
    queryStringParameters: query ? { ...query } : null,
    multiValueQueryStringParameters: query ? lists(query) : null,
    pathParameters: pathParameters ? { ...pathParameters } : null,
    stageVariables: stageVariables ? { ...stageVariables } : null,
    requestContext: {
      accountId: "123456789012",
      apiId: "api-id",
      authorizer: undefined,
      httpMethod: method,
      identity: IDENTITY,
      path: `/${stage}${path}`,
      protocol: "HTTP/1.1",
      requestId: "00000000-0000-0000-0000-000000000000",
      requestTimeEpoch: 0,
      resourceId: "resource-id",
      resourcePath,
      stage,
    },
    body: fields.body === undefined ? null : body,
    isBase64Encoded: false,
  };
}

const IDENTITY = {
  accessKey: null,
  accountId: null,
  apiKey: null,
  apiKeyId: null,
  caller: null,
  clientCert: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  sourceIp: "192.0.2.1",
  user: null,
  userAgent: null,
  userArn: null,
};

function filled({
  method,
  resourcePath = "/",
  pathParameters = {},
  headers = {},
  body,
  stage = "test",
}: RequestFields) {
  const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    stage,
    method: method ?? (body === undefined ? "GET" : "POST"),
    resourcePath,
    path: resourcePath.replace(/\{([^}+]+)\+?\}/g, (variable, name: string) => pathParameters[name] ?? variable),
    headers: Object.fromEntries(lowerCase) as Partial<Record<string, string>>,
    body: textOf(body ?? ""),
  };
}

const textOf = (body: string | object): string => (typeof body === "string" ? body : JSON.stringify(body));

function lists(values: Readonly<Record<string, string>> = {}): Record<string, string[]> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value]]));
}
