import assert from "node:assert/strict";
import { notesOn } from "../src/banner.ts";
import type { Ports } from "../src/cloud/services.ts";
import type { Program } from "../src/program/resources.ts";

const stage = (stageName: string, inputs: object) => ({
  type: "aws:apigateway/stage:Stage",
  name: stageName,
  id: stageName,
  inputs: { stageName, ...inputs },
  outputs: {},
});

describe("the notes of npm start", () => {
  it("name the import's warnings, the gateway's notices, upstreams, and services elsewhere", () => {
    const program: Program = {
      name: "notes",
      directory: "/notes",
      document: {},
      resources: [
        stage("dev", { canarySettings: { percentTraffic: 5 }, cacheClusterEnabled: true }),
        stage("beta", {}),
      ],
      outputs: {},
      config: {},
      localhost: { examples: {}, samples: {} },
      notes: [],
    };
    const url = "http://127.0.0.1:4566";
    const ports: Ports = {
      endpoints: { sqs: url, sns: url, dynamodb: url, kinesis: url, lambda: url, s3: url },
      elsewhere: ["sns"],
      serve: () => undefined,
      close: async () => undefined,
    };
    const upstream = { origin: url, url, note: "Some answers come from elsewhere.", close: async () => undefined };
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
  });
});
