import type { Json } from "../program/resources.ts";
import type { Access } from "./access/access.ts";
import type { Endpoints, Service } from "./call.ts";
import type { DataFolder } from "./data.ts";
import type { QueueContents } from "./fauxqs.ts";
import { isLocal } from "./guard.ts";
import { type Listener, type Reserved, reserveNear } from "./serve.ts";
import { overHttp, registerService, type ServiceHandler } from "./service.ts";
import type { PublishedTo } from "./sns-front.ts";
import type { Switches } from "./switches.ts";

/** The services that are embedded, or elsewhere by an `AWS_ENDPOINT_URL_<SERVICE>`. */
export const SERVICES: readonly Service[] = ["sqs", "sns", "dynamodb", "kinesis", "lambda", "s3"];

const LABELS: Record<Service, string> = {
  sqs: "SQS, the queues",
  sns: "SNS, the topics",
  dynamodb: "DynamoDB, the tables",
  kinesis: "Kinesis, the stream",
  lambda: "Lambda, the functions",
  s3: "S3, the buckets",
};

/** The AWS services that the program uses, embedded or elsewhere. */
export interface Ports {
  readonly endpoints: Endpoints;
  /** The services that an `AWS_ENDPOINT_URL_<SERVICE>` variable puts elsewhere. */
  readonly elsewhere: readonly Service[];
  /** Serves an embedded service, on its port and to callers in this process; does nothing for one that is elsewhere. */
  serve(service: Service, handler: ServiceHandler): void;
  close(): Promise<void>;
}

/**
 * Reserves a port for each embedded service, as the standard variables and options of the AWS SDKs and the CLI expect.
 *
 * @param firstPort First of their consecutive ports; one that is taken is replaced by any free one. 0 for any.
 * @param environment The variables that may put services elsewhere.
 * @param switches Each embedded service gets a switch by its name.
 * @param access Says who may call an embedded service.
 */
export async function reservePorts(
  firstPort: number,
  environment: Readonly<Record<string, string | undefined>>,
  switches: Switches,
  access: Pick<Access, "refuse">,
): Promise<Ports> {
  const reserved = new Map<Service, Reserved>();
  const registered: (() => void)[] = [];
  const endpoints = await Promise.all(
    SERVICES.map(async (service, index) => {
      const given = environment[`AWS_ENDPOINT_URL_${service.toUpperCase()}`]?.replace(/\/$/, "");
      if (given) {
        return [service, given];
      }
      const port = await reserveNear(firstPort && firstPort + index);
      reserved.set(service, port);
      return [service, port.url];
    }),
  );
  const embedded = SERVICES.filter((service) => reserved.has(service));
  for (const service of embedded) {
    switches.add(service, LABELS[service]);
  }
  return {
    endpoints: Object.fromEntries(endpoints),
    elsewhere: SERVICES.filter((service) => !reserved.has(service)),
    serve(service, handler) {
      const port = reserved.get(service);
      if (port) {
        const checked = checkedService(service, handler, switches, access);
        port.serve(localOnly(overHttp(checked, MOST_BYTES[service])));
        registered.push(registerService(port.url, checked, MOST_BYTES[service]));
      }
    },
    async close() {
      for (const unregister of registered) unregister();
      await Promise.all([...reserved.values()].map((port) => port.close()));
    },
  };
}

/** Bytes of a request's body; without an entry they are those that `readBody` allows. */
const MOST_BYTES: Partial<Record<Service, number>> = {
  // More than DynamoDB's BatchWriteItem (16 MB) and Kinesis's PutRecords (5 MB, 7 in base64) take.
  dynamodb: 17 * 1024 * 1024,
  kinesis: 17 * 1024 * 1024,
  // More than API Gateway's 10 MB; larger objects come in parts.
  s3: 11 * 1024 * 1024,
};

function localOnly(listener: Listener): Listener {
  return async (request, response) => {
    response.setHeader("cross-origin-resource-policy", "same-origin");
    if (isLocal(request)) {
      await listener(request, response);
    } else {
      response.writeHead(403, { "content-type": "text/plain" }).end("Only programs on this machine may call this.\n");
    }
  };
}

/** A service that fails by its switch, and that only those may call whom the program's policies let. */
function checkedService(
  service: Service,
  handler: ServiceHandler,
  switches: Switches,
  access: Pick<Access, "refuse">,
): ServiceHandler {
  return async (request) => {
    if (switches.isFailing(service)) {
      const message = `Made to fail by the switch "${service}"`;
      const body = JSON.stringify({ __type: "ServiceUnavailable", message });
      return { status: 503, headers: { "content-type": "application/x-amz-json-1.0" }, body };
    }
    return access.refuse(service, request) ?? handler(request);
  };
}

/** The embedded services except Lambda, which needs the program. */
export interface Services {
  /** What is in a queue, without receiving it; undefined where SQS is elsewhere. */
  inspectQueue(name: string): QueueContents | undefined;
  /** Keys of the items written last, newest first; undefined where DynamoDB is elsewhere. */
  lastWritten(table: string): Json[] | undefined;
  /** What was published to the embedded SNS, newest first. */
  readonly published: readonly PublishedTo[];
  close(): Promise<void>;
}

const KEPT_PUBLISHED = 200;

/**
 * Starts the services that are not elsewhere: empty, but for what is in the folder of data.
 *
 * @param onChange Called when something in a service may have changed.
 * @param onLoss Called with a sentence when a service died and was restarted: it is then empty, without tables and streams.
 */
export async function startServices(
  { elsewhere, serve }: Ports,
  onChange: () => void,
  onLoss: (message: string) => void,
  data?: DataFolder,
): Promise<Services> {
  const published: PublishedTo[] = [];
  function onPublish(message: PublishedTo): void {
    published.unshift(message);
    published.length = Math.min(published.length, KEPT_PUBLISHED);
    onChange();
  }
  const [fauxqs, dynamodb, kinesis] = await Promise.all([startQueuesTopicsAndBuckets(), startTables(), startStreams()]);

  return {
    inspectQueue: (name) => (elsewhere.includes("sqs") ? undefined : fauxqs.inspect(name)),
    lastWritten: (table) => (elsewhere.includes("dynamodb") ? undefined : dynamodb.lastWritten(table)),
    published,
    async close() {
      await Promise.all([fauxqs, dynamodb, kinesis].map((service) => service.close()));
    },
  };

  // Each is loaded when it is started: the program runs meanwhile.
  async function startQueuesTopicsAndBuckets() {
    const [{ startFauxqs }, { createSqsFront }, { createSnsFront }, { createS3Front }] = await Promise.all([
      import("./fauxqs.ts"),
      import("./sqs/front.ts"),
      import("./sns-front.ts"),
      import("./s3-front.ts"),
    ]);
    const app = await startFauxqs(data);
    serve("sqs", createSqsFront(app, onChange));
    serve("sns", createSnsFront(app, onPublish));
    serve("s3", createS3Front(app, onChange));
    return app;
  }
  async function startTables() {
    const { startDynamoDb } = await import("./dynamodb.ts");
    const tables = await startDynamoDb(onChange, onLoss, data?.tables);
    serve("dynamodb", tables.handler);
    return tables;
  }
  async function startStreams() {
    const { startKinesis } = await import("./kinesis.ts");
    const streams = await startKinesis(onChange, onLoss);
    serve("kinesis", streams.handler);
    return streams;
  }
}
