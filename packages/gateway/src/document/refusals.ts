import { DocumentError } from "./document-error.ts";

/** What API Gateway refuses when it imports or deploys a document. */
export interface Refusal {
  readonly feature: string;
  /** Where a document has it. */
  readonly found: string;
}

/** What is refused by name, as API Gateway refuses it. docs/fidelity.md lists it from here. */
export const refusals = {
  openApiVersion: { feature: "OpenAPI versions other than 2.0 and 3.0", found: "`openapi`, `swagger`" },
  httpApi: {
    feature: "Documents of HTTP APIs and WebSocket APIs",
    found: "`x-amazon-apigateway-integrations`, `payloadFormatVersion: 2.0`, `$default` as a path",
  },
  siblingVariable: { feature: "A second path variable at one place", found: "`/{uid}` beside `/{proxy+}` in `paths`" },
  pathPart: { feature: "Path segments with other characters than `a-zA-Z0-9._-:,`", found: "`paths`" },
  greedyParent: { feature: "A resource below a greedy path variable", found: "`/{proxy+}/x` in `paths`" },
  modelName: { feature: "Model names that are not alphanumeric", found: "`components.schemas`, `definitions`" },
  noIntegration: { feature: "Methods without an integration", found: "an operation in `paths`" },
  malformedIntegration: {
    feature: "Integrations whose fields have a wrong type",
    found: "`type`, `uri`, `httpMethod` of `x-amazon-apigateway-integration`",
  },
  undeclaredParameter: {
    feature: "Mappings from a request parameter that the method does not declare",
    found: "`requestParameters` of an integration",
  },
  parameterName: {
    feature: "Request parameters' names with other characters than `a-zA-Z0-9._$-`",
    found: "`parameters` of a path or an operation",
  },
  proxyService: {
    feature: "Proxy integrations with services other than Lambda and Firehose",
    found: "`uri` of an `aws_proxy` integration",
  },
} as const satisfies Record<string, Refusal>;

/**
 * Refuses a document.
 *
 * @param place where in the document
 * @param refusal the rule
 * @param reason what API Gateway says
 * @throws DocumentError always
 */
export function refuse(place: string, refusal: keyof typeof refusals, reason: string): never {
  throw new DocumentError(place, reason, refusal);
}
