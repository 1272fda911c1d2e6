import type { Failure, Route } from "../../src/api/wire.ts";
import {
  bodySchema,
  type Integration,
  isRequired,
  type OpenApiDocument,
  type Operation,
  operationOf,
  propertiesOf,
  type RouteKey,
  type Schema,
  validation,
} from "../document/document.ts";
import { accepts, sampleOf } from "../document/sample.ts";
import type { Example } from "./example.ts";
import { functionName, serviceId } from "./integration.ts";

const JSON_TYPE = { "content-type": "application/json" };
const BODILESS = ["GET", "HEAD", "DELETE", "OPTIONS", "ANY"];
const HOSTILE = `She said "it's 5 o'clock" \\ & <b>{}</b> $input.body #end 日本 ½`;
/** A longer text does not fit the editor. */
const LONGEST = 300;

/**
 * The examples that the document gives for any route: a good request, bodies that its model does not accept, a request without
 * the API key or the signature, a failing backend.
 */
export function derivedExamples(
  route: RouteKey & Pick<Route, "apiKeyRequired" | "authorization">,
  document: OpenApiDocument,
  failures: readonly Failure[],
): Example[] {
  const operation = operationOf(document, route);
  const integration = operation["x-amazon-apigateway-integration"];
  const schema = bodySchema(document, route);
  const body = schema ? sampleOf(schema) : {};
  const path = samplePath(route, document);
  const takesBody = !BODILESS.includes(route.method);
  const good: Example = {
    name: "Good",
    shows: takesBody && !schema ? "Change the body to what this route expects." : "",
    path,
    status: declaredSuccess(operation),
    decidedBy: "integration",
    ...(takesBody && { headers: JSON_TYPE, body: textOf(body) }),
  };
  const failing = failures.find((failure) => isOf(failure, integration))?.target;
  return [
    good,
    ...(schema && validation(document, route).body
      ? refusedBodies(schema, body).map((one) => ({ ...good, ...one }))
      : []),
    ...(takesBody && schema && isObject(body) ? hostile(schema, body).map((one) => ({ ...good, ...one })) : []),
    ...(takesBody && refusesOtherTypes(integration) ? [{ ...good, ...OTHER_TYPE }] : []),
    ...(route.authorization === "iam" ? [{ ...good, ...WITHOUT_SIGNATURE }] : []),
    ...(route.apiKeyRequired ? [{ ...good, ...WITHOUT_KEY }] : []),
    ...(failing === undefined
      ? []
      : [
          {
            ...good,
            name: "Backend fails",
            shows: "See how its error is mapped.",
            status: mappedFailure(integration),
            failing,
          },
        ]),
  ];
}

const WITHOUT_KEY = {
  name: "No API key",
  shows: "The body of the request is not read.",
  withoutKey: true,
  status: 403,
  decidedBy: "apiKey",
} as const;

const WITHOUT_SIGNATURE = {
  name: "No signature",
  shows: "API Gateway answers as for a route that does not exist.",
  withoutSignature: true,
  status: 403,
  decidedBy: "authorize",
} as const;

const OTHER_TYPE = {
  name: "Not JSON",
  shows: "There is no mapping template for text/plain, and passthroughBehavior is never.",
  headers: { "content-type": "text/plain" },
  status: 415,
  decidedBy: "integrationRequest",
} as const;

/** The one status of success that the operation declares; undefined where there are several, or the backend chooses it. */
function declaredSuccess({ responses = {}, "x-amazon-apigateway-integration": integration }: Operation) {
  if (integration?.type.toLowerCase().endsWith("_proxy")) {
    return undefined;
  }
  const [only, ...others] = Object.keys(responses).filter((status) => /^2\d\d$/.test(status));
  return others.length > 0 || only === undefined ? undefined : Number(only);
}

/** The status that the integration gives to what no other of its responses matches. */
function mappedFailure(integration: Integration | undefined): number | undefined {
  const { statusCode } = integration?.responses?.default ?? {};
  return statusCode === undefined ? undefined : Number(statusCode);
}

/** The text of a body in the editor. */
export function textOf(body: unknown): string {
  return JSON.stringify(body, null, 2);
}

function samplePath({ path, method }: RouteKey, document: OpenApiDocument): string {
  const parameters = operationOf(document, { path, method }).parameters ?? [];
  const value = (name: string) => {
    const parameter = parameters.find((one) => one.in === "path" && one.name === name);
    return encodeURIComponent(String(parameter?.example ?? sampleOf(parameter?.schema ?? { type: "string" }, name)));
  };
  const query = parameters
    .filter((parameter) => parameter.in === "query" && parameter.required)
    .map(({ name, schema, example }) => [name, String(example ?? sampleOf(schema ?? {}, name))]);
  const search = new URLSearchParams(query).toString();
  return path.replace(/\{([^}+]+)\+?\}/g, (_, name: string) => value(name)) + (search && `?${search}`);
}

/** Bodies that the model does not accept, one for each of its rules. */
function refusedBodies(schema: Schema, good: unknown): (Pick<Example, "name" | "shows"> & Partial<Example>)[] {
  if (!isObject(good)) {
    return [];
  }
  const properties = Object.entries(propertiesOf(schema));
  const named = (test: (property: Schema, name: string) => boolean) =>
    properties.find(([name, one]) => test(one, name));
  const required = named((_, name) => isRequired(schema, name));
  const text = named(({ type }, name) => type === "string" && name in good);
  const listed = named((property) => Array.isArray(property.enum));
  const empty = named(({ maxLength }) => maxLength === 0);
  const limited = named(({ maxLength }) => typeof maxLength === "number" && maxLength > 0 && maxLength <= LONGEST);
  const cases: [string, string, Record<string, unknown>][] = [];
  if (required) {
    cases.push(["Missing field", `The model requires ${required[0]}.`, { [required[0]]: undefined }]);
  }
  if (text) {
    cases.push(["Wrong type", `The model requires text in ${text[0]}; this is a number.`, { [text[0]]: 42 }]);
  }
  if (listed) {
    cases.push([
      "Not in the list",
      `The model lists the allowed values of ${listed[0]}.`,
      { [listed[0]]: "not-in-the-list" },
    ]);
  }
  if (empty) {
    cases.push(["Must be empty", `The model allows no text in ${empty[0]}.`, { [empty[0]]: "spam.example" }]);
  }
  if (limited) {
    const longest = Number(limited[1].maxLength);
    cases.push([
      "Too long",
      `The limit of ${limited[0]} is ${longest} characters.`,
      { [limited[0]]: "x".repeat(longest + 1) },
    ]);
  }
  if (schema.additionalProperties === false) {
    cases.push(["Unknown field", "The model allows no other fields.", { unknown: "text" }]);
  }
  return cases
    .map(([name, shows, changed]) => ({ name, shows, body: { ...good, ...changed } }))
    .filter(({ body }) => !accepts(schema, JSON.parse(JSON.stringify(body))))
    .map(({ body, ...one }) => ({ ...one, body: textOf(body), status: 400, decidedBy: "validate" }));
}

/** Text that breaks out of templates without escaping, in the first field that accepts it. */
function hostile(schema: Schema, good: Record<string, unknown>): Partial<Example & { name: string; shows: string }>[] {
  const name = Object.keys(good).find((field) => accepts(schema, { ...good, [field]: HOSTILE }));
  return name === undefined
    ? []
    : [
        {
          name: "Hostile text",
          shows: "Quotes, &, <, $, # and Unicode: compare what was sent with what the template wrote.",
          body: textOf({ ...good, [name]: HOSTILE }),
        },
      ];
}

function refusesOtherTypes(integration: Integration | undefined): boolean {
  return integration?.passthroughBehavior?.toLowerCase() === "never" && !integration.requestTemplates?.["text/plain"];
}

/** Whether a failure is that of an integration's backend: its service, its function, its host, or the private service. */
function isOf({ target, label }: Failure, integration: Integration | undefined): boolean {
  const name = functionName(integration);
  if (name !== undefined) {
    return label.split(" ").includes(name);
  }
  if (integration?.connectionType === "VPC_LINK") {
    return label.includes("private service");
  }
  const origin = /^https?:\/\/[^/]+/.exec(integration?.uri ?? "")?.[0];
  return origin === undefined ? target === serviceId(integration) : label.includes(origin);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
