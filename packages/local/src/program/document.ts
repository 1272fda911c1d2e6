import { parse } from "yaml";
import { composeDocument } from "./compose.ts";
import { composeRoutes } from "./compose-routes.ts";
import { operationsOf } from "./operations.ts";
import { type Json, ofType, REST_API_COMPONENT, type Resource } from "./resources.ts";

/**
 * The OpenAPI document of the program's API, of several that with the most routes: its `body`, or composed from its resources or routes.
 *
 * @param notes Takes a sentence for each API, and each method, that is left out.
 * @throws Error when there is no API with a method.
 */
export function documentOf(program: { readonly resources: readonly Resource[] }, notes: string[]): Json {
  const apis = [...ofType(program, "aws:apigateway/restApi:RestApi"), ...ofType(program, REST_API_COMPONENT)];
  const documents = apis.map((api) => {
    const left: string[] = [];
    const document = read(program, api, left);
    return { api, document, left, routes: operationsOf(document).length };
  });
  const [served, ...others] = documents.toSorted((a, b) => b.routes - a.routes);
  if (served === undefined) {
    throw new Error(
      "The program has no REST API: neither aws.apigateway.RestApi nor a RestAPI of @pulumi/aws-apigateway.",
    );
  }
  if (served.routes === 0) {
    throw new Error(`aws.apigateway.RestApi ${served.api.name} has neither a body nor methods.`);
  }
  notes.push(...served.left, ...others.map(({ api }) => leftOut(api, served.api)));
  return served.document;
}

const leftOut = (api: Resource, served: Resource) =>
  `API ${api.name} is not served: localhost serves one API, ${served.name}, which has the most routes.`;

function read(program: { readonly resources: readonly Resource[] }, api: Resource, notes: string[]): Json {
  if (api.type === REST_API_COMPONENT) {
    return composeRoutes(program, api);
  }
  const { body, binaryMediaTypes } = api.inputs;
  if (body === undefined) {
    return composeDocument(program, api, notes);
  }
  const document = parse(body);
  return binaryMediaTypes ? { "x-amazon-apigateway-binary-media-types": binaryMediaTypes, ...document } : document;
}
