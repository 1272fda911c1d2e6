import { upstreamOrigins } from "../program/operations.ts";
import type { Program, Resource } from "../program/program.ts";
import { nameOf } from "./aws.ts";
import { type EventSource, startEventSource } from "./event-source.ts";
import { type Functions, startFunctions } from "./lambda/functions.ts";
import { invokeApi } from "./lambda/invoke-api.ts";
import { provision } from "./provision.ts";
import type { Services } from "./services.ts";
import { type SupportDesk, startSupportDesk } from "./support-desk.ts";
import type { Switches } from "./switches.ts";
import { startUpstream, type Upstream } from "./upstream.ts";

/** Everything behind the API on localhost. */
export interface Cloud {
  /** Undefined where Lambda is elsewhere. */
  readonly functions?: Functions;
  /** Base URL by VPC link ID. */
  readonly vpcLinks: Readonly<Record<string, string>>;
  /** The services of others by origin, for example `https://api.zippopotam.us`. */
  readonly upstreams: Readonly<Record<string, Upstream>>;
  close(): Promise<void>;
}

/** What the cloud is built from. */
export interface CloudOptions {
  readonly program: Program;
  readonly services: Services;
  readonly switches: Switches;
  /** Whether not to try to reach other people's services. */
  readonly offline: boolean;
  readonly onChange: () => void;
}

/**
 * Builds what the program's resources describe: queues, tables, topics, streams, functions and what feeds them, the
 * private service, and the way to other people's services.
 */
export async function startCloud({ program, services, switches, offline, onChange }: CloudOptions): Promise<Cloud> {
  const { resources } = program;
  const [, desks, upstreams] = await Promise.all([
    provision(resources, services.endpoints),
    startDesks(resources, program.config, switches),
    startUpstreams(program, offline, switches),
  ]);
  const functions = startLambda(resources, services, switches, onChange);
  const sources = functions ? startEventSources(resources, services, functions) : [];
  return {
    functions,
    vpcLinks: Object.fromEntries(desks.map(({ link, desk }) => [link, desk.url])),
    upstreams,
    async close() {
      desks.map(({ desk }) => desk.close());
      await Promise.all(sources.map((source) => source.stop()));
      await Promise.all([functions?.close(), ...Object.values(upstreams).map((upstream) => upstream.close())]);
    },
  };
}

function startLambda(
  resources: readonly Resource[],
  { endpoints, elsewhere, serveLambda }: Services,
  switches: Switches,
  onChange: () => void,
): Functions | undefined {
  if (elsewhere.includes("lambda")) {
    return undefined;
  }
  const functions = resources.filter(({ type }) => type === "aws:lambda/function:Function");
  const failureOf = (resource: Resource) => functionSwitch(resource, functions);
  for (const resource of functions) {
    switches.add(failureOf(resource), `Function ${resource.outputs.name}`);
  }
  const variables = Object.entries(endpoints).map(([service, url]) => [
    `AWS_ENDPOINT_URL_${service.toUpperCase()}`,
    url,
  ]);
  const started = startFunctions(functions, Object.fromEntries(variables), switches, failureOf, onChange);
  serveLambda(invokeApi(started));
  return started;
}

/** The switch of a function: the last word of its name that says something, for example `consumer`. */
function functionSwitch({ name }: Resource, functions: readonly Resource[]): string {
  const word = (one: string) =>
    one
      .replace(/-function$/, "")
      .split("-")
      .at(-1) as string;
  return functions.filter((other) => word(other.name) === word(name)).length > 1 ? name : word(name);
}

function startEventSources(resources: readonly Resource[], services: Services, functions: Functions): EventSource[] {
  const queues = resources.filter(({ type }) => type === "aws:sqs/queue:Queue");
  return resources
    .filter(({ type }) => type === "aws:lambda/eventSourceMapping:EventSourceMapping")
    .map((mapping) => {
      const queue = queues.find(({ outputs }) => outputs.arn === mapping.inputs.eventSourceArn);
      if (!queue) {
        const source = nameOf(mapping.inputs.eventSourceArn ?? "");
        throw new Error(`Event source mapping ${mapping.name}: localhost has SQS sources only, and ${source} is none.`);
      }
      return startEventSource(services.endpoints, functions, queue.outputs.url, mapping);
    });
}

async function startDesks(resources: readonly Resource[], config: Program["config"], switches: Switches) {
  const links = resources.filter(({ type }) => type === "aws:apigatewayv2/vpcLink:VpcLink");
  const origins = JSON.parse(config["contact-us:allowedOrigins"] ?? "[]");
  return Promise.all(
    links.map(async ({ id }): Promise<{ link: string; desk: SupportDesk }> => {
      const desk = await startSupportDesk({ ALLOWED_ORIGINS: origins.join(",") });
      switches.add("support-desk", "Support desk, the private service", (failing) => desk.switch(!failing));
      return { link: id, desk };
    }),
  );
}

async function startUpstreams(program: Program, offline: boolean, switches: Switches) {
  const started = upstreamOrigins(program.document).map(async (origin) => {
    const target = upstreamSwitch(origin, program.config);
    switches.add(target, `${origin}, somebody else's service`);
    return [origin, await startUpstream(origin, offline, switches, target)] as const;
  });
  return Object.fromEntries(await Promise.all(started));
}

/** The switch of an upstream: the config key that holds its URL, so `postal-api` for `postalApiUrl`. */
function upstreamSwitch(origin: string, config: Program["config"]): string {
  const key = Object.keys(config).find((name) => name.endsWith("Url") && config[name]?.startsWith(origin));
  const words = key?.replace(/^.*:|Url$/g, "").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return words ?? new URL(origin).hostname;
}
