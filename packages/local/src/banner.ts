import type { Route } from "./api/wire.ts";
import type { Endpoints } from "./cloud/call.ts";

/** What the start-up banner tells. */
export interface BannerFacts {
  /** Base URL of the server. */
  readonly url: string;
  readonly stage: string;
  readonly apiKey: string;
  readonly routes: readonly Route[];
  readonly endpoints: Endpoints;
  readonly notes: readonly string[];
  /** Seconds that the start took. */
  readonly seconds: number;
}

/** The start-up banner. */
export function banner({ url, stage, apiKey, routes, endpoints, notes, seconds }: BannerFacts): string {
  const width = Math.max(...routes.map(({ path }) => path.length)) + 2;
  const example = JSON.stringify({ name: "Ada", email: "ada@example.com", topic: "support", message: "Hello!" });
  return [
    "",
    `  Contact Us, ready in ${seconds.toFixed(1)} s. Ctrl-C stops it; all data lives in memory and is gone then.`,
    "",
    `  Page     ${url}`,
    `  API      ${url}/${stage}`,
    `  API key  ${apiKey}  (header x-api-key, on routes marked *)`,
    "",
    ...routes.map(
      ({ method, path, integration, apiKeyRequired }) =>
        `    ${method.padEnd(6)} ${path.padEnd(width)} ${integration}${apiKeyRequired ? " *" : ""}`,
    ),
    "",
    "  Services, for the AWS CLI's --endpoint-url",
    ...Object.entries(endpoints).map(([service, endpoint]) => `    ${service.padEnd(8)}  ${endpoint}`),
    "",
    ...notes.map((note) => `  ${note}`),
    ...(notes.length > 0 ? [""] : []),
    "  Try",
    `    curl -i ${url}/${stage}/contact -H 'content-type: application/json' -d '${example}'`,
    "",
  ].join("\n");
}
