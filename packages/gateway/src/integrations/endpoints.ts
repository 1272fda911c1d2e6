/**
 * Names by which a service's endpoint may be given: as API Gateway's URIs call it, and as the AWS SDKs do.
 * https://docs.aws.amazon.com/sdkref/latest/guide/ss-endpoints-table.html
 */
const aliases: Record<string, readonly string[]> = {
  states: ["states", "stepfunctions", "sfn"],
  events: ["events", "eventbridge"],
  monitoring: ["monitoring", "cloudwatch"],
  logs: ["logs", "cloudwatch_logs"],
  email: ["email", "ses"],
};

/**
 * Where a service is: the option, `AWS_ENDPOINT_URL_<SERVICE>` or `AWS_ENDPOINT_URL`, whichever is there first. Undefined when
 * there is none: a gateway on localhost does not go to AWS on its own.
 */
export function serviceEndpoint(service: string, endpoints: Readonly<Record<string, string>>): string | undefined {
  const names = aliases[service] ?? [service];
  const option = names.map((name) => endpoints[name]).find((url) => url !== undefined);
  const variable = names.map((name) => process.env[variableName(name)]).find((url) => url);
  return (option ?? variable ?? process.env.AWS_ENDPOINT_URL)?.replace(/\/+$/, "");
}

/** The AWS SDKs' variable for a service's endpoint, such as `AWS_ENDPOINT_URL_SQS`. */
export const endpointVariable = (service: string) => variableName(aliases[service]?.at(-1) ?? service);

const variableName = (name: string) => `AWS_ENDPOINT_URL_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_")}`;
