import { DocumentError } from "./document-error.ts";
import type { Json } from "./json.ts";

/** A feature of API Gateway that this gateway does not have. A document that uses it is refused when it is loaded. */
export interface Refusal {
  readonly feature: string;
  /** Where a document has it. */
  readonly found: string;
}

/** Everything that is refused. docs/fidelity.md lists it from here. */
export const refusals = {
  streaming: {
    feature: "Response streaming",
    found: "`responseTransferMode: STREAM`, or a Lambda URI that ends in `response-streaming-invocations`",
  },
  firehoseProxy: { feature: "Proxy integrations other than Lambda's", found: "`uri` of an `aws_proxy` integration" },
  serverName: { feature: "TLS with another server name", found: "`tlsConfig.serverNameToVerify` of an integration" },
  httpApi: {
    feature: "HTTP APIs and WebSocket APIs",
    found:
      "`x-amazon-apigateway-cors`, `x-amazon-apigateway-integrations`, `payloadFormatVersion: 2.0`, `$default` as a path",
  },
  otherOpenApiVersion: { feature: "OpenAPI versions other than 3.0", found: "`openapi`" },
  externalReference: { feature: "References to other files", found: "`$ref` that does not begin with `#/`" },
  unknownExtension: { feature: "Unknown extensions", found: "any other key that begins with `x-amazon-apigateway-`" },
  unknownField: { feature: "Unknown fields of an integration", found: "`x-amazon-apigateway-integration`" },
} as const satisfies Record<string, Refusal>;

/**
 * Refuses a document for a feature that it uses.
 *
 * @param place where in the document
 * @param name what it says there, if that helps
 * @throws DocumentError always
 */
export function refuse(place: string, refusal: keyof typeof refusals, name?: string): never {
  const { feature } = refusals[refusal];
  throw new DocumentError(place, `not supported by this gateway: ${feature}${name === undefined ? "" : ` (${name})`}`);
}

/** Refuses keys that begin with `x-amazon-apigateway-` and are not known here. */
export function refuseUnknownExtensions(node: Json, place: string, known: ReadonlySet<string>): void {
  const unknown = Object.keys(node).find((key) => key.startsWith("x-amazon-apigateway-") && !known.has(key));
  if (unknown !== undefined) refuse(`${place}${place && "."}${unknown}`, "unknownExtension");
}
