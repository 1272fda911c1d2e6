import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import { createGateway } from "local-api-gateway";
import type { Trace } from "local-api-gateway/trace";
import { formatExecutionLog, TraceStore } from "local-api-gateway/trace";
import { createLocalApi } from "./api/api.ts";
import type { Changes } from "./api/context.ts";
import { banner } from "./banner.ts";
import { type Cloud, startCloud } from "./cloud/cloud.ts";
import { type Services, startServices } from "./cloud/services.ts";
import { Switches } from "./cloud/switches.ts";
import { notesOn } from "./notes.ts";
import { type StartOptions, UserError } from "./options.ts";
import { routesOf, withUpstreams } from "./program/operations.ts";
import { type Program, runProgram } from "./program/program.ts";
import { type Server, startServer } from "./server.ts";

/**
 * Runs the Pulumi program without a cloud and serves what it describes.
 *
 * @param onClose Is given what stops each part, as soon as the part is there.
 * @returns The banner.
 * @throws UserError when the port is taken or the program does not run.
 */
export async function start(options: StartOptions, onClose: (close: () => unknown) => void): Promise<string> {
  const began = performance.now();
  const changes: Changes = new EventEmitter<{ services: []; trace: [Trace] }>().setMaxListeners(0);
  const onChange = () => changes.emit("services");
  const switches = new Switches(onChange);
  const traces = new TraceStore();
  const apiKey = process.env.CONTACT_US_API_KEY || randomUUID().replaceAll("-", "");

  const server = await listen(options);
  onClose(server.close);
  const url = urlOf(options.host, server.port);

  const keys = new Map<string, string[]>();
  const services = await startServices({
    firstPort: options.port && server.port + 1,
    environment: process.env,
    switches,
    keysOf: (table) => keys.get(table) ?? [],
    onChange,
  });
  onClose(services.close);

  const program = await run({ stack: options.stack, url, queueUrl: services.endpoints.sqs, apiKey });
  for (const { type, inputs, outputs } of program.resources) {
    if (type === "aws:dynamodb/table:Table") {
      keys.set(outputs.name, [inputs.hashKey, inputs.rangeKey].filter(Boolean));
    }
  }
  const cloud = await startCloud({ program, services, switches, offline: options.offline, onChange });
  onClose(cloud.close);

  const stage = stageOf(program);
  const gateway = gatewayTo(program, stage, services, cloud, (trace) => {
    traces.add(trace);
    changes.emit("trace", trace);
    if (options.trace) {
      console.log(formatExecutionLog(trace));
    }
  });
  const notes = notesOn(program, services, cloud, options.offline);
  const context = { program, services, cloud, switches, traces, url, stage, apiKey, notes, changes };
  server.handle({ stage, gateway: gateway.handle, local: createLocalApi(context) });

  const seconds = (performance.now() - began) / 1000;
  const { endpoints } = services;
  return banner({ url, stage, apiKey, routes: routesOf(program.document), endpoints, notes, seconds });
}

async function listen({ port, host }: StartOptions): Promise<Server> {
  try {
    return await startServer(port, host);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE") {
      throw new UserError(`Port ${port} is in use: stop what uses it, or choose another one with --port.`);
    }
    if (code === "EACCES") {
      throw new UserError(`Port ${port} is not for ordinary users: choose one above 1023 with --port.`);
    }
    throw new UserError(`Cannot listen on ${host} (${code}): --host takes an address of this machine.`);
  }
}

/** Loopback and "all addresses" are reached as localhost. */
function urlOf(host: string, port: number): string {
  return `http://${["127.0.0.1", "0.0.0.0", "::", "::1"].includes(host) ? "localhost" : host}:${port}`;
}

async function run(options: Parameters<typeof runProgram>[0]): Promise<Program> {
  try {
    return await runProgram(options);
  } catch (error) {
    throw new UserError((error as Error).message);
  }
}

function stageOf({ resources }: Program): string {
  const stages = resources.filter(({ type }) => type === "aws:apigateway/stage:Stage");
  if (stages.length !== 1) {
    throw new UserError(`The program must have one aws.apigateway.Stage; it has ${stages.length}.`);
  }
  return stages[0]?.inputs.stageName;
}

function gatewayTo(
  program: Program,
  stage: string,
  { endpoints }: Services,
  { functions, vpcLinks, upstreams }: Cloud,
  onTrace: (trace: Trace) => void,
) {
  const upstreamUrls = Object.entries(upstreams).map(([origin, { url }]) => [origin, url]);
  const keys = program.resources.filter(({ type }) => type === "aws:apigateway/apiKey:ApiKey");
  return createGateway(withUpstreams(program.document) as Parameters<typeof createGateway>[0], {
    stage,
    apiKeys: keys.map(({ outputs }) => outputs.value),
    endpoints,
    vpcLinks: { ...vpcLinks, ...Object.fromEntries(upstreamUrls) },
    invoke: functions?.invoke,
    onTrace,
  });
}
