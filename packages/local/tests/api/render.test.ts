import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createGateway } from "local-api-gateway";
import { createTemplateEndpoints } from "../../src/api/render.ts";
import { type Reserved, reserve } from "../../src/cloud/serve.ts";

const SOURCE = '#set($status = "200")\n## templates/mock.vtl\n{"statusCode": $status}';
const FILE = '## templates/mock.vtl\n{"statusCode": $status}\n';

const answer = {
  responses: { 200: { description: "" }, 418: { description: "" } },
  "x-amazon-apigateway-integration": {
    type: "mock",
    requestTemplates: { "application/json": SOURCE },
    responses: {
      default: {
        statusCode: "200",
        responseTemplates: { "application/json": "$context.httpMethod $input.params('a')" },
      },
      418: { statusCode: "418" },
    },
  },
};
const document = { openapi: "3.0.1", info: { title: "teapot", version: "1" }, paths: { "/pot": { get: answer } } };

const scope = {
  kind: "request",
  body: '{"a": 1}',
  method: "GET",
  path: "/dev/pot",
  resourcePath: "/pot",
  pathParameters: {},
  query: {},
  headers: {},
  stageVariables: {},
  context: {},
};

describe("the endpoints for templates", () => {
  let server: Reserved;
  const directory = mkdtempSync(path.join(tmpdir(), "templates-"));
  const file = path.join(directory, "templates/mock.vtl");
  before(async () => {
    mkdirSync(path.dirname(file));
    writeFileSync(file, FILE);
    server = await reserve();
    const endpoints = createTemplateEndpoints({
      program: { document, directory },
      trial: (changed, onTrace) => createGateway(changed, { stage: "dev", onTrace }),
    });
    server.serve((request, response) => {
      const name = request.url?.slice(1) as "render" | "run" | "save";
      return endpoints[name](request, response);
    });
  });
  after(async () => {
    await server.close();
    rmSync(directory, { recursive: true });
  });
  const post = async (name: string, body: unknown) => {
    const response = await fetch(`${server.url}/${name}`, { method: "POST", body: JSON.stringify(body) });
    return { status: response.status, body: await response.json() };
  };

  it("render a template, with the values of its references", async () => {
    const { status, body } = await post("render", { template: "a $input.path('$.a')", scope });
    assert.equal(status, 200);
    assert.equal(body.body, "a 1");
    assert.deepEqual(body.values, [{ line: 1, column: 3, written: "$input.path('$.a')", text: "1" }]);
    assert.deepEqual(body.linesRun, [1]);
  });

  it("answer an error with its line and column, and end a template that takes too long", async () => {
    const broken = await post("render", { template: "a\n#if(", scope });
    assert.deepEqual([broken.status, broken.body.error.line, broken.body.error.column], [200, 2, 5]);
    const slow = '#foreach($i in [1..1000])#if($input.body.matches("(a+)+b"))#end#end';
    const { body } = await post("render", { template: slow, scope: { ...scope, body: "a".repeat(40) } });
    assert.match(body.error.message, /takes more than 1000 ms/);
  });

  it("refuse a scope that is not one, and what is too long", async () => {
    assert.equal((await post("render", { template: "", scope: { ...scope, query: { a: "1" } } })).status, 400);
    assert.equal((await post("render", "x")).status, 400);
    const response = await fetch(`${server.url}/render`, { method: "POST", body: "x".repeat(1024 * 1024 + 1) });
    assert.equal(response.status, 413);
  });

  it("send a request with a template in place, once", async () => {
    const request = { method: "GET", path: "/dev/pot?a=7", headers: { "x-one": "1" } };
    const template = SOURCE.replace('"200"', '"418"');
    const { status, body } = await post("run", { route: "GET /pot", source: SOURCE, template, request });
    assert.equal(status, 200);
    assert.equal(body.status, 418);
    assert.equal(body.trace.route, "GET /pot");
    assert.equal(body.trace.request.headers["x-one"], "1");
    const same = await post("run", { route: "GET /pot", source: SOURCE, template: SOURCE, request });
    assert.deepEqual([same.body.status, same.body.body], [200, "GET 7"]);
  });

  it("do not send to another host, nor for a template that the route does not have", async () => {
    const request = { method: "GET", path: "//example.com/", headers: {} };
    assert.equal((await post("run", { route: "GET /pot", source: SOURCE, template: "", request })).status, 400);
    const own = { ...request, path: "/dev/pot" };
    assert.equal((await post("run", { route: "GET /pot", source: "other", template: "", request: own })).status, 404);
    assert.equal((await post("run", { route: "GET /pan", source: SOURCE, template: "", request: own })).status, 404);
  });

  it("save a template to its file, without what the program puts before it, and save it again", async () => {
    const first = SOURCE.replace("}", ', "a": 1}');
    assert.deepEqual(await post("save", { source: SOURCE, template: first }), {
      status: 200,
      body: { file: "templates/mock.vtl" },
    });
    assert.equal(readFileSync(file, "utf8"), FILE.replace("}", ', "a": 1}'));
    assert.equal((await post("save", { source: first, template: SOURCE })).status, 200);
    assert.equal(readFileSync(file, "utf8"), FILE);
  });

  it("do not save what is not in the file, nor over a change, nor a template of no file", async () => {
    const around = await post("save", { source: SOURCE, template: SOURCE.replace("200", "201") });
    assert.equal(around.status, 409);
    assert.match(around.body.message, /the program puts around templates\/mock\.vtl cannot be saved/);
    const none = await post("save", { source: "$context.httpMethod $input.params('a')", template: "x" });
    assert.deepEqual(none, {
      status: 409,
      body: { message: "This template does not come from a .vtl file of this program." },
    });
    writeFileSync(file, "changed");
    const since = await post("save", { source: SOURCE, template: `${SOURCE} ` });
    assert.match(since.body.message, /^templates\/mock\.vtl has changed since/);
    assert.equal(readFileSync(file, "utf8"), "changed");
    writeFileSync(file, FILE);
  });

  it("do not follow a link out of the project", async () => {
    const outside = mkdtempSync(path.join(tmpdir(), "outside-"));
    const target = path.join(outside, "target.vtl");
    writeFileSync(target, FILE);
    rmSync(file);
    symlinkSync(target, file);
    const { status, body } = await post("save", { source: SOURCE, template: `${SOURCE} ` });
    assert.deepEqual([status, body.message], [409, "templates/mock.vtl cannot be written: ELOOP."]);
    assert.equal(readFileSync(target, "utf8"), FILE);
    rmSync(outside, { recursive: true });
  });
});
