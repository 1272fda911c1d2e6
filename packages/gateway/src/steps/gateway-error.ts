/**
 * The ways in which API Gateway itself answers a request, by the type of gateway response: status and `x-amzn-ErrorType`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
export const gatewayResponseTypes = {
  ACCESS_DENIED: { status: 403, errorType: "AccessDeniedException" },
  API_CONFIGURATION_ERROR: { status: 500, errorType: "InternalServerErrorException" },
  AUTHORIZER_CONFIGURATION_ERROR: { status: 500, errorType: "AuthorizerConfigurationException" },
  AUTHORIZER_FAILURE: { status: 500, errorType: "AuthorizerFailureException" },
  BAD_REQUEST_BODY: { status: 400, errorType: "BadRequestException" },
  BAD_REQUEST_PARAMETERS: { status: 400, errorType: "BadRequestException" },
  DEFAULT_4XX: { status: 400, errorType: "BadRequestException" },
  DEFAULT_5XX: { status: 500, errorType: "InternalServerErrorException" },
  EXPIRED_TOKEN: { status: 403, errorType: "ExpiredTokenException" },
  INTEGRATION_FAILURE: { status: 504, errorType: "InternalServerErrorException" },
  INTEGRATION_TIMEOUT: { status: 504, errorType: "InternalServerErrorException" },
  INVALID_API_KEY: { status: 403, errorType: "ForbiddenException" },
  INVALID_SIGNATURE: { status: 403, errorType: "InvalidSignatureException" },
  MISSING_AUTHENTICATION_TOKEN: { status: 403, errorType: "MissingAuthenticationTokenException" },
  QUOTA_EXCEEDED: { status: 429, errorType: "LimitExceededException" },
  REQUEST_TOO_LARGE: { status: 413, errorType: "RequestTooLargeException" },
  RESOURCE_NOT_FOUND: { status: 404, errorType: "NotFoundException" },
  THROTTLED: { status: 429, errorType: "TooManyRequestsException" },
  UNAUTHORIZED: { status: 401, errorType: "UnauthorizedException" },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, errorType: "BadRequestException" },
  WAF_FILTERED: { status: 403, errorType: "ForbiddenException" },
} as const;

/** A type of gateway response, `$context.error.responseType`. */
export type GatewayResponseType = keyof typeof gatewayResponseTypes;

/** What a step throws to end the request with a gateway response. */
export class GatewayError extends Error {
  readonly type: GatewayResponseType;
  /** HTTP status, unless the document sets another for the type. */
  readonly status: number;
  /** What went wrong, in the words of API Gateway's execution log; `message` is what the client may know. */
  readonly reason: string;
  /** `$context.error.validationErrorString`. */
  readonly validationError?: string;
  /** `x-amzn-ErrorType`, where it is another than the type's. */
  readonly errorType?: string;
  /** Whether the message alone is the body: API Gateway ends the request before it knows which API's gateway response to use. */
  readonly isPlainText: boolean;

  constructor(
    type: GatewayResponseType,
    message: string,
    more: {
      status?: number;
      reason?: string;
      validationError?: string;
      errorType?: string;
      isPlainText?: boolean;
    } = {},
  ) {
    super(message);
    this.type = type;
    this.status = more.status ?? gatewayResponseTypes[type].status;
    this.reason = more.reason ?? message;
    this.validationError = more.validationError;
    this.errorType = more.errorType;
    this.isPlainText = more.isPlainText ?? false;
  }
}

/** The 500 of a failure whose cause only the API's owner may know: `reason` says it in the execution log. */
export function internalError(reason: string, type: GatewayResponseType = "DEFAULT_5XX", status = 500): GatewayError {
  return new GatewayError(type, "Internal server error", { status, reason });
}

/** The 500 of a misconfigured API: API Gateway logs "Execution failed due to configuration error: …". */
export function configurationError(reason: string, status = 500): GatewayError {
  const logged = `Execution failed due to configuration error: ${reason}`;
  return internalError(logged, "API_CONFIGURATION_ERROR", status);
}
