// npm run gateway -- --openapi FILE: serves any REST API that API Gateway exported, or exports.
import { DocumentError } from "../document/document-error.ts";
import { OpenApiFileError, readOpenApiFile } from "../document/openapi-file.ts";
import { createGateway } from "../index.ts";
import { formatExecutionLog } from "../trace/execution-log.ts";
import { fetchExport } from "./export.ts";
import { type GatewayCliOptions, parseOptions, UsageError, usage } from "./options.ts";

async function serve(options: GatewayCliOptions): Promise<void> {
  const { source, stage } = options;
  const {
    document,
    stageVariables,
    notices: stageNotices,
  } = "openapi" in source
    ? { document: readOpenApiFile(source.openapi), stageVariables: {}, notices: [] }
    : await fetchExport(source.restApiId, stage);
  const gateway = createGateway(document, {
    stage,
    ...(options.basePath !== undefined && { basePath: options.basePath }),
    stageVariables: { ...stageVariables, ...options.stageVariables },
    apiKeys: options.apiKeys,
    accessControl: options.accessControl,
    vpcLinks: options.vpcLinks,
    upstreams: options.upstreams,
    stub: options.stub,
    region: process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION,
    ...(options.trace ? { onTrace: (trace) => console.log(formatExecutionLog(trace)) } : {}),
  });
  const { warnings, notices } = gateway;
  if (options.strict && warnings.length > 0) {
    throw new UsageError(`${nameOf(options)}: Warnings found during import:\n\t${warnings.join("\n\t")}`);
  }
  for (const warning of warnings) console.error(`warning: ${warning}`);
  for (const notice of [...stageNotices, ...notices]) console.error(`on this machine: ${notice}`);
  const url = await gateway.listen(options.port, options.host);
  console.log(`${nameOf(options)} is served at ${url}`);
  // A second signal ends the process at once, as it does by default.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void gateway.close());
}

const nameOf = ({ source }: GatewayCliOptions) => ("openapi" in source ? source.openapi : source.restApiId);

/** One line that names the mistake and, where it is not obvious, the fix; undefined for a bug. */
function explain(error: unknown, options: GatewayCliOptions | undefined): string | undefined {
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

let options: GatewayCliOptions | undefined;
try {
  const parsed = parseOptions(process.argv.slice(2));
  if (parsed === "help") {
    console.log(usage);
  } else {
    options = parsed;
    await serve(parsed);
  }
} catch (error) {
  const line = explain(error, options);
  if (line === undefined) throw error;
  console.error(line);
  process.exitCode = 1;
}
