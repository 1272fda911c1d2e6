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
  readonly compileModel: (schema: Json, place: string) => BodyValidator;
}
