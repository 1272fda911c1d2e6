import { Compile, parse } from "velocityjs";
import { compile } from "../src/vtl/index.ts";
import { javaMethods, type Sample, velocityContext } from "./velocity-context.ts";

/** Renders a second of one template, by three ways of rendering it that print the same. */
export interface Rendering {
  readonly name: string;
  /** The gateway's engine, which compiles a template once. */
  readonly ours: number;
  /** velocityjs's `render(template, context)`, which is how its documentation uses it. */
  readonly velocityjs: number;
  /** velocityjs with the template parsed beforehand. */
  readonly velocityjsParsed: number;
}

/** One way of rendering a template, for one sample after the other, so that nothing that is kept of the last body helps. */
interface Way {
  render(turn: number): string;
}

/** Milliseconds for which each way of rendering is measured, and how often, in turns. */
const TURN = 50;
const TURNS = 15;

/**
 * Measures each mapping template of a document, the median of turns.
 * @throws Error when the engines print different texts, white space aside: then they do different work
 */
export function measureRendering(document: Record<string, unknown>): Rendering[] {
  const prepared = templatesOf(document).map((named) => ({ name: named.name, ways: waysToRender(named) }));
  // So that all of every engine is compiled.
  for (let turn = 0; turn < 4; turn++) for (const { ways } of prepared) ways.forEach(perSecond);
  return prepared.map(({ name, ways }) => {
    const rates = ways.map((): number[] => []);
    for (let turn = 0; turn < TURNS; turn++) {
      for (const [index, way] of ways.entries()) rates[index]?.push(perSecond(way));
    }
    const [ours = 0, velocityjs = 0, velocityjsParsed = 0] = rates.map(
      (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)],
    );
    return { name, ours, velocityjs, velocityjsParsed };
  });
}

/** Renders a template by the gateway's engine, by velocityjs, and by velocityjs with the template parsed beforehand. */
function waysToRender({ name, template, samples }: Named): Way[] {
  const compiled = compile(template);
  const parsed = parse(template);
  const config = { customMethodHandlers: javaMethods };
  const scopes = samples.map(scopeOf);
  const ways: Way[] = [
    { render: (turn) => compiled.render(ofTurn(scopes, turn)).body },
    { render: (turn) => new Compile(parse(template), config).render(velocityContext(ofTurn(samples, turn))) },
    { render: (turn) => new Compile(parsed, config).render(velocityContext(ofTurn(samples, turn))) },
  ];
  for (const turn of samples.keys()) {
    const [expected, ...others] = ways.map((way) => way.render(turn).replace(/\s/g, ""));
    for (const text of others) {
      if (text !== expected) throw new Error(`${name}: the gateway prints ${expected}, velocityjs ${text}`);
    }
  }
  return ways;
}

function scopeOf({ path, query, headers, ...rest }: Sample) {
  const lists = (values: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, [value]]));
  return {
    ...rest,
    contentType: "application/json",
    method: "POST",
    path: "/contact",
    resourcePath: "/contact",
    pathParameters: path,
    query: lists(query),
    headers: lists(headers),
    stageVariables: {},
  };
}

function ofTurn<Item>(items: readonly Item[], turn: number): Item {
  return items[turn % items.length] as Item;
}

/** Renders a second of processor time, garbage collection included: what else the machine does has no part in it. */
function perSecond(way: Way): number {
  const start = performance.now();
  const before = process.cpuUsage();
  let renders = 0;
  while (performance.now() - start < TURN) {
    for (let turn = 0; turn < 20; turn++) way.render(turn);
    renders += 20;
  }
  const { user, system } = process.cpuUsage(before);
  return (renders * 1e6) / (user + system);
}

/** What the stack's request templates read, all routes in one. */
const request = {
  name: "Ada O'Lovelace",
  email: "ada@example.com",
  topic: "support",
  message: 'The form on your page answers "502".\nI have tried twice, on two days, in two browsers.',
  page: "/contact",
  subject: "We are back",
  type: "page-view",
  visitor: "v-1",
};

const messageId = "59c52602-131d-420c-8701-7d8f275f36ac";
const requestId = "6b86b273-ff34-5ce1-9d6b-804eff5a3f57";
const receipt =
  "<receipt><caseNumber>C-1</caseNumber><department>Customer's desk</department><status>open</status></receipt>";

/** What the services answer, by the path of the resource: what its response templates read. */
const answers: Readonly<Record<string, { readonly success: object; readonly failure: object }>> = {
  "/contact": {
    success: { SendMessageResponse: { ResponseMetadata: { requestId }, SendMessageResult: { MessageId: messageId } } },
    failure: { Error: { Type: "Sender", Code: "KmsDisabled", Message: "The key is disabled." }, RequestId: requestId },
  },
  "/contact/legacy": {
    success: { document: receipt },
    failure: { errorMessage: "BadRequest: the ticket has no e-mail address", errorType: "Error", trace: [] },
  },
  "/visitors/{user_id}": {
    success: { Item: { user_id: { S: "u-1" }, name: { S: "Ada" }, page: { S: "/contact" } } },
    failure: { __type: "com.amazon.coral.service#ThrottlingException", message: "Rate exceeded" },
  },
  "/announcements": {
    success: { PublishResponse: { ResponseMetadata: { requestId }, PublishResult: { MessageId: messageId } } },
    failure: {
      Error: { Type: "Sender", Code: "InvalidParameter", Message: "Invalid parameter" },
      RequestId: requestId,
    },
  },
  "/events": {
    success: {
      SequenceNumber: "49546986683135544286507457936321625675700192471156785154",
      ShardId: "shardId-000000000000",
    },
    failure: { __type: "ValidationException", message: "1 validation error detected" },
  },
};

const context = {
  requestId: "5cbe815f-8db4-5c39-a834-dcfbd53c1f5c",
  extendedRequestId: "JKJaXmPLvHcESHA=",
  requestTimeEpoch: 1_764_172_800_000,
  httpMethod: "POST",
  identity: {},
};

interface Named {
  readonly name: string;
  readonly template: string;
  /** Requests or responses that differ. */
  readonly samples: readonly Sample[];
}

/** The document's mapping templates that have Velocity in them, each once, by the first method that uses it. */
function templatesOf(document: Record<string, unknown>): Named[] {
  const found = new Map<string, Named>();
  const add = (name: string, kind: Sample["kind"], body: object, templates: Record<string, string> | undefined) => {
    for (const template of Object.values(templates ?? {})) {
      if (!/[$#]/.test(template) || found.has(template)) continue;
      const path = { user_id: "u-1" };
      const headers = { origin: "http://localhost:5173" };
      const samples = [1, 2].map((number) => {
        const text = JSON.stringify({ ...body, number });
        return { kind, body: text, path, query: {}, headers, context };
      });
      found.set(template, { name: `${name}: ${kind}`, template, samples });
    }
  };
  for (const [path, operations] of Object.entries(document.paths as Record<string, Record<string, Operation>>)) {
    for (const [key, operation] of Object.entries(operations)) {
      const method = `${key.startsWith("x-") ? "ANY" : key.toUpperCase()} ${path}`;
      const integration = operation["x-amazon-apigateway-integration"];
      add(method, "request", request, integration?.requestTemplates);
      for (const [pattern, response] of Object.entries(integration?.responses ?? {})) {
        const { success = {}, failure = {} } = answers[path] ?? {};
        const body = pattern === "200" || pattern === "default" ? success : failure;
        add(`${method} (${pattern})`, "response", body, response.responseTemplates);
      }
    }
  }
  return [...found.values()];
}

interface Operation {
  readonly "x-amazon-apigateway-integration"?: {
    readonly requestTemplates?: Record<string, string>;
    readonly responses?: Record<string, { readonly responseTemplates?: Record<string, string> }>;
  };
}
