import path from "node:path";
import { TraceStore } from "local-api-gateway/trace";
import { createChanges } from "./api/events.ts";
import { banner } from "./banner.ts";
import { createAccess } from "./cloud/access/access.ts";
import { openData } from "./cloud/data.ts";
import { collectWhenIdle } from "./cloud/idle-memory.ts";
import { provision } from "./cloud/provision.ts";
import { type Reserved, reserve } from "./cloud/serve.ts";
import { reservePorts, startServices } from "./cloud/services.ts";
import { Switches } from "./cloud/switches.ts";
import { sweepTemporaryFolders } from "./cloud/temporary.ts";
import { type StartOptions, UserError } from "./options.ts";
import { keptProgram, type ProgramOptions, runProgram } from "./program/program.ts";
import type { Program } from "./program/resources.ts";
import { mistakeOf, placed, reloadOnChange } from "./reload.ts";
import { terminalOf } from "./terminal.ts";
import { type Host, serveVersion, type Version } from "./version.ts";

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
  const changes = createChanges();
  const onChange = () => changes.emit("services");
  const switches = new Switches(onChange);
  const traces = new TraceStore();
  const terminal = terminalOf(options);

  const data = options.data === undefined ? undefined : openData(options.data);
  if (data) {
    onClose(data.close);
  }
  const site = await reserveSite(options);
  phase("Running the program and starting the services …");
  onClose(site.close);
  const access = createAccess();
  const ports = await reservePorts(options.port && site.port + 1, process.env, switches, access);
  onClose(ports.close);

  const url = urlOf(options.host, site.port);
  const notes: string[] = [];
  const { directory, stack, config } = options;
  // With any free port the program gets another URL at each start.
  const keep = options.port !== 0;
  const except = options.data === undefined ? undefined : path.resolve(options.data);
  const toRun: ProgramOptions = { directory, stack, config, url, queueUrl: ports.endpoints.sqs, keep, except };
  let version: Version | undefined;
  // The services' threads load while a kept run is looked for.
  const starting = startServices(
    ports,
    onChange,
    async (loss) => {
      console.error(loss);
      notes.push(loss);
      const { program } = version ?? { program: await running };
      await provision(program, ports.endpoints, ports.elsewhere).catch(console.error);
    },
    data,
  );
  const running = run(toRun);
  const [program, services] = await Promise.all([running, starting]);
  onClose(services.close);
  phase("Creating queues, tables and functions …");
  const current: Host["current"] = { snapshot: () => Promise.reject(new Error("Nothing is served yet")) };
  const host: Host = {
    options,
    url,
    site,
    ports,
    services,
    access,
    switches,
    traces,
    changes,
    current,
    onChange,
    terminal,
    notes,
  };
  version = await serveVersion(host, program);
  phase("");
  onClose(() => version?.cloud.close());
  onClose(async () => {
    const until = Date.now() + DRAIN_MS;
    changes.emit("end");
    await site.drain(until);
    if (data) {
      return;
    }
    const left = (await version?.cloud.drain(until)) ?? 0;
    if (left > 0) {
      console.error(`The queues are not empty after ${DRAIN_MS / 1000} s: their messages are lost.`);
    }
  });
  onClose(
    reloadOnChange(host, toRun, version, (next) => {
      version = next;
    }),
  );

  collectWhenIdle();
  const seconds = (performance.now() - began) / 1000;
  return banner({ ...version, url, endpoints: ports.endpoints, seconds, data: options.data });
}

/** Shows on a terminal what is waited for, in one line that the next one replaces. */
function phase(text: string): void {
  if (process.stderr.isTTY) {
    process.stderr.write(`\r\x1b[K${text}`);
  }
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

/** Runs the program, or takes what it gave before. @throws UserError with what the program threw. */
export async function run(options: ProgramOptions): Promise<Program> {
  try {
    return (options.keep && keptProgram(options)) || (await runProgram(options));
  } catch (error) {
    phase("");
    throw new UserError(placed(mistakeOf(error as Error, options.directory ?? ".")));
  }
}
