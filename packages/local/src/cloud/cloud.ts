import { upstreamOrigins } from "../program/operations.ts";
import { ofType, type Program, type Resource } from "../program/resources.ts";
import type { FailedMessages, Terminal } from "../terminal.ts";
import { launchTemplates } from "./ec2/vpc-links.ts";
import { type EventSource, startEventSource } from "./event-source.ts";
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
}

/**
 * Builds what the program's resources describe: queues, tables, topics, streams, functions and what feeds them, the
 * private services, and the upstreams that stand for third-party services.
 */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const { program, ports, switches, offline } = options;
  const problems = new Problems();
  const [, links, upstreams] = await Promise.all([
    provision(program, ports.endpoints),
    startPrivateServices(program, switches, problems),
    Promise.all(upstreamOrigins(program.document).map((origin) => startUpstream(origin, program, offline, switches))),
  ]);
  const functions = startLambda(options, problems);
  const told = functions && withTerminal(functions, options.terminal);
  if (told) {
    ports.serve("lambda", createInvokeApi(told));
  }
  const sources = told ? startEventSources(options, told, problems) : [];
  return {
    functions,
    vpcLinks: Object.fromEntries(links.map(({ link, service }) => [link, service.url])),
    unreachable: problems.unreachable,
    notes: problems.notes,
    upstreams: Object.fromEntries(upstreams.map((upstream) => [upstream.origin, upstream])),
    async drain(until) {
      const embedded = ports.elsewhere.includes("sqs") ? [] : sources;
      const left = await Promise.all(embedded.map((source) => source.drain(until)));
      return left.reduce((sum, messages) => sum + messages, 0);
    },
    async close() {
      await Promise.all(sources.map((source) => source.stop()));
      await functions?.close();
      links.map(({ service }) => service.close());
      await Promise.all(upstreams.map((upstream) => upstream.close()));
    },
  };
}

/** What of the program does not run here. */
class Problems {
  readonly unreachable: Record<string, string> = {};
  readonly notes: string[] = [];
}

function startLambda({ program, ports, switches, onChange }: CloudOptions, problems: Problems): Functions | undefined {
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
  return startFunctions(functions, Object.fromEntries(variables), switches, failureOf, onChange);
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

function startEventSources(
  { program, ports, retrySeconds, terminal }: CloudOptions,
  functions: Functions,
  problems: Problems,
): EventSource[] {
  return ofType(program, "aws:lambda/eventSourceMapping:EventSourceMapping").flatMap((mapping) => {
    const { eventSourceArn: arn, functionName } = mapping.inputs;
    const queue = ofType(program, "aws:sqs/queue:Queue").find(({ outputs }) => outputs.arn === arn);
    if (!queue || !functions.has(functionName)) {
      const reason = queue ? `${functionName} does not run` : "localhost polls only queues of the program";
      problems.notes.push(`Event source mapping ${mapping.name} from ${arn} does nothing: ${reason}.`);
      return [];
    }
    const { endpoints } = ports;
    const redrive = redriveOf(queue, program);
    const onFailed = (messages: FailedMessages["messages"]) =>
      terminal.failed({ queue: queue.outputs.name, messages, retrySeconds, redrive });
    return [startEventSource({ endpoints, functions, queueUrl: queue.outputs.url, mapping, retrySeconds, onFailed })];
  });
}

function redriveOf({ inputs }: Resource, program: Program): FailedMessages["redrive"] {
  const { deadLetterTargetArn: arn, maxReceiveCount } = JSON.parse(inputs.redrivePolicy ?? "{}");
  const dead = ofType(program, "aws:sqs/queue:Queue").find(({ outputs }) => outputs.arn === arn);
  return dead && { deadLetterQueue: dead.outputs.name, maxReceiveCount: Number(maxReceiveCount) };
}

async function startPrivateServices(program: Program, switches: Switches, problems: Problems) {
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
      const service = await startService(readUserData(template.inputs.userData));
      switches.add(service.name, `${service.name}, the private service`, (failing) => service.switch(!failing));
      return [{ link, service }];
    } catch (error) {
      problems.unreachable[link] = (error as Error).message;
      return [];
    }
  });
  return (await Promise.all(started)).flat();
}
