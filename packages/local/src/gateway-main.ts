// npm run gateway -- --openapi FILE: serves any REST API that API Gateway exported, with the page. The package local-api-gateway
// has the same command without the page.
import {
  createGateway,
  DocumentError,
  describeBroken,
  endpointVariable,
  type Gateway,
  OpenApiFileError,
  parseOpenApi,
  serviceEndpoint,
  type Trace,
} from "local-api-gateway";
import {
  explain,
  type GatewayCliOptions,
  type NamedApi,
  parseOptions,
  readApi,
  refuseWarnings,
  usage,
} from "local-api-gateway/cli";
import { TraceStore } from "local-api-gateway/trace";
import { createDocumentApi } from "./api/document.ts";
import { createChanges } from "./api/events.ts";
import type { Mistake } from "./api/wire.ts";
import { originLine, routeLines } from "./banner.ts";
import { invokedFunction } from "./cloud/reach.ts";
import { reserve } from "./cloud/serve.ts";
import { readTraceRoute, UserError } from "./options.ts";
import { LOCAL_ACCESS_KEY } from "./program/callers.ts";
import type { Json } from "./program/resources.ts";
import { withUnserved } from "./program/unserved.ts";
import { createSite } from "./server.ts";
import { urlOf } from "./start.ts";
import { outliveReader, stopOnSignals } from "./stop.ts";
import { terminalOf } from "./terminal.ts";
import { unknownRoute } from "./unknown.ts";
import { watchFile } from "./watch.ts";

/** Milliseconds that requests have to end when it stops. */
const DRAIN_MS = 2_000;

interface Served {
  readonly document: Json;
  readonly gateway: Gateway;
  readonly notes: readonly string[];
}

/** @throws UserError, or what `explain` has a line for */
async function serve(cli: GatewayCliOptions, quiet: boolean, traceRoute: string | undefined): Promise<void> {
  const api = await readApi(cli);
  const traces = new TraceStore();
  const changes = createChanges();
  const terminal = terminalOf({ quiet, trace: cli.trace, traceRoute });
  const onTrace = (trace: Trace) => {
    traces.add(trace);
    changes.emit("trace", trace);
    terminal.request(trace, served.document);
  };
  let served = serveDocument(api, api.document, cli, onTrace);
  let mistake: Mistake | undefined;
  refuseWarnings(cli, served.gateway.warnings);

  const site = await reserve(cli.port, cli.host);
  const page = urlOf(cli.host, site.port);
  // With a base path that is empty the API has every path.
  const stage = (cli.basePath ?? cli.stage).split("/")[0] ?? "";
  const url = [page, cli.basePath ?? cli.stage].filter((part) => part !== "").join("/");
  const local = createDocumentApi({
    url,
    stage,
    apiKey: cli.apiKeys[0] ?? "",
    traces,
    changes,
    current: () => ({ ...served, mistake }),
    trial: (document, onTrial) =>
      serveDocument(api, document, cli, (trace) => {
        onTrace(trace);
        onTrial(trace);
      }).gateway,
    replace(name, text) {
      try {
        served = serveDocument(api, parseOpenApi(name, text), cli, onTrace);
      } catch (error) {
        if (error instanceof OpenApiFileError) return error.message;
        if (error instanceof DocumentError) return `${name}: ${error.message}`;
        throw error;
      }
      mistake = undefined;
      changes.emit("reload", { changed: [name] });
      if (!quiet) console.log(`${name} is served now.\n${routeLines(served.document).join("\n")}`);
      return undefined;
    },
  });
  if ("openapi" in cli.source) {
    const file = cli.source.openapi;
    /** A mistake leaves the document before it served. */
    const reload = async () => {
      try {
        const read = await readApi(cli);
        const next = serveDocument(read, read.document, cli, onTrace);
        const [broken] = next.gateway.brokenTemplates;
        if (broken) throw new UserError(`${file}: ${describeBroken(broken)}`);
        refuseWarnings(cli, next.gateway.warnings);
        served = next;
        mistake = undefined;
        console.log(`Reloaded ${file}.`);
        changes.emit("reload", { changed: [file] });
      } catch (error) {
        const message = error instanceof UserError ? error.message : (explain(error, cli) ?? String(error));
        console.error(`${message}\nThe document before this change is still served.`);
        mistake = { message };
        changes.emit("reload", { changed: [file], mistake });
      }
    };
    watchFile(file, () => void reload());
  }
  const gateway: Gateway["handle"] = (request, response) => served.gateway.handle(request, response);
  const { host } = cli;
  site.serve(stage === "" ? gateway : createSite({ stage, gateway, local, host, port: site.port }));
  stopOnSignals("gateway", () => {
    changes.emit("end");
    return site.drain(Date.now() + DRAIN_MS);
  });
  console.log(
    banner(api.name, stage === "" ? undefined : page, url, served, unknownRoute(traceRoute, served.document)),
  );
}

/** @throws DocumentError when API Gateway refuses the document */
function serveDocument(api: NamedApi, document: Json, cli: GatewayCliOptions, onTrace: (trace: Trace) => void): Served {
  const { document: served, unserved } = cli.stub
    ? { document, unserved: [] }
    : withUnserved(document, (integration) => whyMissing(integration, api));
  const { accessKeys = [], ...accessControl } = cli.accessControl;
  const gateway = createGateway(served, {
    ...api.options,
    accessControl: { ...accessControl, accessKeys: [LOCAL_ACCESS_KEY, ...accessKeys] },
    failMissingServices: !cli.stub,
    onTrace,
  });
  const notes = [
    ...gateway.brokenTemplates.map((broken) => `Broken template, answers 500: ${describeBroken(broken)}`),
    ...gateway.warnings.map((warning) => `API Gateway's import warns: ${warning}`),
    ...[...api.notices, ...gateway.notices].map((notice) => `On this machine: ${notice.replace(/\.$/, "")}.`),
    ...unserved.map(({ route, reason }) => `${route} answers 501: ${reason}.`),
  ];
  return { document, gateway, notes };
}

/** Why there is nothing behind an integration on this machine; for a service the gateway says so itself. */
function whyMissing({ type, uri, connectionType, connectionId }: Json, { options }: NamedApi) {
  // What is no text the gateway refuses, with its place.
  const withVariables = (text: unknown) =>
    typeof text === "string"
      ? text.replace(/\$\{stageVariables\.(\w+)\}/g, (_, name: string) => options.stageVariables?.[name] ?? "")
      : "";
  if (type !== "mock" && connectionType === "VPC_LINK") {
    const id = withVariables(connectionId);
    return options.vpcLinks?.[id] === undefined
      ? `nothing stands for VPC link "${id}", --vpc-link ${id}=URL can name something`
      : undefined;
  }
  const name = invokedFunction(withVariables(uri));
  const isMissing = name !== undefined && serviceEndpoint("lambda", {}) === undefined;
  return isMissing ? `function ${name} does not run here, ${endpointVariable("lambda")} can name a place` : undefined;
}

function banner(name: string, page: string | undefined, url: string, { document, notes }: Served, more: string[]) {
  return [
    "",
    `  ${name} is served at ${url}`,
    "",
    `  Page     ${page ?? "none: the API has every path"}`,
    `  API      ${url}`,
    ...originLine(document),
    "",
    ...routeLines(document),
    "",
    ...[...more, ...notes].map((note) => `  ${note}`),
    ...(page === undefined
      ? []
      : ["  Drop another document on the page, or paste one, to serve it in this one's place."]),
    "",
  ].join("\n");
}

outliveReader();
let options: GatewayCliOptions | undefined;
try {
  const { traceRoute, rest } = readTraceRoute(process.argv.slice(2));
  const parsed = parseOptions(rest.filter((arg) => arg !== "--quiet"));
  if (parsed === "help") {
    const quiet = "  --quiet                   print no line for each request";
    const route = '  --trace "POST /contact"   print the execution logs of one route, or of a path';
    console.log(usage.replace(/^ {2}--help .*$/m, (help) => `${route}\n${quiet}\n${help}`));
  } else {
    options = parsed;
    await serve(parsed, rest.includes("--quiet"), traceRoute);
  }
} catch (error) {
  const line = error instanceof UserError ? error.message : explain(error, options);
  if (line === undefined) throw error;
  console.error(line);
  process.exitCode = 1;
}
