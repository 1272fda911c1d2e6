import { Compile, parse, render as renderVelocity } from "velocityjs";
import { compile } from "../src/vtl/index.ts";
import { type Sample, velocityContext } from "./velocity-context.ts";

/** Renders a second of one template, by three ways of rendering it. */
export interface Rendering {
  readonly name: string;
  /** The gateway's engine, which compiles a template once. */
  readonly ours: number;
  /** velocityjs's `render(template, context)`, which is how its documentation uses it. */
  readonly velocityjs: number;
  /** velocityjs with the template parsed beforehand. */
  readonly velocityjsParsed: number;
}

/** Milliseconds for which each way of rendering is measured, and how often, in turns. */
const TURN = 150;
const TURNS = 5;

/** Measures each mapping template of a document, the median of turns. */
export function measureRendering(document: Record<string, unknown>): Rendering[] {
  const prepared = templatesOf(document).map((named) => ({ name: named.name, ways: waysToRender(named) }));
  for (const { ways } of prepared) ways.forEach(perSecond); // so that all of every engine is compiled
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
function waysToRender({ template, sample }: Named): (() => string)[] {
  const { path, query, headers, ...rest } = sample;
  const lists = (values: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, [value]]));
  const scope = {
    ...rest,
    contentType: "application/json",
    method: "POST",
    path: "/contact",
    resourcePath: "/contact",
    pathParameters: path,
    query: lists(query),
    headers: lists(headers),
    stageVariables: {},
    context: { requestId: "5cbe815f-8db4-5c39-a834-dcfbd53c1f5c", httpMethod: "POST", identity: {} },
  };
  const compiled = compile(template);
  const parsed = parse(template);
  return [
    () => compiled.render(scope).body,
    () => renderVelocity(template, velocityContext(sample)),
    () => new Compile(parsed).render(velocityContext(sample)),
  ];
}

function perSecond(render: () => string): number {
  const start = performance.now();
  let renders = 0;
  let elapsed = 0;
  while (elapsed < TURN) {
    for (let i = 0; i < 20; i++) render();
    renders += 20;
    elapsed = performance.now() - start;
  }
  return (renders * 1000) / elapsed;
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

/** What its response templates read: an answer of each service, all in one. */
const response = {
  SendMessageResponse: { SendMessageResult: { MessageId: "59c52602-131d-420c-8701-7d8f275f36ac" } },
  PublishResponse: { PublishResult: { MessageId: "59c52602-131d-420c-8701-7d8f275f36ac" } },
  Item: { user_id: { S: "u-1" }, name: { S: "Ada" }, page: { S: "/contact" } },
  SequenceNumber: "49546986683135544286507457936321625675700192471156785154",
  ShardId: "shardId-000000000000",
  errorMessage: "NotFound: no such case",
};

interface Named {
  readonly name: string;
  readonly template: string;
  readonly sample: Sample;
}

/** The document's mapping templates that have Velocity in them, each once, by the first method that uses it. */
function templatesOf(document: Record<string, unknown>): Named[] {
  const found = new Map<string, Named>();
  const add = (method: string, kind: Sample["kind"], templates: Record<string, string> | undefined) => {
    for (const template of Object.values(templates ?? {})) {
      if (!/[$#]/.test(template) || found.has(template)) continue;
      const body = JSON.stringify(kind === "request" ? request : response);
      const sample = { kind, body, path: { user_id: "u-1" }, query: {}, headers: { origin: "http://localhost:5173" } };
      found.set(template, { name: `${method}: ${kind}`, template, sample });
    }
  };
  for (const [path, operations] of Object.entries(document.paths as Record<string, Record<string, Operation>>)) {
    for (const [key, operation] of Object.entries(operations)) {
      const method = `${key.startsWith("x-") ? "ANY" : key.toUpperCase()} ${path}`;
      const integration = operation["x-amazon-apigateway-integration"];
      add(method, "request", integration?.requestTemplates);
      for (const [pattern, answer] of Object.entries(integration?.responses ?? {})) {
        add(`${method} (${pattern})`, "response", answer.responseTemplates);
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
