import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse, stringify } from "yaml";
import type { IntegrationExtension, JsonSchema, OpenApiDocument, Operation } from "../components/openapi.ts";
import { render } from "../local/gateway/vtl/index.ts";
import { type Program, runProgram } from "../local/program.ts";

/** The whole stack, run without a cloud. */
describe("the stack", function () {
  this.timeout(60_000);
  let program: Program;
  let document: OpenApiDocument;
  before(async () => {
    program = await runProgram({ stack: "dev" });
    document = program.document as OpenApiDocument;
  });

  const inputsOf = (type: string) => {
    const found = program.resources.filter((resource) => resource.type === type);
    assert(found.length > 0, `the stack has no ${type}`);
    return found.map(({ name, inputs }) => ({ name, inputs }));
  };
  const integrations = () =>
    operations(document).map(([route, operation]) => [route, integrationOf(operation)] as const);

  it("has the routes, each with its type of integration", () => {
    assert.deepEqual(
      integrations()
        .filter(([route]) => !route.startsWith("OPTIONS"))
        .map(([route, { type, uri = "", connectionType }]) => [
          route,
          type,
          service(uri),
          connectionType ?? "INTERNET",
        ]),
      [
        ["POST /contact", "aws", "sqs", "INTERNET"],
        ["POST /contact/lambda", "aws_proxy", "lambda", "INTERNET"],
        ["POST /contact/legacy", "aws", "lambda", "INTERNET"],
        ["GET /topics", "mock", "", "INTERNET"],
        ["GET /postal-codes/{country}/{code}", "http", "https", "INTERNET"],
        ["ANY /support/{proxy+}", "http_proxy", "http", "VPC_LINK"],
        ["PUT /visitors/{user_id}", "aws", "dynamodb", "INTERNET"],
        ["GET /visitors/{user_id}", "aws", "dynamodb", "INTERNET"],
        ["POST /announcements", "aws", "sns", "INTERNET"],
        ["POST /events", "aws", "kinesis", "INTERNET"],
      ],
    );
  });

  it("asks for a key where strangers must not get through", () => {
    const keyed = operations(document).filter(([, { security }]) => security?.some((scheme) => "api_key" in scheme));
    assert.deepEqual(
      keyed.map(([route]) => route),
      ["ANY /support/{proxy+}", "POST /announcements"],
    );
  });

  it("has a preflight for every path, which needs no key", () => {
    for (const [route, item] of Object.entries(document.paths)) {
      assert.equal(item.options?.["x-amazon-apigateway-integration"].type, "mock", route);
      assert.equal(item.options?.security, undefined, route);
    }
  });

  it("lets the configured origin, and no other, read every answer", () => {
    for (const [route, { type, responses = {} }] of integrations()) {
      if (type.endsWith("_proxy")) continue;
      for (const [pattern, { responseParameters }] of Object.entries(responses)) {
        const origin = responseParameters?.["method.response.header.Access-Control-Allow-Origin"];
        assert.equal(origin, "'http://localhost:3000'", `${route} ${pattern}`);
      }
    }
  });

  it("sends no body to a backend but through a template: other content types are refused", () => {
    for (const [route, { type, requestTemplates, passthroughBehavior }] of integrations()) {
      if (type !== "aws") continue;
      assert.deepEqual(Object.keys(requestTemplates ?? {}), ["application/json"], route);
      assert.equal(passthroughBehavior, "never", route);
    }
  });

  it("validates every body that a template maps against a model that allows nothing else", () => {
    for (const [route, { requestBody, ...operation }] of operations(document)) {
      if (integrationOf(operation).type !== "aws" || route.startsWith("GET")) continue;
      assert.equal(modelOf(document, { requestBody, ...operation })?.additionalProperties, false, route);
    }
    assert.equal(document["x-amazon-apigateway-request-validator"], "full");
  });

  it("escapes client text in every template: no text changes the form of what the backend is asked", () => {
    const texts = [
      `a&Action=DeleteQueue&x=%26"'<>\\`,
      '", "TableName": "other',
      "</ticket><ticket>",
      "$input.body #end",
      "\n",
    ];
    for (const [route, operation] of operations(document)) {
      const { type, requestTemplates, requestParameters } = integrationOf(operation);
      const source = requestTemplates?.["application/json"];
      if (type !== "aws" || source === undefined) continue;
      const form = requestParameters?.["integration.request.header.Content-Type"]?.includes("form");
      const shape = (text: string) => {
        const body = JSON.stringify(bodyOf(modelOf(document, operation), text));
        const variables = (operation.parameters ?? []).filter((parameter) => parameter.in === "path");
        const request = renderRequest(
          source,
          body,
          Object.fromEntries(variables.map(({ name }) => [name, encodeURIComponent(text)])),
        );
        return form ? [...new URLSearchParams(request).keys()] : shapeOf(JSON.parse(request));
      };
      for (const text of texts) assert.deepEqual(shape(text), shape("plain"), `${route} ${text}`);
    }
  });

  it("shows nothing of a backend's own errors", () => {
    for (const [route, { type, responses = {} }] of integrations()) {
      if (type === "mock" || type.endsWith("_proxy")) continue;
      const answers = Object.entries(responses).filter(([, { statusCode }]) => Number(statusCode) >= 500);
      assert(answers.length > 0, `${route} has no answer for a backend that failed`);
      for (const [pattern, { responseTemplates = {} }] of answers) {
        assert.match(Object.values(responseTemplates).join(), /^\{"message":"[A-Z][a-z ]+"\}$/, `${route} ${pattern}`);
      }
    }
  });

  it("allows each role its actions on named resources, never everything", () => {
    for (const { name, inputs } of inputsOf("aws:iam/rolePolicy:RolePolicy")) {
      for (const { Effect, Action, Resource } of JSON.parse(inputs.policy).Statement) {
        assert.equal(Effect, "Allow", name);
        for (const action of [Action].flat()) assert.match(action, /^[a-z]+:[A-Za-z]+$/, name);
        for (const arn of [Resource].flat()) {
          // The streams of a log group are named by Lambda.
          assert.match(arn, /^arn:aws:[a-z]+:[a-z0-9-]*:\d*:[^*]+(:log-stream:\*)?$/, name);
        }
      }
    }
  });

  it("gives each route to an AWS service a role of its own, for one action on one resource", () => {
    const used = integrations().flatMap(([, { credentials }]) => credentials ?? []);
    assert.equal(used.length, 5);
    assert.equal(new Set(used).size, used.length);
    const policies = inputsOf("aws:iam/rolePolicy:RolePolicy").filter(({ inputs }) =>
      used.some((arn) => arn.endsWith(`/${inputs.role}`)),
    );
    assert.deepEqual(
      policies
        .flatMap(({ inputs }) => JSON.parse(inputs.policy).Statement.map((s: { Action: string }) => s.Action))
        .toSorted(),
      ["dynamodb:GetItem", "dynamodb:PutItem", "kinesis:PutRecord", "sns:Publish", "sqs:SendMessage"],
    );
  });

  it("attaches AWS's own policies only where none of ours could name the resource", () => {
    const attached = inputsOf("aws:iam/rolePolicyAttachment:RolePolicyAttachment").map(
      ({ inputs }) => inputs.policyArn,
    );
    assert.deepEqual([...new Set(attached)].toSorted(), [
      "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess",
      "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs",
    ]);
  });

  it("encrypts whatever holds data", () => {
    for (const { name, inputs } of inputsOf("aws:sqs/queue:Queue"))
      assert.equal(inputs.sqsManagedSseEnabled, true, name);
    for (const { name, inputs } of inputsOf("aws:sns/topic:Topic"))
      assert.equal(inputs.kmsMasterKeyId, "alias/aws/sns", name);
    for (const { name, inputs } of inputsOf("aws:kinesis/stream:Stream"))
      assert.equal(inputs.encryptionType, "KMS", name);
    for (const { name, inputs } of inputsOf("aws:dynamodb/table:Table")) {
      assert.equal(inputs.serverSideEncryption?.enabled, true, name);
      assert.equal(inputs.pointInTimeRecovery?.enabled, true, name);
    }
    for (const { name, inputs } of inputsOf("aws:ec2/launchTemplate:LaunchTemplate")) {
      for (const { ebs } of inputs.blockDeviceMappings) assert.equal(ebs.encrypted, "true", name);
    }
  });

  it("has nothing with a public address, and nothing open to the world", () => {
    for (const { name, inputs } of inputsOf("aws:ec2/launchTemplate:LaunchTemplate")) {
      for (const network of inputs.networkInterfaces) assert.equal(network.associatePublicIpAddress, "false", name);
    }
    for (const { name, inputs } of inputsOf("aws:lb/loadBalancer:LoadBalancer"))
      assert.equal(inputs.internal, true, name);
    for (const { name, inputs } of inputsOf("awsx:ec2:Vpc")) {
      assert.deepEqual(
        inputs.subnetSpecs.map((spec: { type: string }) => spec.type),
        ["Isolated"],
        name,
      );
      assert.equal(inputs.natGateways.strategy, "None", name);
    }
    const types = new Set(program.resources.map(({ type }) => type));
    for (const type of [
      "aws:ec2/eip:Eip",
      "aws:ec2/internetGateway:InternetGateway",
      "aws:ec2/natGateway:NatGateway",
    ]) {
      assert(!types.has(type), type);
    }
    const ingress = program.resources.filter(({ type }) =>
      /ec2\/(securityGroup|securityGroupRule)|securityGroupIngress/.test(type),
    );
    assert.doesNotMatch(JSON.stringify(ingress.map(({ inputs }) => inputs.ingress ?? inputs)), /0\.0\.0\.0\/0|::\/0/);
  });

  it("keeps every log for a limited time", () => {
    for (const { name, inputs } of inputsOf("aws:cloudwatch/logGroup:LogGroup")) {
      assert.equal(inputs.retentionInDays, 30, name);
    }
    for (const { name, inputs } of inputsOf("aws:lambda/function:Function")) {
      assert(inputs.loggingConfig?.logGroup, name);
    }
  });

  it("says where everything is", () => {
    assert.equal(program.outputs.url, "http://localhost:3000/dev");
    assert.equal((program.outputs.routes as unknown[]).length, 10);
    for (const name of ["queueUrl", "deadLetterQueueUrl", "tableName", "visitorsTableName"]) {
      assert.equal(typeof program.outputs[name], "string", name);
    }
    for (const name of ["topicArn", "announcementsTopicArn"]) {
      assert.match(String(program.outputs[name]), /^arn:aws:sns:/, name);
    }
    assert.equal(typeof program.outputs.streamName, "string");
    assert.equal(typeof program.outputs.apiKeyId, "string");
  });
});

/** The whole stack with the defaults of `Pulumi.yaml`, but for a second origin. */
describe("the stack without its hourly prices", function () {
  this.timeout(60_000);
  const directory = mkdtempSync(path.join(tmpdir(), "contact-us-"));
  let program: Program;
  before(async () => {
    const project = parse(readFileSync("Pulumi.yaml", "utf8"));
    const config = { "contact-us:allowedOrigins": ["https://a.example", "https://b.example"] };
    writeFileSync(path.join(directory, "Pulumi.yaml"), stringify({ ...project, main: process.cwd() }));
    writeFileSync(path.join(directory, "Pulumi.plain.yaml"), stringify({ config }));
    program = await runProgram({ stack: "plain", directory });
  });
  after(() => rmSync(directory, { recursive: true }));

  it("builds neither network nor stream, nor their routes", () => {
    assert.deepEqual(
      Object.keys(program.document.paths).filter((route) => /support|events/.test(route)),
      [],
    );
    assert.deepEqual(
      program.resources.filter(({ type }) => /^aws:(ec2|lb|autoscaling|kinesis)|^awsx|vpcLink/.test(type)),
      [],
    );
    assert.equal(program.outputs.streamName, null);
  });

  it("lets each of several origins read an answer", () => {
    for (const [route, operation] of operations(program.document as OpenApiDocument)) {
      const { type, responses = {} } = integrationOf(operation);
      if (type.endsWith("_proxy")) continue;
      for (const { responseTemplates } of Object.values(responses)) {
        const [source] = Object.values(responseTemplates ?? {});
        assert(source !== undefined, route);
        const { responseOverride } = render(source, scope("response", "{}", {}, { origin: ["https://b.example"] }));
        assert.equal(responseOverride?.header?.["Access-Control-Allow-Origin"], "https://b.example", route);
      }
    }
  });
});

function operations(document: OpenApiDocument): [string, Operation][] {
  return Object.entries(document.paths).flatMap(([route, item]) =>
    Object.entries(item).map(([method, operation]): [string, Operation] => [
      `${method === "x-amazon-apigateway-any-method" ? "ANY" : method.toUpperCase()} ${route}`,
      operation,
    ]),
  );
}

function integrationOf(operation: Operation): IntegrationExtension {
  return operation["x-amazon-apigateway-integration"];
}

/** The AWS service, or else the scheme, of an integration's `uri`. */
function service(uri: string): string {
  return /^arn:aws:apigateway:[^:]+:([a-z]+):/.exec(uri)?.[1] ?? uri.replace(/:.*$/, "");
}

function modelOf(document: OpenApiDocument, { requestBody }: Operation): JsonSchema | undefined {
  const reference = requestBody?.content["application/json"]?.schema.$ref;
  return document.components?.schemas?.[String(reference).replace("#/components/schemas/", "")];
}

/** A body with every property of the model, each with that text where the model lets it be any. */
function bodyOf(model: JsonSchema | undefined, text: string): Record<string, unknown> {
  const properties = Object.entries((model?.properties ?? {}) as Record<string, { enum?: unknown[] }>);
  return Object.fromEntries(properties.map(([name, schema]) => [name, schema.enum?.[0] ?? text]));
}

function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== "object" || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shapeOf(item)]));
}

function renderRequest(source: string, body: string, pathParameters: Record<string, string>): string {
  return render(source, scope("request", body, pathParameters, {})).body;
}

function scope(
  kind: "request" | "response",
  body: string,
  pathParameters: Record<string, string>,
  headers: Record<string, string[]>,
) {
  return {
    kind,
    body,
    contentType: "application/json",
    method: "POST",
    path: "/",
    resourcePath: "/",
    pathParameters,
    query: {},
    headers,
    stageVariables: {},
    context: {},
  };
}
