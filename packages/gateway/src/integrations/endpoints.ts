import { SERVICE_MODELS, type ServiceModel } from "./service-models.ts";

/** What AWS's own model says of a service; empty for a service with the query protocol or REST, and one name. */
export const serviceModel = (service: string): ServiceModel =>
  Object.hasOwn(SERVICE_MODELS, service) ? (SERVICE_MODELS[service] ?? {}) : {};

/** Other names by which the option `endpoints` may have a service. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ["states", "stepfunctions"],
  ["events", "eventbridge"],
]);

/** Ends of a service's variable, the SDKs' own first: https://docs.aws.amazon.com/sdkref/latest/guide/ss-endpoints-table.html */
function namesOf(service: string): string[] {
  const { variable } = serviceModel(service);
  return [variable?.toLowerCase(), service, ALIASES.get(service)].filter((name) => name !== undefined);
}

/**
 * Where a service is: the option, or else `AWS_ENDPOINT_URL_<SERVICE>`, or else `AWS_ENDPOINT_URL`. Undefined without any of them:
 * a gateway on localhost does not call AWS on its own.
 */
export function serviceEndpoint(service: string, endpoints: Readonly<Record<string, string>>): string | undefined {
  const names = namesOf(service);
  const option = names
    .map((name) => (Object.hasOwn(endpoints, name) ? endpoints[name] : undefined))
    .find((url) => url !== undefined);
  const variable = names.map((name) => process.env[variableName(name)]).find((url) => url);
  return (option ?? variable ?? process.env.AWS_ENDPOINT_URL)?.replace(/\/+$/, "");
}

/** The AWS SDKs' variable for a service's endpoint, such as `AWS_ENDPOINT_URL_SQS`. */
export const endpointVariable = (service: string) => variableName(namesOf(service)[0] ?? service);

const variableName = (name: string) => `AWS_ENDPOINT_URL_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_")}`;

/** Says that a service has no endpoint on this machine, and which variable names one. */
export const noEndpoint = (service: string, variable: string) =>
  `${service} does not run on this machine; ${variable} can name one that does`;

/** URL of a function in Lambda's Invoke API: at `endpoint`, or else at AWS's own. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export function invokeUrl(
  functionArn: string,
  region: string,
  endpoint = `https://lambda.${region}.amazonaws.com`,
): string {
  return `${endpoint}/2015-03-31/functions/${encodeURIComponent(functionArn)}/invocations`;
}
