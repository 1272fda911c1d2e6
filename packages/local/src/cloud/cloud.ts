import { upstreamOrigins } from "../program/operations.ts";
import { ofType, type Program, type Resource } from "../program/resources.ts";
import { launchTemplates } from "./ec2/vpc-links.ts";
import { type EventSource, startEventSource } from "./event-source.ts";
import { type Functions, startFunctions } from "./lambda/functions.ts";
import { createInvokeApi } from "./lambda/invoke-api.ts";
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
}

/**
 * Builds what the program's resources describe: queues, tables, topics, streams, functions and what feeds them, the
 * private services, and the upstreams that stand for third-party services.
 */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const { program, ports, switches, offline } = options;
  const [, links, upstreams] = await Promise.all([
    provision(program, ports.endpoints),
    startPrivateServices(program, switches),
    Promise.all(upstreamOrigins(program.document).map((origin) => startUpstream(origin, program, offline, switches))),
  ]);
  const functions = startLambda(options);
  const sources = functions ? startEventSources(options, functions) : [];
  return {
    functions,
    vpcLinks: Object.fromEntries(links.map(({ link, service }) => [link, service.url])),
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

function startLambda({ program, ports, switches, onChange }: CloudOptions): Functions | undefined {
  if (ports.elsewhere.includes("lambda")) {
    return undefined;
  }
  const functions = ofType(program, "aws:lambda/function:Function");
  const failureOf = (resource: Resource) => functionSwitch(resource, functions);
  for (const resource of functions) {
    switches.add(failureOf(resource), `Function ${resource.outputs.name}`);
  }
  const variables = Object.entries(ports.endpoints).map(([service, url]) => [
    `AWS_ENDPOINT_URL_${service.toUpperCase()}`,
    url,
  ]);
  const started = startFunctions(functions, Object.fromEntries(variables), switches, failureOf, onChange);
  ports.serve("lambda", createInvokeApi(started));
  return started;
}

/** The switch of a function: the last distinctive word of its name, for example `consumer`. */
function functionSwitch({ name }: Resource, functions: readonly Resource[]): string {
  const word = (one: string) => one.replace(/-function$/, "").replace(/^.*-/, "");
  return functions.filter((other) => word(other.name) === word(name)).length > 1 ? name : word(name);
}

function startEventSources({ program, ports, retrySeconds }: CloudOptions, functions: Functions): EventSource[] {
  return ofType(program, "aws:lambda/eventSourceMapping:EventSourceMapping").map((mapping) => {
    const arn = mapping.inputs.eventSourceArn;
    const queue = ofType(program, "aws:sqs/queue:Queue").find(({ outputs }) => outputs.arn === arn);
    if (!queue) {
      throw new Error(`Event source mapping ${mapping.name}: localhost polls only queues of the program, not ${arn}.`);
    }
    const { endpoints } = ports;
    return startEventSource({ endpoints, functions, queueUrl: queue.outputs.url, mapping, retrySeconds });
  });
}

async function startPrivateServices(program: Program, switches: Switches) {
  const links = [...launchTemplates(program)];
  if (links.length === 0) {
    return [];
  }
  const [{ startService }, { readUserData }] = await Promise.all([
    import("./ec2/service.ts"),
    import("./ec2/user-data.ts"),
  ]);
  return Promise.all(
    links.map(async ([link, { inputs }]) => {
      const service = await startService(readUserData(inputs.userData));
      switches.add(service.name, `${service.name}, the private service`, (failing) => service.switch(!failing));
      return { link, service };
    }),
  );
}
