// A server under test, in a process of its own: `server.ts ROLE`, where ROLE is `bare`, `upstream`, `gateway` or
// `gateway-traced`. It says on which port it listens, and answers each later message with the memory and CPU it uses.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createGateway } from "../src/index.ts";
import { TraceStore } from "../src/trace/trace-store.ts";

/** What a parent tells a gateway before it starts. */
export interface Setup {
  /** The stack's OpenAPI document, its HTTP backend already turned to the upstream. */
  readonly document: Record<string, unknown>;
  /** IDs of the document's VPC links. */
  readonly vpcLinks: readonly string[];
  /** Base URL of the process that plays the HTTP backend and SQS. */
  readonly upstream: string;
}

/** What a server process has used so far. */
export interface Usage {
  /** Resident set size in bytes, after a collection. */
  readonly memory: number;
  /** CPU time in microseconds, user and system. */
  readonly cpu: number;
}

const body = Buffer.from(JSON.stringify({ topics: [{ id: "sales", label: "Sales" }] }));

/** Answers at once, always the same: the most that one Node process serves on this machine. */
const bare = createServer((_request, response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": body.length });
  response.end(body);
});

const sqsAnswer = JSON.stringify({
  SendMessageResponse: {
    ResponseMetadata: { RequestId: "5cbe815f-8db4-5c39-a834-dcfbd53c1f5c" },
    SendMessageResult: {
      MD5OfMessageBody: "0046701aed8ee5c7de6c01430556b13e",
      MessageId: "59c52602-131d-420c-8701-7d8f275f36ac",
    },
  },
});
const postalAnswer = JSON.stringify({ "post code": "90210", country: "United States", places: [] });

/** The backends: as cheap as can be, so that the gateway is what is measured. */
const upstream = createServer((request, response) => {
  request.resume();
  request.on("end", () => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(request.method === "POST" ? sqsAnswer : postalAnswer);
  });
});

/** Functions run in the gateway's process, as `npm start` runs them; these answer at once, each as its kind does. */
async function invoke(functionArn: string): Promise<{ payload: Buffer }> {
  const result = functionArn.includes("legacy")
    ? { result: "<contact><caseNumber>C-1</caseNumber></contact>", caseNumber: "C-1" }
    : { statusCode: 202, headers: { "Content-Type": "application/json" }, body: '{"messageId":"1"}' };
  return { payload: Buffer.from(JSON.stringify(result)) };
}

const listen = (server: Server) =>
  new Promise<number>((done) => {
    server.listen(0, "127.0.0.1", () => done((server.address() as AddressInfo).port));
  });

async function start(role: string, setup: Setup): Promise<number> {
  if (role === "bare") return listen(bare);
  if (role === "upstream") return listen(upstream);
  const store = new TraceStore();
  const gateway = createGateway(setup.document, {
    stage: "dev",
    endpoints: Object.fromEntries(["sqs", "dynamodb", "sns", "kinesis"].map((service) => [service, setup.upstream])),
    vpcLinks: Object.fromEntries(setup.vpcLinks.map((id) => [id, setup.upstream])),
    invoke,
    ...(role === "gateway-traced" ? { onTrace: (trace) => store.add(trace) } : {}),
  });
  return Number(new URL(await gateway.listen(0)).port);
}

process.on("message", async (message: Setup | "usage") => {
  if (message === "usage") {
    const { user, system } = process.cpuUsage();
    globalThis.gc?.();
    process.send?.({ memory: process.memoryUsage().rss, cpu: user + system } satisfies Usage);
  } else {
    process.send?.(await start(process.argv[2] ?? "", message));
  }
});
process.on("disconnect", () => process.exit());
