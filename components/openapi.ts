/**
 * Types of the OpenAPI 3.0 document that API Gateway imports and exports, with its `x-amazon-apigateway-*` extensions.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
 */

/** The whole document. */
export interface OpenApiDocument {
  readonly openapi: "3.0.1";
  readonly info: { readonly title: string; readonly description?: string; readonly version: string };
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components?: {
    /** Model name (letters and digits) to its schema. */
    readonly schemas?: Readonly<Record<string, JsonSchema>>;
    readonly securitySchemes?: Readonly<Record<string, SecurityScheme>>;
  };
  /** OpenAPI 3.0 has the endpoint's extension at a server. */
  readonly servers?: readonly {
    readonly url: string;
    readonly "x-amazon-apigateway-endpoint-configuration": {
      readonly disableExecuteApiEndpoint?: boolean;
      readonly vpcEndpointIds?: readonly string[];
    };
  }[];
  readonly "x-amazon-apigateway-api-key-source"?: "HEADER" | "AUTHORIZER";
  /** Media types whose bodies API Gateway hands on byte for byte; it reads any other body as UTF-8 text. */
  readonly "x-amazon-apigateway-binary-media-types"?: readonly string[];
  /** Bytes. */
  readonly "x-amazon-apigateway-minimum-compression-size"?: number;
  /** The API's resource policy. */
  readonly "x-amazon-apigateway-policy"?: PolicyDocument;
  /** Name of the request validator of every method that names no other. */
  readonly "x-amazon-apigateway-request-validator"?: string;
  readonly "x-amazon-apigateway-request-validators"?: Readonly<Record<string, RequestValidator>>;
  /** Gateway response type, for example `DEFAULT_4XX`, to its response. */
  readonly "x-amazon-apigateway-gateway-responses"?: Readonly<Record<string, GatewayResponse>>;
}

/** An IAM policy document, as JSON. */
export type PolicyDocument = Readonly<Record<string, unknown>>;

/**
 * An API key, a signature, or an authorizer: all are of OpenAPI's type `apiKey`, and API Gateway's extensions tell them
 * apart.
 */
export interface SecurityScheme {
  readonly type: "apiKey";
  /** Name of the header. */
  readonly name: string;
  readonly in: "header";
  readonly "x-amazon-apigateway-authtype"?: "awsSigv4" | "cognito_user_pools" | "custom";
  readonly "x-amazon-apigateway-authorizer"?: AuthorizerExtension;
}

/** `x-amazon-apigateway-authorizer`: what an authorizer asks, and how. */
export interface AuthorizerExtension {
  readonly type: "token" | "request" | "cognito_user_pools";
  /** ARNs of user pools. */
  readonly providerARNs?: readonly string[];
  /** The invoke ARN of a Lambda function. */
  readonly authorizerUri?: string;
  /** ARN of the role that API Gateway assumes to call the function. */
  readonly authorizerCredentials?: string;
  /** Mapping expressions, joined with commas. */
  readonly identitySource?: string;
  /** A whole-string Java regular expression that a token must match. */
  readonly identityValidationExpression?: string;
  /** Seconds, 0 to 3,600. */
  readonly authorizerResultTtlInSeconds?: number;
}

/** The operations of one path: `get`, `post`, … or `x-amazon-apigateway-any-method`. */
export type PathItem = Readonly<Record<string, Operation>>;

/** What API Gateway validates before it calls the backend. */
export interface RequestValidator {
  readonly validateRequestBody: boolean;
  readonly validateRequestParameters: boolean;
}

/** What API Gateway answers when a request fails before, or instead of, its integration. */
export interface GatewayResponse {
  readonly statusCode?: string;
  /** `gatewayresponse.header.{name}` to its source. */
  readonly responseParameters?: Readonly<Record<string, string>>;
  readonly responseTemplates?: Readonly<Record<string, string>>;
}

/** `x-amazon-apigateway-integration`: how a method reaches its backend. */
export interface IntegrationExtension {
  readonly type: "aws" | "aws_proxy" | "http" | "http_proxy" | "mock";
  readonly httpMethod?: string;
  readonly uri?: string;
  /** ARN of the role that API Gateway assumes for the call. */
  readonly credentials?: string;
  readonly connectionType?: "INTERNET" | "VPC_LINK";
  /** ID of the VPC link. */
  readonly connectionId?: string;
  /** ARN of the load balancer behind a VPC Link V2. */
  readonly integrationTarget?: string;
  readonly passthroughBehavior?: "when_no_match" | "when_no_templates" | "never";
  readonly contentHandling?: "CONVERT_TO_BINARY" | "CONVERT_TO_TEXT";
  /** Milliseconds, 50 to 29,000. */
  readonly timeoutInMillis?: number;
  /** `integration.request.{header|querystring|path}.{name}` to its source. */
  readonly requestParameters?: Readonly<Record<string, string>>;
  /** Content type to mapping template. */
  readonly requestTemplates?: Readonly<Record<string, string>>;
  /** Parameters by which the stage's cache tells responses apart, such as `method.request.path.code`. */
  readonly cacheKeyParameters?: readonly string[];
  /** Selection pattern (a whole-string Java regular expression, or `default`) to response. */
  readonly responses?: Readonly<Record<string, IntegrationResponse>>;
}

/** One integration response, chosen by its selection pattern. */
export interface IntegrationResponse {
  readonly statusCode: string;
  /** `method.response.header.{name}` to its source. */
  readonly responseParameters?: Readonly<Record<string, string>>;
  readonly responseTemplates?: Readonly<Record<string, string>>;
  readonly contentHandling?: "CONVERT_TO_BINARY" | "CONVERT_TO_TEXT";
}

/** A declared request parameter of a method. */
export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required?: boolean;
  readonly schema: JsonSchema;
}

/** A JSON Schema, draft 4, which is what API Gateway's models are written in. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A declared response of a method. */
export interface MethodResponse {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { readonly schema: JsonSchema }>>;
  readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>>;
}

/** An OpenAPI operation object: one method of one path. */
export interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly required?: boolean;
    readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>>;
  };
  readonly responses: Readonly<Record<string, MethodResponse>>;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly "x-amazon-apigateway-request-validator"?: string;
  readonly "x-amazon-apigateway-integration": IntegrationExtension;
}
