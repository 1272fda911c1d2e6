import { type Json, listOf, objectOf } from "./json.ts";

/** One part of a document that a reviewer looks at as a whole: a route, a model, or what all routes share. */
export interface Part {
  /** `POST /contact`, `model Contact`, `gateway responses` or `the rest of the document`. */
  readonly name: string;
  readonly kind: "route" | "model" | "gateway responses" | "rest";
  readonly value: Json;
}

const GATEWAY_RESPONSES = "x-amazon-apigateway-gateway-responses";
const ANY = "x-amazon-apigateway-any-method";
const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", ANY];

/** The parts of an OpenAPI document, in its order. */
export function partsOf(document: Json): Part[] {
  const { paths, components, [GATEWAY_RESPONSES]: gatewayResponses, ...rest } = document;
  const { schemas, ...otherComponents } = objectOf(components);
  return [
    ...routesOf({ paths }),
    ...Object.entries(objectOf(schemas)).map(
      ([name, model]): Part => ({ name: `model ${name}`, kind: "model", value: objectOf(model) }),
    ),
    { name: "gateway responses", kind: "gateway responses", value: objectOf(gatewayResponses) },
    { name: "the rest of the document", kind: "rest", value: { ...rest, components: otherComponents } },
  ];
}

/** The routes of an OpenAPI document, in its order. */
export function routesOf(document: Json): Part[] {
  return Object.entries(objectOf(document.paths)).flatMap(([path, item]) =>
    Object.entries(objectOf(item))
      .filter(([key]) => METHODS.includes(key))
      .map(([key, operation]): Part => {
        const method = key === ANY ? "ANY" : key.toUpperCase();
        return { name: `${method} ${path}`, kind: "route", value: objectOf(operation) };
      }),
  );
}

/** What answers a route, in a word: an AWS service's name, `mock`, `Lambda`, `VPC link`, `HTTP`. */
export function backendOf(operation: Json): string {
  const { type, uri, connectionType } = objectOf(operation["x-amazon-apigateway-integration"]);
  if (type === "mock") return "mock";
  if (type === "aws_proxy") return "Lambda proxy";
  if (type === "aws") return String(uri).split(":")[4] ?? "AWS";
  if (connectionType === "VPC_LINK") return "VPC link";
  return type === undefined ? "nothing" : "HTTP";
}

/** The names of the models that a route's body is checked against. */
export function modelsOf(operation: Json): string[] {
  return Object.values(objectOf(objectOf(operation.requestBody).content)).map((media) =>
    String(objectOf(objectOf(media).schema).$ref).replace("#/components/schemas/", ""),
  );
}

/**
 * What a caller must bring for a route: one text for each alternative, such as `api_key`, and an empty list for an open
 * route. API Gateway combines an authorization with an API key by naming both.
 */
export function securityOf(operation: Json, document: Json): string[] {
  return listOf(operation.security ?? document.security).map((requirement) =>
    Object.keys(objectOf(requirement)).toSorted().join(" and "),
  );
}
