import type { Authorizer, TemplateOrigin } from "../api.ts";
import type { GatewayOptions } from "../options.ts";
import type { BodyValidator } from "../validation/validator.ts";
import type { Json } from "./json.ts";
import type { Reader } from "./reader.ts";

/** What guards a method. */
export interface Security {
  readonly apiKeyRequired: boolean;
  readonly authorizer?: Authorizer;
}

/** What loading a method needs of the rest of the document. */
export interface MethodLoader {
  readonly read: Reader;
  readonly options: GatewayOptions;
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly securitySchemes: Json;
  /** What guards an operation. */
  readonly securityOf: (operation: Json, place: string) => Security;
  /** `x-amazon-apigateway-request-validators`. */
  readonly validators: Json;
  readonly defaultValidator?: string;
  /** Where a mapping template is written, by its source. */
  readonly originOf: (source: string) => TemplateOrigin | undefined;
  /** Undefined for a model that refers to one that does not exist: an import leaves it out. */
  readonly compileModel: (schema: unknown, place: string) => BodyValidator | undefined;
  /** Takes what is different on this machine. */
  readonly notice: (message: string) => void;
  /** Takes a backend that leads nowhere on this machine, and what supplies it. */
  readonly missing: (backend: MissingBackend) => void;
}

/** A backend that the document names and this machine has no address for. */
export interface MissingBackend {
  /** Such as `sqs` or `VPC link abc123`. */
  readonly name: string;
  /** What supplies it, such as `AWS_ENDPOINT_URL_SQS`. */
  readonly fix: string;
}

/** A method while it is loaded. */
export interface MethodPlace {
  readonly httpMethod: string;
  readonly resourcePath: string;
  /** The place of its operation in the document. */
  readonly place: string;
  /** Whether the method declares a parameter, such as `header.X-Name` or `querystring.page`. */
  readonly declares: (parameter: string) => boolean;
  /** Whether the method's response with this status declares a header. */
  readonly declaresHeader: (status: number, name: string) => boolean;
}

/** What API Gateway's import says of a part of a method that it refuses. */
export function importFailure(
  part: "method" | "integration" | "integration response",
  { httpMethod, resourcePath }: Pick<MethodPlace, "httpMethod" | "resourcePath">,
  reason: string,
): string {
  const preposition = part === "method" ? "on" : "for";
  const what = part === "method" ? `method '${httpMethod}'` : `${part} on '${httpMethod}'`;
  return `Unable to put ${what} ${preposition} resource at path '${resourcePath}': ${reason}`;
}

/** What API Gateway says of a parameter mapping that is not valid. */
export const invalidMapping = (error: string) =>
  `Invalid mapping expression specified: Validation Result: warnings : [], errors : [${error}]`;
