import type { TraceMessage } from "../../src/api/wire.ts";
import { type OpenApiDocument, type Operation, operationOf } from "../document/document.ts";
import { listOf, objectOf } from "../document/json.ts";
import { expectedHeaders, headerOf, savedHeaders } from "./case.ts";
import {
  ANY,
  backendOf,
  expectedText,
  pathOf,
  type Recording,
  redacted,
  routeOf,
  secretsOf,
  stepOf,
} from "./recording.ts";
import { type Expression, keyOf, literal, statement } from "./typescript.ts";

/** The key of a saved test, which no usage plan has. */
const API_KEY = "key-of-this-test-alone";

/** A value as TypeScript, without the secrets of the trace. */
type Write = (value: unknown) => string;

/**
 * A traced request as a mocha test in TypeScript, as `npm run format` leaves it: the gateway serves the route as the document
 * has it, a backend answers what it answered then, and the response and what the backend receives are asserted. It imports
 * `local-api-gateway` alone.
 */
export function mochaTest(recording: Recording): string {
  const { trace, document, stage, date } = recording;
  const { response } = trace;
  const operation = operationOf(document, routeOf(trace));
  const answer = stepOf(trace, "integration")?.output;
  const { kind } = backendOf(operation);
  const isCalled = answer !== undefined && kind !== "none";
  const serves = kind === "http" || kind === "service";
  const secrets = secretsOf(trace);
  const write: Write = (value) => literal(withoutSecrets(value, secrets));
  const expressions: Expression[] = [
    { callee: "assert.equal", args: ["response.status", String(response.status)] },
    ...Object.entries(expectedHeaders(trace))
      .filter(([name]) => name !== "content-encoding")
      .map(([name, value]) => ({
        callee: "assert.equal",
        args: [`response.headers.get(${write(name)})`, write(value)],
      })),
    ...bodyAssertions(recording, write),
    ...(kind === "none"
      ? []
      : [isCalled ? receivedAssertion(recording, write) : { callee: "assert.deepEqual", args: ["received", "[]"] }]),
  ];
  const assertions = expressions.map((expression) => statement(expression, 6)).join("\n");
  const usesLike = assertions.includes("like(");
  return `// Saved from the Explorer on ${date}: ${trace.request.method} ${redacted(pathOf(trace, stage), secrets)} answered ${response.status}.
import assert from "node:assert/strict";
${serves ? 'import { once } from "node:events";\nimport { createServer } from "node:http";\nimport type { AddressInfo } from "node:net";\n' : ""}import { createGateway } from "local-api-gateway";

/** The route as the API's document had it, without its authorizers. */
const DOCUMENT = ${write(documentOf(recording, operation))};

const REQUEST = ${write(requestOf(recording))};
${isCalled ? `\n/** What the backend answered. */\nconst ANSWER = ${write(answerOf(kind, answer))};\n` : ""}${
  usesLike
    ? `
/** A pattern for a text in which \`${ANY}\` stands for what differs with each request. */
function like(text: string): RegExp {
  const parts = text.split("${ANY}").map((part) => part.replaceAll(/[\\\\^$.*+?()[\\]{}|]/g, "\\\\$&"));
  return new RegExp(\`^\${parts.join(".*")}$\`, "s");
}
`
    : ""
}
describe(${write(`${trace.route}, as saved`)}, () => {
  it("answers ${response.status}", async () => {
${indented([...setUp(kind, isCalled), gatewayOf(recording, kind, write)], 4)}
    try {
      const response = await fetch(\`\${await gateway.listen(0)}\${REQUEST.path}\`, {
        method: REQUEST.method,
        headers: REQUEST.headers,
        ${trace.request.body ? `body: ${bufferOf("REQUEST", trace.request)},\n        ` : ""}redirect: "manual",
      });
${assertions}
    } finally {
      await gateway.close();${serves ? "\n      backend.close();" : ""}
    }
  });
});
`;
}

/** A value without secrets, in whatever depth they stand. */
function withoutSecrets(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === "string") {
    return redacted(value, secrets);
  }
  if (Array.isArray(value)) {
    return value.map((one) => withoutSecrets(one, secrets));
  }
  return typeof value === "object" && value !== null
    ? Object.fromEntries(
        Object.entries(value).map(([name, one]) => [redacted(name, secrets), withoutSecrets(one, secrets)]),
      )
    : value;
}

function setUp(kind: string, isCalled: boolean): string[] {
  if (kind === "none") {
    return [];
  }
  if (kind === "lambda") {
    return ["const received: string[] = [];"];
  }
  return [
    "const received: string[] = [];",
    "const backend = createServer(async (request, response) => {",
    "  const chunks: Buffer[] = [];",
    "  for await (const chunk of request) chunks.push(chunk);",
    "  received.push(Buffer.concat(chunks).toString());",
    ...(isCalled
      ? [
          '  const body = Buffer.from(ANSWER.body, ANSWER.base64 ? "base64" : "utf8");',
          "  response.writeHead(ANSWER.status, ANSWER.headers).end(body);",
        ]
      : ["  response.writeHead(500).end();"]),
    '}).listen(0, "127.0.0.1");',
    'await once(backend, "listening");',
    "const url = `http://127.0.0.1:${(backend.address() as AddressInfo).port}`;",
  ];
}

/** The line that makes the gateway, with the one backend that the route has. */
function gatewayOf({ trace, document, stage }: Recording, kind: string, write: Write): string {
  const { uri = "", connectionType } = operationOf(document, routeOf(trace))["x-amazon-apigateway-integration"] ?? {};
  const region = /^arn:[^:]*:apigateway:([^:]+):/.exec(uri)?.[1];
  const { service } = backendOf(operationOf(document, routeOf(trace)));
  const isCalled = stepOf(trace, "integration")?.output !== undefined;
  const options = [
    `stage: ${write(stage)}`,
    `apiKeys: [${write(API_KEY)}]`,
    ...(region === undefined ? [] : [`region: ${write(region)}`]),
    ...(kind === "service" ? [`endpoints: { ${keyOf(service ?? "")}: url }`] : []),
    ...(kind === "http" && connectionType === "VPC_LINK" ? ["vpcLinks: { link: url }"] : []),
    ...(kind === "http" && connectionType !== "VPC_LINK"
      ? [`upstreams: { ${keyOf(/^https?:\/\/[^/]+/.exec(uri)?.[0] ?? uri)}: url }`]
      : []),
    ...(kind === "lambda" ? [invokeOf(isCalled)] : []),
  ];
  return `const gateway = createGateway(DOCUMENT, {\n${options.map((option) => `  ${option},`).join("\n")}\n});`;
}

function invokeOf(isCalled: boolean): string {
  const result = isCalled
    ? "return { payload: Buffer.from(ANSWER.payload), functionError: ANSWER.functionError };"
    : 'return { payload: Buffer.from("null") };';
  return `invoke: async (_function, payload) => {\n    received.push(payload.toString());\n    ${result}\n  }`;
}

/** The document with this one route, and what it refers to. */
function documentOf({ trace, document }: Recording, operation: Operation): object {
  const { method, path } = routeOf(trace);
  const root = objectOf(document);
  const { security, ...rest } = operation as Operation & Record<string, unknown>;
  const schemes = objectOf(objectOf(root.components).securitySchemes);
  const isKey = (name: string) => String(objectOf(schemes[name]).name).toLowerCase() === "x-api-key";
  const keys = listOf(security ?? root.security).flatMap((one) => Object.keys(objectOf(one)).filter(isKey));
  const { connectionId: _, ...integration } = objectOf(rest["x-amazon-apigateway-integration"]);
  const extensions = Object.entries(root).filter(
    ([name]) =>
      name.startsWith("x-amazon-apigateway-") && !/-(policy|endpoint-configuration|cors|importexport.*)$/.test(name),
  );
  const served = {
    ...rest,
    ...(keys.length > 0 && { security: keys.map((name) => ({ [name]: [] })) }),
    "x-amazon-apigateway-integration": {
      ...integration,
      ...(integration.connectionType === "VPC_LINK" && { connectionId: "link" }),
    },
  };
  return {
    openapi: "3.0.1",
    info: { title: document.info?.title ?? "api", version: "1" },
    ...Object.fromEntries(extensions),
    paths: { [path]: { [method === "ANY" ? "x-amazon-apigateway-any-method" : method.toLowerCase()]: served } },
    components: {
      schemas: schemasOf(served, document),
      ...(keys.length > 0 && { securitySchemes: Object.fromEntries(keys.map((name) => [name, schemes[name]])) }),
    },
  };
}

/** The schemas that an operation refers to, and those that they refer to. */
function schemasOf(operation: object, { components }: OpenApiDocument): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  const look = (value: unknown) => {
    for (const [, name = ""] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      const schema = components?.schemas?.[name];
      if (!(name in found) && schema) {
        found[name] = schema;
        look(schema);
      }
    }
  };
  look(operation);
  return found;
}

function requestOf({ trace, stage }: Recording): object {
  const { method, body, base64 } = trace.request;
  return {
    method,
    path: pathOf(trace, stage),
    headers: savedHeaders(trace, API_KEY),
    ...(body && { body }),
    ...(base64 && { base64 }),
  };
}

function answerOf(kind: string, answer: TraceMessage): object {
  const { status, body = "", base64 = false } = answer;
  if (kind === "lambda") {
    return { payload: body, functionError: headerOf(answer, "x-amz-function-error") };
  }
  const headers = Object.entries(answer.headers ?? {}).filter(
    ([name]) => !/^(connection|keep-alive|transfer-encoding|content-length|date|set-cookie)$/i.test(name),
  );
  return { status, headers: Object.fromEntries(headers), body, base64 };
}

function bufferOf(name: string, { base64 }: TraceMessage): string {
  return base64 ? `Buffer.from(${name}.body, "base64")` : `${name}.body`;
}

function bodyAssertions(recording: Recording, write: Write): Expression[] {
  const { body = "", base64, truncatedFrom } = recording.trace.response;
  if (truncatedFrom !== undefined) {
    return [];
  }
  return base64
    ? [
        {
          callee: "assert.equal",
          args: ['Buffer.from(await response.arrayBuffer()).toString("base64")', write(body)],
        },
      ]
    : [textAssertion("await response.text()", body, recording, write)];
}

/** What the backend must receive: where a template wrote it. A proxy's event has the caller's address and the time. */
function receivedAssertion(recording: Recording, write: Write): Expression {
  const { trace } = recording;
  const { body = "", base64, truncatedFrom } = stepOf(trace, "integration")?.input ?? {};
  const isWritten = stepOf(trace, "integrationRequest")?.template !== undefined;
  return !isWritten || base64 || truncatedFrom !== undefined
    ? { callee: "assert.equal", args: ["received.length", "1"] }
    : textAssertion("received.join()", body, recording, write);
}

function textAssertion(actual: string, text: string, { trace }: Recording, write: Write): Expression {
  const expected = expectedText(text, trace);
  return expected === text
    ? { callee: "assert.equal", args: [actual, write(text)] }
    : { callee: "assert.match", args: [actual, { callee: "like", args: [write(expected)] }] };
}

function indented(lines: readonly string[], spaces: number): string {
  return lines
    .flatMap((text) => text.split("\n"))
    .map((line) => " ".repeat(spaces) + line)
    .join("\n");
}
