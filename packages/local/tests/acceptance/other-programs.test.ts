import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { start } from "../../../../tests/acceptance/app.ts";
import { call } from "../../../../tests/acceptance/client.ts";

/** What `@pulumi/aws-apigateway` is to a program: a component that a provider of its own makes. */
const REST_API = `
const pulumi = require("@pulumi/pulumi");
exports.RestAPI = class extends pulumi.ComponentResource {
  constructor(name, args, opts) {
    super("aws-apigateway:index:RestAPI", name, { ...args, api: undefined, stage: undefined, url: undefined }, opts, true);
  }
};`;

/** Routes to functions given as callbacks, as aws-ts-apigateway and aws-apigateway-ts-routes have them. */
const CALLBACKS = {
  "hello.ts": `
    import * as aws from "@pulumi/aws";
    const greeting = { text: "Hello" };
    export const hello = new aws.lambda.CallbackFunction("hello", {
      callback: async (event: any) => ({ statusCode: 200, body: greeting.text + ", " + event.pathParameters?.route }),
    });`,
  "index.ts": `
    import * as apigateway from "@pulumi/aws-apigateway";
    import * as aws from "@pulumi/aws";
    import { hello } from "./hello";
    const guard = new aws.lambda.CallbackFunction("guard", {
      callback: async (event: any) => ({
        principalId: "ada",
        policyDocument: {
          Version: "2012-10-17",
          Statement: [{
            Action: "execute-api:Invoke",
            Effect: event.headers.Authorization === "open" ? "Allow" : "Deny",
            Resource: event.methodArn,
          }],
        },
      }),
    });
    const api = new apigateway.RestAPI("api", {
      routes: [
        { path: "/{route+}", method: "GET", eventHandler: hello },
        { path: "guarded", method: "GET", eventHandler: hello, authorizers: [
          { authType: "custom", parameterName: "Authorization", type: "request",
            identitySource: ["method.request.header.Authorization"], handler: guard },
        ] },
        { path: "keyed", method: "POST", eventHandler: hello, apiKeyRequired: true },
        { path: "files", localPath: "www" },
      ],
    });
    export const url = api.url;`,
};

/** An API of Resource, Method and Integration resources, as aws-ts-apigateway-eventbridge has it, with a queue besides. */
const RESOURCES = {
  "index.ts": `
    import * as aws from "@pulumi/aws";
    import * as pulumi from "@pulumi/pulumi";
    export = async () => {
      const api = new aws.apigateway.RestApi("api");
      const queue = new aws.sqs.Queue("orders");
      const { json } = aws.iam.getPolicyDocumentOutput({ statements: [{
        actions: ["sts:AssumeRole"], principals: [{ type: "Service", identifiers: ["apigateway.amazonaws.com"] }],
      }] });
      const role = new aws.iam.Role("role", { assumeRolePolicy: json });
      new aws.iam.RolePolicy("send", { role, policy: pulumi.jsonStringify({
        Statement: [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: queue.arn }],
      }) });
      const model = new aws.apigateway.Model("model", { restApi: api, name: "Order", contentType: "application/json",
        schema: JSON.stringify({ type: "object", required: ["item"] }) });
      const validator = new aws.apigateway.RequestValidator("body", { restApi: api, validateRequestBody: true });
      function route(name: string, parentId: pulumi.Input<string>, integration: object) {
        const resource = new aws.apigateway.Resource(name, { restApi: api, parentId, pathPart: name });
        const at = { restApi: api, resourceId: resource.id, httpMethod: "POST" };
        new aws.apigateway.Method(name, { ...at, authorization: "NONE",
          requestModels: { "application/json": model.name }, requestValidatorId: validator.id });
        new aws.apigateway.Integration(name, { ...at, type: "AWS", integrationHttpMethod: "POST", credentials: role.arn,
          passthroughBehavior: "NEVER", ...integration } as any);
        new aws.apigateway.MethodResponse(name, { ...at, statusCode: "201" });
        new aws.apigateway.IntegrationResponse(name, { ...at, statusCode: "201", selectionPattern: "2\\\\d{2}",
          responseTemplates: { "application/json": JSON.stringify({ accepted: true }) } });
        return resource;
      }
      const region = aws.getRegionOutput().region;
      const shop = route("shop", api.rootResourceId, {
        uri: pulumi.interpolate\`arn:aws:apigateway:\${region}:events:action/PutEvents\`,
        requestTemplates: { "application/json": "{}" },
      });
      route("orders", shop.id, {
        uri: pulumi.interpolate\`arn:aws:apigateway:\${region}:sqs:path/000000000000/\${queue.name}\`,
        requestParameters: { "integration.request.header.Content-Type": "'application/x-www-form-urlencoded'" },
        requestTemplates: { "application/json": "Action=SendMessage&MessageBody=$util.urlEncode($input.body)" },
      });
      const deployment = new aws.apigateway.Deployment("deployment", { restApi: api });
      const stage = new aws.apigateway.Stage("stage", { restApi: api, deployment, stageName: "v2" });
      return { url: stage.invokeUrl };
    };`,
};

/** Programs of other people's shapes, in folders of their own: CommonJS, without a settings file, with their own packages. */
describe("npm start -- --cwd with another program", () => {
  const root = mkdtempSync(path.join(tmpdir(), "other-programs-"));

  function write(name: string, files: Readonly<Record<string, string>>): string {
    const folder = path.join(root, name);
    mkdirSync(folder);
    for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, file), text);
    writeFileSync(path.join(folder, "Pulumi.yaml"), `name: ${name}\nruntime: nodejs\n`);
    writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name }));
    return folder;
  }
  async function serve(folder: string) {
    const { output, exitCode } = await start(["--port", "0", "--offline", "--cwd", folder]);
    assert.equal(exitCode, undefined, output);
    const page = /Page\s+(\S+)/.exec(output)?.[1];
    return { output, info: (await call(`${page}/_local/info`)).json };
  }
  before(() => {
    const packages = path.join(root, "node_modules/@pulumi");
    mkdirSync(path.join(packages, "aws-apigateway"), { recursive: true });
    writeFileSync(path.join(packages, "aws-apigateway/index.js"), REST_API);
    const installed = path.resolve("node_modules/@pulumi");
    for (const name of readdirSync(installed)) symlinkSync(path.join(installed, name), path.join(packages, name));
    symlinkSync(path.resolve("node_modules/typescript"), path.join(root, "node_modules/typescript"));
  });
  after(() => rmSync(root, { recursive: true }));

  it("serves a RestAPI's routes to callbacks, its authorizer and its API key, and says what it does not serve", async () => {
    const { output, info } = await serve(write("callbacks", CALLBACKS));
    const get = (route: string, headers = {}) => call(`${info.url}/${route}`, "GET", undefined, headers);
    assert.equal(info.url.split("/").at(-1), "stage");
    assert.equal((await get("a/b")).text, "Hello, a/b");
    assert.deepEqual(
      [(await get("guarded")).status, (await get("guarded", { authorization: "no" })).status],
      [401, 404],
    );
    assert.equal((await get("guarded", { authorization: "open" })).text, "Hello, undefined");
    assert.equal((await call(`${info.url}/keyed`, "POST", {})).status, 403);
    const files = await get("files");
    assert.equal(files.status, 501);
    assert.match(files.json.message, /^Not served on localhost: the files of www are in a bucket/);
    assert.match(output, /ANY \/files answers 501: the files of www/);
  });

  it("serves an API of resources, and answers 504 where a service does not run here", async () => {
    const { output, info } = await serve(write("resources", RESOURCES));
    const post = (route: string, body: object) => call(`${info.url}/${route}`, "POST", body);
    assert.equal(info.outputs.url, info.url);
    assert.deepEqual((await post("shop/orders", { item: "tea" })).json, { accepted: true });
    assert.equal((await post("shop/orders", {})).json.message, "Invalid request body");
    const events = await post("shop", { item: "tea" });
    assert.equal(events.status, 504);
    assert.match(events.json.message, /^events does not run .*AWS_ENDPOINT_URL_EVENTBRIDGE can name one that does$/);
    assert.match(output, /POST \/shop answers 504: events does not run/);
  });
});
