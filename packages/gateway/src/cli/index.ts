// What a command that serves an exported API, with more around it than this package's own, has in common with it.
import { DocumentError } from "../document/document-error.ts";
import { OpenApiFileError, readOpenApiFile } from "../document/openapi-file.ts";
import type { GatewayOptions } from "../options.ts";
import { fetchExport } from "./export.ts";
import { type GatewayCliOptions, UsageError } from "./options.ts";

export { nearest } from "./nearest.ts";
export { type GatewayCliOptions, parseOptions, UsageError, usage } from "./options.ts";

/** An API that the command line names, and how the gateway is to serve it. */
export interface NamedApi {
  /** The file, or the ID of the REST API. */
  readonly name: string;
  readonly document: object;
  readonly options: GatewayOptions;
  /** Settings of the deployed stage that have no effect on this machine, a line each. */
  readonly notices: readonly string[];
}

/**
 * Reads the API that the command line names.
 *
 * @throws {OpenApiFileError} for a file that is not an OpenAPI document
 * @throws {UsageError} for an export that API Gateway refuses
 */
export async function readApi(options: GatewayCliOptions): Promise<NamedApi> {
  const { source, stage } = options;
  const { document, stageVariables, notices } =
    "openapi" in source
      ? { document: readOpenApiFile(source.openapi), stageVariables: {}, notices: [] }
      : await fetchExport(source.restApiId, stage);
  return {
    name: nameOf(options),
    document,
    notices,
    options: {
      stage,
      ...(options.basePath !== undefined && { basePath: options.basePath }),
      stageVariables: { ...stageVariables, ...options.stageVariables },
      apiKeys: options.apiKeys,
      accessControl: options.accessControl,
      vpcLinks: options.vpcLinks,
      upstreams: options.upstreams,
      stub: options.stub,
      region: process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION,
    },
  };
}

/** @throws {UsageError} for a document of which the import warns, where the command line refuses those */
export function refuseWarnings(options: GatewayCliOptions, warnings: readonly string[]): void {
  if (options.strict && warnings.length > 0) {
    throw new UsageError(`${nameOf(options)}: Warnings found during import:\n\t${warnings.join("\n\t")}`);
  }
}

const nameOf = ({ source }: GatewayCliOptions) => ("openapi" in source ? source.openapi : source.restApiId);

/** One line that names the mistake and, where it is not obvious, the fix; undefined for a bug. */
export function explain(error: unknown, options: GatewayCliOptions | undefined): string | undefined {
  if (error instanceof UsageError || error instanceof OpenApiFileError) return error.message;
  if (error instanceof DocumentError) {
    const advice = /have no address on this machine/.test(error.reason) ? "; --stub answers for them" : "";
    return `${options && nameOf(options)}: ${error.message}${advice}`;
  }
  const address = `${options?.host}:${options?.port}`;
  switch ((error as NodeJS.ErrnoException).code) {
    case "EADDRINUSE":
      return `${address} is in use: choose another port with --port, or 0 for any free one`;
    case "EACCES":
      return `${address} is not allowed: choose a port above 1023 with --port`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return `${options?.host} is not an address of this machine: choose another with --host`;
  }
}
