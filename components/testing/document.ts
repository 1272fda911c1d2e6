import type { OpenApiDocument, Operation } from "../openapi.ts";
import type { Registered } from "./mock-cloud.ts";

/**
 * The OpenAPI document of the one `aws.apigateway.RestApi`, of the one with that name, or of the program.
 *
 * @param run What `run` or `runProgram` gave.
 * @param name The resource's name, for a program with several APIs.
 * @throws Error when there are several such APIs, or none, or when the API has no document that is known: it is made of
 *   resources, or the run was a preview.
 */
export function documentOf(
  { resources }: { readonly resources: readonly Registered[] },
  name?: string,
): OpenApiDocument {
  const apis = resources.filter(({ type }) => type === "aws:apigateway/restApi:RestApi");
  const [api, ...others] = apis.filter((each) => name === undefined || each.name === name);
  if (api === undefined || others.length > 0) {
    const names = apis.map((each) => each.name).join(", ") || "none";
    throw new Error(`expected one aws.apigateway.RestApi ${name ?? ""}; there are: ${names}`);
  }
  const { body } = api.inputs;
  if (typeof body !== "string") throw new Error(`aws.apigateway.RestApi ${api.name} has no body that is known`);
  return JSON.parse(body);
}

/**
 * The operation of one route of a document.
 *
 * @param route For example `POST /contact`, or `ANY /support/{proxy+}`.
 * @throws Error that names the document's routes when it has no such one.
 */
export function operationOf(document: OpenApiDocument, route: string): Operation {
  const operations = operationsOf(document);
  const [, operation] = operations.find(([each]) => each === route) ?? [];
  if (operation === undefined) {
    throw new Error(`there is no route ${route}; there are: ${operations.map(([each]) => each).join(", ")}`);
  }
  return operation;
}

/** Every operation of a document by its route, for example `POST /contact`, in the document's order. */
export function operationsOf(document: OpenApiDocument): [route: string, operation: Operation][] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]): [string, Operation] => [
      `${method === "x-amazon-apigateway-any-method" ? "ANY" : method.toUpperCase()} ${path}`,
      operation,
    ]),
  );
}
