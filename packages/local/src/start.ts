import { EventEmitter } from "node:events";
import { createGateway, DocumentError, type Gateway } from "local-api-gateway";
import type { Trace } from "local-api-gateway/trace";
import { TraceStore } from "local-api-gateway/trace";
import { createLocalApi } from "./api/api.ts";
import type { Changes } from "./api/events.ts";
import { banner, notesOn } from "./banner.ts";
import { type Access, createAccess } from "./cloud/access/access.ts";
import { type Cloud, startCloud } from "./cloud/cloud.ts";
import { provision } from "./cloud/provision.ts";
import { whyUnreachable } from "./cloud/reach.ts";
import { type Reserved, reserve } from "./cloud/serve.ts";
import { type Ports, reservePorts, SERVICES, startServices } from "./cloud/services.ts";
import { Switches } from "./cloud/switches.ts";
import { sweepTemporaryFolders } from "./cloud/temporary.ts";
import { type StartOptions, UserError } from "./options.ts";
import { callersOf } from "./program/callers.ts";
import { REST_API_COMPONENT } from "./program/document.ts";
import { stageVariables } from "./program/operations.ts";
import { runProgram } from "./program/program.ts";
import { ofType, type Program } from "./program/resources.ts";
import { readTemplateFiles } from "./program/template-files.ts";
import { type Unserved, withUnserved } from "./program/unserved.ts";
import { createSite } from "./server.ts";
import { createTerminal, isColoured, type Terminal } from "./terminal.ts";
import { unknownRoute, unknownVariables } from "./unknown.ts";

/** Milliseconds that requests and queues have to end when it stops. */
const DRAIN_MS = 5_000;

/**
 * Runs the Pulumi program without a cloud and serves what it describes: reserves the ports, whose URLs the program gets,
 * runs it while the services start, and creates from it their contents and what is behind the API.
 *
 * @param onClose Called with the function that stops a part, as soon as the part runs. They are to be called one after the
 *   other, the last one first: it lets requests end and empties the queues.
 * @returns The banner.
 * @throws UserError when the port is taken or the program does not run.
 */
export async function start(options: StartOptions, onClose: (close: () => unknown) => void): Promise<string> {
  const began = performance.now();
  sweepTemporaryFolders();
  const changes: Changes = new EventEmitter<{ services: []; trace: [Trace]; end: [] }>().setMaxListeners(0);
  const onChange = () => changes.emit("services");
  const switches = new Switches(onChange);
  const traces = new TraceStore();
  const terminal = createTerminal({
    quiet: options.quiet,
    trace: options.trace,
    traceRoute: options.traceRoute,
    colour: isColoured(process.env, process.stdout.isTTY),
    print: (lines) => console.log(lines),
  });

  const site = await reserveSite(options);
  onClose(site.close);
  const access = createAccess();
  const ports = await reservePorts(options.port && site.port + 1, process.env, switches, access);
  onClose(ports.close);

  const url = urlOf(options.host, site.port);
  const notes: string[] = [];
  const { directory, stack, config } = options;
  const running = run({ directory, stack, config, url, queueUrl: ports.endpoints.sqs });
  const starting = startServices(ports, onChange, async (loss) => {
    console.error(loss);
    notes.push(loss);
    await provision(await running, ports.endpoints).catch(console.error);
  });
  const [program, services] = await Promise.all([running, starting]);
  onClose(services.close);
  access.learn(program);
  const cloud = await startCloud({
    program,
    ports,
    switches,
    offline: options.offline,
    retrySeconds: options.retry,
    onChange,
    terminal,
  });
  onClose(cloud.close);

  const stage = stageOf(program);
  const apiKeys = ofType(program, "aws:apigateway/apiKey:ApiKey").map(({ outputs }): string => outputs.value);
  const onTrace = (trace: Trace) => {
    traces.add(trace);
    changes.emit("trace", trace);
    terminal.request(trace, program.document);
  };
  const { gateway, unserved } = serveDocument(program, stage, ports, cloud, access, terminal, onTrace);
  notes.push(
    ...program.notes,
    ...unknownRoute(options.traceRoute, program.document),
    ...unknownVariables(process.env, program.name, SERVICES, program.document),
    ...access.notes(),
    ...unserved.map(({ route, reason }) => `${route} answers 501: ${reason}.`),
  );
  notes.push(...notesOn(program, gateway, ports, cloud, options.retry));
  const [apiKey] = apiKeys;
  const { endpoints } = ports;
  const local = createLocalApi({
    program,
    endpoints,
    services,
    cloud,
    switches,
    traces,
    url,
    stage,
    apiKey,
    notes,
    changes,
    trial: (document, onTrial) =>
      serveDocument({ ...program, document }, stage, ports, cloud, access, terminal, (trace) => {
        onTrace(trace);
        onTrial(trace);
      }).gateway,
  });
  site.serve(createSite({ stage, gateway: gateway.handle, local, host: options.host, port: site.port }));
  onClose(async () => {
    const until = Date.now() + DRAIN_MS;
    changes.emit("end");
    await site.drain(until);
    const left = await cloud.drain(until);
    if (left > 0) {
      console.error(`The queues are not empty after ${DRAIN_MS / 1000} s: their messages are lost.`);
    }
  });

  const seconds = (performance.now() - began) / 1000;
  return banner({ program, url, stage, apiKey, endpoints, notes, seconds });
}

/** Listens on the port that was asked for. @throws UserError when that is not possible. */
export async function reserveSite({ port, host }: StartOptions): Promise<Reserved> {
  try {
    return await reserve(port, host);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE") {
      throw new UserError(`Port ${port} is in use: stop what uses it, or choose another one with --port.`);
    }
    if (code === "EACCES") {
      throw new UserError(`Port ${port} needs more rights: choose one above 1023 with --port.`);
    }
    throw new UserError(`Cannot listen on ${host} (${code}): --host takes an address of this machine.`);
  }
}

/** The base URL; loopback and "all addresses" are reached as localhost. */
export function urlOf(host: string, port: number): string {
  return `http://${["127.0.0.1", "0.0.0.0", "::", "::1"].includes(host) ? "localhost" : host}:${port}`;
}

/** Runs the program. @throws UserError with what the program threw. */
export async function run(options: Parameters<typeof runProgram>[0]): Promise<Program> {
  try {
    return await runProgram(options);
  } catch (error) {
    throw new UserError((error as Error).message);
  }
}

/** Name of the program's stage, the first of several; a program may have it in its deployment, and a RestAPI component has one. */
export function stageOf(program: Program): string {
  const types = ["aws:apigateway/stage:Stage", "aws:apigateway/deployment:Deployment", REST_API_COMPONENT];
  const names = types.flatMap((type) => ofType(program, type)).map(({ inputs }): string => inputs.stageName);
  return names.find((name) => name) ?? "stage";
}

/** @throws UserError for a document that API Gateway refuses, or a backend that localhost does not have. */
function serveDocument(
  program: Program,
  stage: string,
  { endpoints }: Ports,
  cloud: Cloud,
  access: Access,
  terminal: Terminal,
  onTrace: (trace: Trace) => void,
): { gateway: Gateway; unserved: Unserved[] } {
  const { functions, vpcLinks, upstreams } = cloud;
  const upstreamUrls = Object.entries(upstreams).map(([origin, { url }]) => [origin, url]);
  const options = {
    stage,
    stageVariables: stageVariables(program),
    ...callersOf(program, stage),
    endpoints,
    vpcLinks,
    upstreams: Object.fromEntries(upstreamUrls),
    templateFiles: readTemplateFiles(program.directory),
    invoke:
      functions &&
      access.guard(async (functionArn, payload) => {
        const outcome = await functions.invoke(functionArn, payload);
        terminal.calledByGateway(functionArn, outcome);
        return outcome;
      }),
    assumeRole: access.assumeRole,
    failMissingServices: true,
    onTrace,
  };
  try {
    const { document, unserved } = withUnserved(program.document, (integration) =>
      whyUnreachable(integration, program, cloud),
    );
    return { gateway: createGateway(document, options), unserved };
  } catch (error) {
    throw error instanceof DocumentError ? new UserError(`The program's API: ${error.message}`) : error;
  }
}
