// local-api-gateway --openapi FILE: serves any REST API that API Gateway exported, or exports.
import { createGateway } from "../index.ts";
import { formatExecutionLog } from "../trace/execution-log.ts";
import { explain, type GatewayCliOptions, parseOptions, readApi, refuseWarnings, usage } from "./index.ts";

async function serve(options: GatewayCliOptions): Promise<void> {
  const api = await readApi(options);
  const gateway = createGateway(api.document, {
    ...api.options,
    ...(options.trace ? { onTrace: (trace) => console.log(formatExecutionLog(trace)) } : {}),
  });
  const { warnings, notices } = gateway;
  refuseWarnings(options, warnings);
  for (const warning of warnings) console.error(`warning: ${warning}`);
  for (const notice of [...api.notices, ...notices]) console.error(`on this machine: ${notice}`);
  const url = await gateway.listen(options.port, options.host);
  console.log(`${api.name} is served at ${url}`);
  // A second signal ends the process at once, as it does by default.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void gateway.close());
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
