// Writes src/integrations/service-models.ts from the service models of botocore, the AWS SDK for Python:
//
//   node --import tsx packages/gateway/scripts/services.ts "$(python3 -c 'import botocore; print(botocore.__path__[0])')/data"
//
// The models are those that AWS generates all its SDKs from: https://github.com/boto/botocore/tree/develop/botocore/data
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

interface Metadata {
  readonly endpointPrefix: string;
  readonly protocol: string;
  readonly protocols?: readonly string[];
  readonly serviceId: string;
  readonly signingName?: string;
  readonly jsonVersion?: string;
  readonly targetPrefix?: string;
  readonly awsQueryCompatible?: object;
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("give the folder of botocore's data");

const models = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => {
    const newest = readdirSync(join(folder, name)).sort().at(-1) ?? "";
    const model = gunzipSync(readFileSync(join(folder, name, newest, "service-2.json.gz")));
    return (JSON.parse(model.toString()) as { metadata: Metadata }).metadata;
  });

/** Of services with one name, that which has it alone, then that which has actions, then that with the shortest name. */
function rank({ model, name }: { readonly model: Metadata; readonly name: string }): string {
  const exact = model.endpointPrefix === name ? 0 : 1;
  const protocol = ["query", "json"].indexOf(model.protocol);
  return `${exact}${protocol < 0 ? 2 : protocol}${String(model.serviceId.length).padStart(3, "0")}${model.serviceId}`;
}

const rows = new Map<string, string>();
// A service whose endpoint is `api.sagemaker` is `sagemaker` in a URI, unless another one has that name.
const byName = models.map((model) => ({ model, name: model.endpointPrefix.split(".").at(-1) ?? "" }));
byName.sort((a, b) => rank(a).localeCompare(rank(b)));
const seen = new Set<string>();
for (const { model, name } of byName) {
  if (seen.has(name)) continue;
  seen.add(name);
  const {
    protocol,
    protocols = [protocol],
    awsQueryCompatible,
    targetPrefix,
    jsonVersion,
    serviceId,
    signingName,
  } = model;
  const variable = serviceId.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_");
  // API Gateway speaks the query protocol with a service that has it, such as SQS.
  const isJson = protocols.includes("json") && !protocols.includes("query") && !awsQueryCompatible;
  const fields = [
    variable !== name.toUpperCase().replaceAll("-", "_") && `variable: "${variable}"`,
    isJson && `target: "${targetPrefix}", jsonVersion: "${jsonVersion ?? "1.0"}"`,
    signingName !== undefined && signingName !== name && `signingName: "${signingName}"`,
  ].filter((field) => field !== false);
  if (fields.length > 0) rows.set(name, `  ${/^\w+$/.test(name) ? name : `"${name}"`}: { ${fields.join(", ")} },`);
}

const text = `// Written by packages/gateway/scripts/services.ts from botocore's service models. Do not edit.

/** What AWS's own model says of a service. */
export interface ServiceModel {
  /** End of the SDKs' variable AWS_ENDPOINT_URL_…, where it is not the service's name. */
  readonly variable?: string;
  /** Prefix of X-Amz-Target, for a service with a JSON protocol. */
  readonly target?: string;
  /** Version of that protocol, which is in the content type. */
  readonly jsonVersion?: string;
  /** Name in the scope of a signature, where it is not the service's name. */
  readonly signingName?: string;
}

/** Services by the name that an integration's URI has. Those that are not here have the query protocol or REST, and one name. */
export const SERVICE_MODELS: Readonly<Record<string, ServiceModel>> = {
${[...rows]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([, row]) => row)
  .join("\n")}
};
`;
writeFileSync(new URL("../src/integrations/service-models.ts", import.meta.url), text);
