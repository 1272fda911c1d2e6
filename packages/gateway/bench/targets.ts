/** A server that is measured: see servers.ts. */
export type ServerName =
  | "bare"
  | "gateway"
  | "traced"
  | "npm start"
  | "npm start, bench program"
  | "serverless-offline, in process"
  | "serverless-offline, worker threads";

/** One thing that is measured: a request, and which server it goes to. */
export interface Target {
  /** Unique, with the server's name in it. */
  readonly name: string;
  readonly server: ServerName;
  readonly method: "GET" | "POST";
  /** Without the stage. */
  readonly path: string;
  readonly body?: string;
  /** Requests under way at once; default {@link CONNECTIONS}. */
  readonly connections?: 1;
  /**
   * What happens to the messages that the target leaves in the queue of the program's output `queueUrl`: `count` waits until the consumer
   * has stored each and counts them in the table, `purge` throws them away, so that no other target is measured beside the consumer.
   */
  readonly messages?: "count" | "purge";
}

/** Requests under way at once. */
export const CONNECTIONS = 32;

/** With one connection it is the latency that counts, for which less time is enough: this part of a target's seconds. */
export const ONE_CONNECTION_PART = 0.25;

/** A submission as people write them. */
export const CONTACT = JSON.stringify({
  name: "Ada Lovelace",
  email: "ada@example.com",
  topic: "support",
  message: "The form on your page answers 502. I have tried twice, on two days, in two browsers.",
});

const MOCK = { method: "GET", path: "/topics" } as const;
const PROXY = { method: "POST", path: "/contact/lambda", body: CONTACT } as const;
const TEMPLATES = { method: "POST", path: "/contact/legacy", body: CONTACT } as const;
const HTTP = { method: "GET", path: "/postal-codes/us/90210" } as const;
const SQS = { method: "POST", path: "/contact", body: CONTACT } as const;
const ECHO = { method: "POST", path: "/echo", body: CONTACT } as const;
const QUEUE = { method: "POST", path: "/queue", body: CONTACT } as const;

/** The stack's own routes, one of each kind that costs the gateway something different. */
export const ROUTES = { mock: MOCK, "Lambda proxy": PROXY, templates: TEMPLATES, HTTP, SQS } as const;

const purge = { messages: "purge" } as const;
const count = { messages: "count" } as const;
const one = { connections: 1 } as const;

const inProcess = "serverless-offline, in process";
const workerThreads = "serverless-offline, worker threads";
const program = "npm start, bench program";

/** What is measured in each round, in order. The bare server comes first: the others are divided by its figure. */
export const targets: readonly Target[] = [
  { name: "bare node:http", server: "bare", method: "GET", path: "/" },
  ...Object.entries(ROUTES).flatMap(([name, route]): Target[] => [
    { name: `gateway: ${name}`, server: "gateway", ...route },
    { name: `gateway, traced: ${name}`, server: "traced", ...route },
  ]),
  { name: "npm start: mock", server: "npm start", ...MOCK },
  { name: "npm start: HTTP", server: program, ...HTTP },
  { name: "npm start: SQS, no consumer", server: program, ...QUEUE, ...purge },
  { name: "npm start: Lambda proxy, echo", server: program, ...ECHO },
  { name: "serverless-offline in process: echo", server: inProcess, ...ECHO },
  { name: "serverless-offline worker threads: echo", server: workerThreads, ...ECHO },
  { name: "npm start: Lambda proxy, contact", server: "npm start", ...PROXY, ...purge },
  { name: "npm start: templates, legacy-crm", server: "npm start", ...TEMPLATES, ...purge },
  { name: "npm start: POST /contact, each stored", server: "npm start", ...SQS, ...count },
  { name: "npm start: mock, one connection", server: "npm start", ...MOCK, ...one },
  { name: "npm start: echo, one connection", server: program, ...ECHO, ...one },
  { name: "serverless-offline in process: echo, one connection", server: inProcess, ...ECHO, ...one },
  { name: "serverless-offline worker threads: echo, one connection", server: workerThreads, ...ECHO, ...one },
  { name: "npm start: contact function, one connection", server: "npm start", ...PROXY, ...purge, ...one },
  { name: "npm start: POST /contact, each stored, one connection", server: "npm start", ...SQS, ...count, ...one },
];
