import type { AuthorizationCache } from "./authorization/authorization-cache.ts";
import type { UserPool } from "./authorization/cognito.ts";
import type { Policy } from "./authorization/policy.ts";
import type { AccessKey } from "./authorization/signature.ts";
import type { Connections } from "./integrations/connections.ts";
import type { Credentials } from "./integrations/sigv4.ts";
import type { RawHeaders } from "./request/headers.ts";
import type { MediaTypes } from "./request/media-types.ts";
import type { EndpointResponse, MappingSource } from "./request/messages.ts";
import type { GatewayResponseType } from "./steps/gateway-error.ts";
import type { UsagePlans } from "./steps/usage-plan.ts";
import type { BodyValidator } from "./validation/validator.ts";
import type { CompiledTemplate, TemplateError } from "./vtl/index.ts";

/** An OpenAPI document made ready to serve: everything that does not depend on the request is worked out once, here. */
export interface Api {
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  readonly stage: string;
  /** What URLs begin with: the stage's name, or the base path of a custom domain's mapping. */
  readonly basePath: string;
  readonly deploymentId: string;
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly root: Resource;
  readonly binaryMediaTypes: MediaTypes;
  /** What the document says of the gateway responses; the types that are not here answer as AWS's defaults do. */
  readonly gatewayResponses: ReadonlyMap<GatewayResponseType, GatewayResponse>;
  readonly usagePlans: UsagePlans;
  /** Base URL on this machine by the origin of an HTTP integration's URI; a function is asked at each request. */
  readonly upstreams: ReadonlyMap<string, string | (() => string)>;
  /** `x-amazon-apigateway-minimum-compression-size`, in bytes; undefined where payloads are not compressed. */
  readonly minimumCompressionSize?: number;
  /** Connections to backends, kept open between requests. */
  readonly connections: Connections;
  /** Runs functions in this process, when it was given. */
  readonly invoke?: Invoke;
  /** Calls services of this process, when it was given. */
  readonly callInProcess?: CallInProcess;
  /** Undefined where every call is signed with {@link credentials}. */
  readonly assumeRole?: AssumeRole;
  /** The environment's, with which calls are signed that have no role. */
  readonly credentials: Credentials;
  /** `x-amazon-apigateway-policy`. */
  readonly policy?: Policy;
  readonly access: AccessControl;
  /** Where a request's API key is: in its `x-api-key` header, or in what the Lambda authorizer says. */
  readonly apiKeySource: "HEADER" | "AUTHORIZER";
}

/**
 * Invokes a function and waits for its result. A failed function is a result with `functionError`; a rejection is a 500, and
 * one with an {@link InvocationDenied} that of a missing permission.
 *
 * @param payload JSON, as that of the result; bytes where the integration makes them.
 * @param caller The method whose integration calls; undefined for an authorizer.
 */
export type Invoke = (
  functionArn: string,
  payload: Buffer | string,
  caller?: InvokeCaller,
) => Promise<{ payload: Buffer | string; functionError?: string; requestId?: string }>;

/** Who invokes a function: what its permissions are checked against. */
export interface InvokeCaller {
  readonly stage: string;
  readonly httpMethod: string;
  /** Path of the matched resource, such as `/pets/{id}`. */
  readonly resourcePath: string;
  /** The role that the integration names in `credentials`. */
  readonly roleArn?: string;
}

/** Says that a function may not be invoked, as Lambda's 403 does. */
export class InvocationDenied extends Error {}

/** A signed request to an AWS service, as HTTP would carry it. */
export interface InProcessRequest {
  readonly method: string;
  /** Scheme, host and port of the service's endpoint. */
  readonly origin: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: RawHeaders;
  readonly body: Buffer | string;
  /** Whether nobody waits for the answer any more. */
  readonly isAbandoned: () => boolean;
}

/** Answers a request to a service that runs in this process; undefined for a service that only HTTP reaches. */
export type CallInProcess = (request: InProcessRequest) => Promise<EndpointResponse> | undefined;

/** The credentials of an integration's role; undefined where API Gateway may not assume it. */
export type AssumeRole = (roleArn: string) => Credentials | undefined;

/** What this machine knows of callers, and what is kept of them between requests. */
export interface AccessControl {
  readonly findAccessKey: (accessKeyId: string) => AccessKey | undefined;
  readonly allowUnsigned: boolean;
  readonly cacheOf: (authorizer: LambdaAuthorizer) => AuthorizationCache;
  readonly userPoolsOf: (authorizer: CognitoAuthorizer) => readonly UserPool[];
  /** Values of the condition keys `aws:sourcevpc` and `aws:sourcevpce`, where they are known. */
  readonly networkValues: Readonly<Record<string, readonly string[]>>;
}

/** A resource of the API's tree: one segment of a path, its methods and the resources below it. */
export interface Resource {
  readonly methods: Map<string, Method>;
  readonly literals: Map<string, Resource>;
  /** The child `{name}`. */
  variable?: { readonly name: string; readonly resource: Resource };
  /** The child `{name+}`, which takes the rest of the path. */
  greedy?: { readonly name: string; readonly resource: Resource };
}

/** `x-amazon-apigateway-gateway-responses`, for one type. */
export interface GatewayResponse {
  readonly status?: number;
  readonly headers: ParameterMapping[];
  /** By content type. Without any, the body is `{"message": …}`. */
  readonly templates: ReadonlyMap<string, Substitution>;
}

/** A gateway response's template: text with variables in it, and nothing else of Velocity. */
export interface Substitution {
  readonly contentType: string;
  readonly render: (variable: (name: string) => string) => string;
}

/** One method of one resource, such as `POST /contact`. */
export interface Method {
  /** `GET`, or `ANY`. */
  readonly httpMethod: string;
  readonly resourcePath: string;
  /** Both, as traces name the method: `GET /pets/{id}`. */
  readonly route: string;
  readonly resourceId: string;
  /** How throttles name the method: `/pets/{id}/GET`. */
  readonly throttleKey: string;
  readonly apiKeyRequired: boolean;
  /** Undefined where anybody may call the method. */
  readonly authorizer?: Authorizer;
  /** Undefined where the method has no request validator. */
  readonly validation?: Validation;
  readonly integration: Integration;
}

/** How a method finds out whether its caller may call it. */
export type Authorizer = LambdaAuthorizer | CognitoAuthorizer | { readonly kind: "iam" };

/** `x-amazon-apigateway-authorizer` of type `token` or `request`. Methods that share an authorizer share this object. */
export interface LambdaAuthorizer {
  readonly kind: "lambda";
  /** Name of its security scheme. */
  readonly name: string;
  readonly type: "token" | "request";
  readonly functionArn: string;
  readonly region: string;
  /** URL of the function in Lambda's Invoke API: AWS's own where functions run in this process. */
  readonly uri: string;
  /** Mapping expressions such as `method.request.header.Authorization`; a token authorizer has exactly one. */
  readonly identitySources: readonly string[];
  /** `identityValidationExpression` of a token authorizer: a whole-string Java regular expression. */
  readonly identityValidation?: { readonly source: string; readonly matches: (token: string) => boolean };
  /** `authorizerResultTtlInSeconds`, 0 to 3600; 300 where the document has none. */
  readonly ttlSeconds: number;
}

/** `x-amazon-apigateway-authorizer` of type `cognito_user_pools`, with the scopes that the method asks for. */
export interface CognitoAuthorizer {
  readonly kind: "cognito";
  /** Name of its security scheme. */
  readonly name: string;
  /** Mapping expression of the header with the token. */
  readonly identitySource: string;
  /** ARNs of the user pools. */
  readonly providerArns: readonly string[];
  /** The method's OAuth scopes; without any, the token must be an identity token. */
  readonly scopes: readonly string[];
}

/** What a method's request validator checks. */
export interface Validation {
  readonly validator: string;
  /** Required parameters, in the order in which they are named when they are missing. */
  readonly parameters: readonly { readonly in: "header" | "path" | "querystring"; readonly name: string }[];
  /** Models by content type; undefined where the body is not validated. */
  readonly models?: ReadonlyMap<string, BodyValidator>;
}

/** Where a method's requests go, and how request and response are changed on the way. */
export interface Integration {
  readonly type: "aws" | "aws_proxy" | "http" | "http_proxy" | "mock";
  readonly target: Target;
  /** Undefined: the client's method is sent on. */
  readonly httpMethod?: string;
  /** The role that API Gateway assumes for the call; undefined without one, and for the caller's own credentials. */
  readonly roleArn?: string;
  readonly timeoutInMillis: number;
  readonly requestParameters: readonly ParameterMapping[];
  readonly requestTemplates: ReadonlyMap<string, Template>;
  readonly passthroughBehavior: "when_no_match" | "when_no_templates" | "never";
  readonly contentHandling?: ContentHandling;
  readonly responses: readonly IntegrationResponse[];
}

/** One entry of `requestParameters` or `responseParameters`, compiled. */
export interface ParameterMapping {
  readonly in: "header" | "path" | "querystring";
  /** Name of the parameter that is set. */
  readonly name: string;
  /** Right-hand side as the document has it, for the trace. */
  readonly source: string;
  readonly value: MappingExpression;
}

/** The value of a compiled mapping for a request; undefined where there is nothing to map: the parameter is then left out. */
export type MappingExpression = (source: MappingSource) => string | string[] | undefined;

/** A mapping template of the document, compiled when the document is loaded. */
export interface Template {
  readonly contentType: string;
  readonly source: string;
  /** A template that does not parse fails when it is rendered, as on AWS. */
  readonly compiled: CompiledTemplate | TemplateError;
  /** The text itself, where the template has no Velocity in it. */
  readonly constant?: string;
  /** The file that the template is written in, where it is known. */
  readonly origin?: TemplateOrigin;
}

/** Where a template is written. */
export interface TemplateOrigin {
  /** Name of the file. */
  readonly file: string;
  /** The 1-based line of the template's source on which the file's text begins. */
  readonly fileLine: number;
}

export type ContentHandling = "CONVERT_TO_BINARY" | "CONVERT_TO_TEXT";

/** What an integration's `uri` leads to. */
export type Target =
  | { readonly kind: "mock" }
  | {
      readonly kind: "http";
      /** Stage variables are in it already; `{name}` still stands for path parameters. */
      readonly uri: string;
      /** The VPC link's ID, and where it leads on this machine; `uri` then gives the Host header and the path. */
      readonly vpcLink?: { readonly id: string; readonly baseUrl: string };
      /** `tlsConfig.insecureSkipVerification`. */
      readonly insecure: boolean;
    }
  | {
      readonly kind: "lambda";
      readonly functionArn: string;
      /** URL of the function in Lambda's Invoke API: AWS's own where functions run in this process. */
      readonly uri: string;
      readonly region: string;
    }
  | {
      readonly kind: "service";
      readonly service: string;
      readonly region: string;
      readonly endpoint: string;
      /** Host header, where the URI names a subdomain: `my-bucket.s3.us-east-1.amazonaws.com`. */
      readonly host?: string;
      /** `action/SendMessage` of the ARN, or the path of a `path/…` ARN with its `{name}` parameters. */
      readonly action?: string;
      readonly path: string;
      /** The SDKs' variable that would name an endpoint, where this machine has none; `endpoint` is then AWS's own. */
      readonly missing?: string;
    };

/** One integration response: the key of `responses` is its selection pattern. */
export interface IntegrationResponse {
  /** Undefined for the default response. */
  readonly pattern?: { readonly source: string; readonly matches: (text: string) => boolean };
  readonly status: number;
  readonly responseParameters: readonly ParameterMapping[];
  readonly responseTemplates: ReadonlyMap<string, Template>;
  readonly contentHandling?: ContentHandling;
}
