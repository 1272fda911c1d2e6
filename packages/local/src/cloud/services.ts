import type { Endpoints, Json, Service } from "./call.ts";
import type { QueueContents } from "./fauxqs.ts";
import { isLocal } from "./guard.ts";
import { type Listener, type Served, serveNear } from "./serve.ts";
import type { PublishedTo } from "./sns-front.ts";
import type { Switches } from "./switches.ts";

/** The AWS services that the program's parts talk to. */
export interface Services {
  readonly endpoints: Endpoints;
  /** The services that an `AWS_ENDPOINT_URL_<SERVICE>` variable puts elsewhere. */
  readonly elsewhere: readonly Service[];
  /** What is in an embedded queue, without receiving it; undefined where SQS is elsewhere. */
  inspectQueue(name: string): Promise<QueueContents | undefined>;
  /** Keys of the items written last, newest first; undefined where DynamoDB is elsewhere. */
  lastWritten(table: string): Promise<Json[] | undefined>;
  /** What was published to the embedded SNS, newest first. */
  readonly published: readonly PublishedTo[];
  /** Says what answers the Lambda API. */
  serveLambda(listener: Listener): void;
  close(): Promise<void>;
}

const KEPT_PUBLISHED = 200;

/** What the embedded services are started with. */
export interface ServicesOptions {
  /** They listen on the ports from this one on, or on others where those are taken. */
  readonly firstPort: number;
  /** The variables that may put services elsewhere. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Each embedded service gets a switch by its name. */
  readonly switches: Switches;
  /** Names of the key attributes of a table. */
  readonly keysOf: (table: string) => readonly string[];
  /** Called when something in a service may have changed. */
  readonly onChange: () => void;
}

/**
 * Starts the services, each with its own port, so that the AWS SDKs' and the CLI's standard variables and options lead
 * to them. They take requests at once and answer when they have loaded.
 */
export async function startServices(options: ServicesOptions): Promise<Services> {
  const { environment, keysOf, onChange } = options;
  const published: PublishedTo[] = [];
  let lambda: (listener: Listener) => void = () => {};

  const fauxqs = import("./fauxqs.ts").then(({ startFauxqs }) => startFauxqs());
  const dynamodb = import("./dynamodb.ts").then(({ startDynamoDb }) => startDynamoDb(keysOf, onChange));
  const listeners: Record<Service, Promise<Listener>> = {
    sqs: Promise.all([fauxqs, import("./sqs/front.ts")]).then(([app, { sqsFront }]) => sqsFront(app, onChange)),
    sns: Promise.all([fauxqs, import("./sns-front.ts")]).then(([app, { snsFront }]) =>
      snsFront(app, (message) => {
        published.unshift(message);
        published.length = Math.min(published.length, KEPT_PUBLISHED);
        onChange();
      }),
    ),
    dynamodb: dynamodb.then(({ listener }) => listener),
    kinesis: import("./kinesis.ts").then(({ startKinesis }) => startKinesis(onChange)),
    lambda: new Promise((resolve) => {
      lambda = resolve;
    }),
  };

  const names = Object.keys(listeners) as Service[];
  const given = (service: Service) => environment[`AWS_ENDPOINT_URL_${service.toUpperCase()}`]?.replace(/\/$/, "");
  const embedded = names.filter((service) => !given(service));
  const servers = new Map<Service, Served>();
  for (const service of embedded) {
    options.switches.add(service, LABELS[service]);
    const port = options.firstPort && options.firstPort + names.indexOf(service);
    servers.set(service, await serveNear(guarded(service, listeners[service], options.switches), port));
  }
  const urls = names.map((service) => [service, given(service) ?? servers.get(service)?.url]);

  return {
    endpoints: Object.fromEntries(urls),
    elsewhere: names.filter((service) => given(service)),
    inspectQueue: async (name) => (given("sqs") ? undefined : (await fauxqs).inspect(name)),
    lastWritten: async (table) => (given("dynamodb") ? undefined : (await dynamodb).lastWritten(table)),
    published,
    serveLambda: lambda,
    async close() {
      await Promise.all([...servers.values()].map((server) => server.close()));
      await (await fauxqs).close();
    },
  };
}

const LABELS: Record<Service, string> = {
  sqs: "SQS, the queues",
  sns: "SNS, the topics",
  dynamodb: "DynamoDB, the tables",
  kinesis: "Kinesis, the stream",
  lambda: "Lambda, the functions",
};

function guarded(service: Service, listener: Promise<Listener>, switches: Switches): Listener {
  return async (request, response) => {
    if (!isLocal(request)) {
      response.writeHead(403, { "content-type": "text/plain" }).end("Only programs on this machine may call this.\n");
    } else if (switches.isFailing(service)) {
      const message = `Made to fail by the switch "${service}"`;
      response.writeHead(503, { "content-type": "application/x-amz-json-1.0" });
      response.end(JSON.stringify({ __type: "ServiceUnavailable", message }));
    } else {
      await (await listener)(request, response);
    }
  };
}
