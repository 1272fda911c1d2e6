import { upstreamOrigins } from "../program/operations.ts";
import { ofType, type Program, type Resource } from "../program/resources.ts";
import type { FailedMessages, Terminal } from "../terminal.ts";
import type { PrivateService } from "./ec2/service.ts";
import { launchTemplates } from "./ec2/vpc-links.ts";
import { type EventSource, startEventSource } from "./event-source.ts";
import { functionName as nameOfFunction } from "./lambda/function.ts";
import { type Functions, startFunctions } from "./lambda/functions.ts";
import { createInvokeApi } from "./lambda/invoke-api.ts";
import { handlerOf } from "./lambda/runnable.ts";
import { provision } from "./provision.ts";
import type { Ports } from "./services.ts";
import type { Switches } from "./switches.ts";
import { startUpstream, type Upstream } from "./upstream.ts";

/** What is behind the API on localhost. */
export interface Cloud {
  /** Undefined where Lambda is elsewhere. */
  readonly functions?: Functions;
  /** Base URL by VPC link ID. */
  readonly vpcLinks: Readonly<Record<string, string>>;
  /** Why a request cannot reach a function or what is behind a VPC link, by the function's ARN or the link's ID. */
  readonly unreachable: Readonly<Record<string, string>>;
  /** What of the program does not run, a sentence each. */
  readonly notes: readonly string[];
  /** Third-party services by origin, for example `https://api.zippopotam.us`. */
  readonly upstreams: Readonly<Record<string, Upstream>>;
  /** What runs, and may go on in the cloud of the program's next version. */
  readonly parts: Parts;
  /** Takes over from the previous cloud: functions and event sources of both that differ are replaced. */
  takeOver(): void;
  /** Stops what was started for this cloud, in the place of `takeOver`. */
  abandon(): Promise<void>;
  /**
   * Lets functions consume what is in the queues that feed them, until `until`, in milliseconds since 1970. Queues elsewhere
   * keep their messages.
   *
   * @returns How many messages are left.
   */
  drain(until: number): Promise<number>;
  /** Stops the event sources and the functions, then the private services and the upstreams. */
  close(): Promise<void>;
}

/** The running parts of a cloud, each by a text of all that it is made from. */
interface Parts {
  readonly services: ReadonlyMap<string, PrivateService>;
  readonly upstreams: ReadonlyMap<string, Upstream>;
  readonly sources: Map<string, EventSource>;
  /** Names of the functions' switches. */
  readonly switches: ReadonlySet<string>;
}

/** What the cloud is built from. */
export interface CloudOptions {
  readonly program: Program;
  readonly ports: Ports;
  readonly switches: Switches;
  /** Whether third-party services are never called. */
  readonly offline: boolean;
  /** Seconds until a failed message is retried. */
  readonly retrySeconds: number;
  readonly onChange: () => void;
  /** Is told what API Gateway does not call: invocations by queues and by callers of Lambda's API, and failed messages. */
  readonly terminal: Pick<Terminal, "invoked" | "failed">;
  /** The cloud of the program's previous version; the parts that stay the same go on with their state. */
  readonly previous?: Cloud;
}

/** Milliseconds after which nothing of the previous version is called any more: API Gateway waits no longer for a backend. */
const RETIRE_MS = 30_000;

/**
 * Builds what the program's resources describe: queues, tables, topics, streams, functions and what feeds them, the
 * private services, and the upstreams that stand for third-party services. Functions and event sources run from `takeOver` on.
 */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const { program, ports, switches, offline, previous } = options;
  const problems = new Problems();
  const [, links, upstreams] = await Promise.all([
    provision(program, ports.endpoints, ports.elsewhere),
    startPrivateServices(program, switches, problems, previous?.parts.services),
    startUpstreams(program, offline, switches, previous?.parts.upstreams),
  ]);
  const lambda = prepareLambda(options, problems);
  const parts: Parts = {
    services: new Map(links.map(({ key, service }) => [key, service])),
    upstreams,
    sources: new Map(),
    switches: new Set(lambda?.switches),
  };
  const sources = lambda
    ? eventSources(options, withTerminal(lambda.functions, options.terminal), lambda.names, problems)
    : [];
  const { services } = parts;
  return {
    // Until it takes over, the functions that run are the previous version's.
    functions: lambda && { ...lambda.functions, has: (name) => lambda.names.has(nameOfFunction(name)) },
    vpcLinks: Object.fromEntries(links.map(({ link, service }) => [link, service.url])),
    unreachable: problems.unreachable,
    notes: problems.notes,
    upstreams: Object.fromEntries([...upstreams.values()].map((upstream) => [upstream.origin, upstream])),
    parts,
    takeOver() {
      lambda?.swap();
      const old = previous?.parts.sources ?? new Map<string, EventSource>();
      for (const [key, begin] of sources) {
        parts.sources.set(key, old.get(key) ?? begin());
      }
      without(old, parts.sources).forEach((source) => void source.stop());
      for (const name of previous?.parts.switches ?? []) {
        if (!parts.switches.has(name)) {
          switches.remove(name);
        }
      }
      const retire = () => closeAll(previous?.parts, parts);
      setTimeout(() => void retire(), RETIRE_MS).unref();
    },
    abandon: () => closeAll(parts, previous?.parts),
    async drain(until) {
      const embedded = ports.elsewhere.includes("sqs") ? [] : [...parts.sources.values()];
      const left = await Promise.all(embedded.map((source) => source.drain(until)));
      return left.reduce((sum, messages) => sum + messages, 0);
    },
    async close() {
      await Promise.all([...parts.sources.values()].map((source) => source.stop()));
      await lambda?.functions.close();
      await closeAll({ services, upstreams });
    },
  };
}

/** Closes the private services and upstreams that `others` does not have. */
async function closeAll(
  { services, upstreams }: Pick<Parts, "services" | "upstreams"> = { services: new Map(), upstreams: new Map() },
  others?: Pick<Parts, "services" | "upstreams">,
): Promise<void> {
  without(services, others?.services).map((service) => service.close());
  await Promise.all(without(upstreams, others?.upstreams).map((upstream) => upstream.close()));
}

/** The values of a map that another one does not have under the same key. */
function without<T>(map: ReadonlyMap<string, T>, other: ReadonlyMap<string, T> = new Map()): T[] {
  return [...map].flatMap(([key, value]) => (other.get(key) === value ? [] : [value]));
}

async function startUpstreams(
  program: Program,
  offline: boolean,
  switches: Switches,
  running: ReadonlyMap<string, Upstream> = new Map(),
): Promise<Map<string, Upstream>> {
  const urls = Object.entries(program.config).filter(([key]) => key.endsWith("Url"));
  const started = upstreamOrigins(program.document).map(async (origin) => {
    const key = JSON.stringify([origin, urls, program.localhost.samples]);
    return [key, running.get(key) ?? (await startUpstream(origin, program, offline, switches))] as const;
  });
  return new Map(await Promise.all(started));
}

/** What of the program does not run here. */
class Problems {
  readonly unreachable: Record<string, string> = {};
  readonly notes: string[] = [];
}

/** The functions, of the previous version at first, with what replaces them by this version's and the names that it has. */
function prepareLambda({ program, ports, switches, onChange, previous, terminal }: CloudOptions, problems: Problems) {
  if (ports.elsewhere.includes("lambda")) {
    return undefined;
  }
  const functions = ofType(program, "aws:lambda/function:Function").filter((resource) => {
    try {
      handlerOf(resource);
      return true;
    } catch (error) {
      const { message } = error as Error;
      problems.unreachable[resource.outputs.arn] = message;
      problems.notes.push(`${message}. It is not run.`);
      return false;
    }
  });
  const failureOf = (resource: Resource) => functionSwitch(resource, functions);
  for (const resource of functions) {
    switches.add(failureOf(resource), `Function ${resource.outputs.name}`);
  }
  const variables = Object.entries(ports.endpoints).map(([service, url]) => [
    `AWS_ENDPOINT_URL_${service.toUpperCase()}`,
    url,
  ]);
  const names = new Set(functions.map(({ outputs }): string => outputs.name));
  const running = previous?.functions;
  if (running) {
    return {
      functions: running,
      names,
      swap: running.prepare(functions, failureOf),
      switches: functions.map(failureOf),
    };
  }
  const started = startFunctions(functions, Object.fromEntries(variables), switches, failureOf, onChange);
  ports.serve("lambda", createInvokeApi(withTerminal(started, terminal)));
  return { functions: started, names, swap: () => {}, switches: functions.map(failureOf) };
}

/** The functions, whose invocations the terminal is told of. */
function withTerminal(functions: Functions, terminal: CloudOptions["terminal"]): Functions {
  return {
    ...functions,
    async invoke(arnOrName, payload) {
      const outcome = await functions.invoke(arnOrName, payload);
      terminal.invoked(arnOrName, outcome);
      return outcome;
    },
  };
}

/** The switch of a function: the last distinctive word of its name, for example `consumer`. */
function functionSwitch({ name }: Resource, functions: readonly Resource[]): string {
  const word = (one: string) => one.replace(/-function$/, "").replace(/^.*-/, "");
  return functions.filter((other) => word(other.name) === word(name)).length > 1 ? name : word(name);
}

/** What starts each event source, by a text of all that it is made from. */
function eventSources(
  { program, ports, retrySeconds, terminal }: CloudOptions,
  functions: Functions,
  names: ReadonlySet<string>,
  problems: Problems,
): [string, () => EventSource][] {
  return ofType(program, "aws:lambda/eventSourceMapping:EventSourceMapping").flatMap((mapping) => {
    const { eventSourceArn: arn, functionName } = mapping.inputs;
    const queue = ofType(program, "aws:sqs/queue:Queue").find(({ outputs }) => outputs.arn === arn);
    if (!queue || !names.has(nameOfFunction(functionName))) {
      const reason = queue ? `${functionName} does not run` : "localhost polls only queues of the program";
      problems.notes.push(`Event source mapping ${mapping.name} from ${arn} does nothing: ${reason}.`);
      return [];
    }
    const { endpoints } = ports;
    const queueUrl: string = queue.outputs.url;
    const redrive = redriveOf(queue, program);
    const onFailed = (messages: FailedMessages["messages"]) =>
      terminal.failed({ queue: queue.outputs.name, messages, retrySeconds, redrive });
    const begin = () => startEventSource({ endpoints, functions, queueUrl, mapping, retrySeconds, onFailed });
    return [[JSON.stringify([mapping.inputs, queueUrl, redrive]), begin]];
  });
}

function redriveOf({ inputs }: Resource, program: Program): FailedMessages["redrive"] {
  const { deadLetterTargetArn: arn, maxReceiveCount } = JSON.parse(inputs.redrivePolicy ?? "{}");
  const dead = ofType(program, "aws:sqs/queue:Queue").find(({ outputs }) => outputs.arn === arn);
  return dead && { deadLetterQueue: dead.outputs.name, maxReceiveCount: Number(maxReceiveCount) };
}

async function startPrivateServices(
  program: Program,
  switches: Switches,
  problems: Problems,
  running: ReadonlyMap<string, PrivateService> = new Map(),
) {
  const links = [...launchTemplates(program)];
  if (links.length === 0) {
    return [];
  }
  const [{ startService }, { readUserData }] = await Promise.all([
    import("./ec2/service.ts"),
    import("./ec2/user-data.ts"),
  ]);
  const started = links.map(async ([link, template]) => {
    try {
      if (template instanceof Error) {
        throw template;
      }
      const key = JSON.stringify([link, template.inputs.userData]);
      const service = running.get(key) ?? (await startService(readUserData(template.inputs.userData)));
      switches.add(service.name, `${service.name}, the private service`, (failing) => service.switch(!failing));
      return [{ key, link, service }];
    } catch (error) {
      problems.unreachable[link] = (error as Error).message;
      return [];
    }
  });
  return (await Promise.all(started)).flat();
}
