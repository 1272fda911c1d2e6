import assert from "node:assert/strict";
import { banner, notesOn } from "../src/banner.ts";
import type { Ports } from "../src/cloud/services.ts";
import type { Program } from "../src/program/resources.ts";

const stage = (stageName: string, inputs: object) => ({
  type: "aws:apigateway/stage:Stage",
  name: stageName,
  id: stageName,
  inputs: { stageName, ...inputs },
  outputs: {},
});

const empty: Program = {
  name: "notes",
  directory: "/notes",
  document: {},
  resources: [],
  outputs: {},
  config: {},
  localhost: { examples: {}, samples: {} },
  notes: [],
};

describe("the notes of npm start", () => {
  it("name the import's warnings, the gateway's notices, upstreams, and services elsewhere", () => {
    const program: Program = {
      ...empty,
      resources: [
        stage("dev", { canarySettings: { percentTraffic: 5 }, cacheClusterEnabled: true }),
        stage("beta", {}),
        { ...stage("mapping", {}), type: "aws:lambda/eventSourceMapping:EventSourceMapping" },
      ],
    };
    const url = "http://127.0.0.1:4566";
    const ports: Ports = {
      endpoints: { sqs: url, sns: url, dynamodb: url, kinesis: url, lambda: url, s3: url },
      elsewhere: ["sns"],
      serve: () => undefined,
      close: async () => undefined,
    };
    const upstream = {
      origin: url,
      url: () => url,
      note: "Some answers come from elsewhere.",
      close: async () => undefined,
    };
    const cloud = {
      vpcLinks: {},
      unreachable: {},
      notes: ["Function thumbs: its runtime is python3.13."],
      upstreams: { [url]: upstream },
      drain: async () => 0,
      close: async () => undefined,
    };
    const gateway = {
      warnings: ["Parse issue: attribute info is missing"],
      notices: ["Responses are not compressed."],
    };
    const notes = notesOn(program, gateway, ports, cloud, 7);
    assert.deepEqual(notes.slice(0, 9), [
      "API Gateway's import warns: Parse issue: attribute info is missing",
      "Responses are not compressed.",
      "Some answers come from elsewhere.",
      "Function thumbs: its runtime is python3.13.",
      `sns is at ${url}, not embedded.`,
      "The stage's canary gets no requests.",
      "The stage's cache is off.",
      "Of the stages dev alone is served.",
      "Failed messages are retried after 7 s (AWS: after the visibility timeout).",
    ]);
    const withoutConsumer = notesOn(empty, gateway, ports, cloud, 7);
    assert.deepEqual(
      withoutConsumer.filter((note) => /retried/.test(note)),
      [],
    );
  });
});

describe("the banner of npm start", () => {
  const preflight = (response: object) => ({
    paths: {
      "/a": {
        options: { "x-amazon-apigateway-integration": { type: "mock", responses: { default: response } } },
      },
    },
  });
  const bannerOf = (document: object) =>
    banner({
      program: { ...empty, document },
      url: "http://localhost:3005",
      stage: "dev",
      apiKey: undefined,
      endpoints: { sqs: "u", sns: "u", dynamodb: "u", kinesis: "u", lambda: "u", s3: "u" },
      notes: [],
      seconds: 1,
    });

  it("says which origins may call: one, several, all, or none but its own", () => {
    const header = "method.response.header.Access-Control-Allow-Origin";
    const one = preflight({ responseParameters: { [header]: "'https://a.example'" } });
    assert.match(bannerOf(one), /^ {2}Origins {2}this page, and pages of https:\/\/a\.example$/m);
    const template = '#set($allowedOrigins = ["https://a.example", "https://b.example"])\n#foreach';
    const several = preflight({ responseTemplates: { "application/json": template } });
    assert.match(
      bannerOf(several),
      /^ {2}Origins {2}this page, and pages of https:\/\/a\.example, https:\/\/b\.example$/m,
    );
    const all = preflight({ responseParameters: { [header]: "'*'" } });
    assert.match(bannerOf(all), /^ {2}Origins {2}this page, and pages of every origin$/m);
    assert.match(bannerOf({}), /^ {2}Origins {2}this page alone; the API has no CORS headers for others$/m);
  });

  it("has a request to try: a route that a URL alone calls, else the first one, with a body if its method has one", () => {
    const tried = (paths: object) => /curl -i (.*)/.exec(bannerOf({ paths }))?.[1];
    assert.equal(tried({ "/a": { post: {} }, "/b": { get: {} } }), "http://localhost:3005/dev/b");
    assert.equal(
      tried({ "/a": { post: {} } }),
      "-X POST http://localhost:3005/dev/a -H 'content-type: application/json' -d '{}'",
    );
    assert.equal(tried({ "/a/{id}": { delete: {} } }), "-X DELETE http://localhost:3005/dev/a/{id}");
  });
});
