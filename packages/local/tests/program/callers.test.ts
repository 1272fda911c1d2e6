import assert from "node:assert/strict";
import { callersOf } from "../../src/program/callers.ts";
import type { Resource } from "../../src/program/resources.ts";

const resource = (type: string, id: string, inputs: object, outputs: object = {}): Resource => ({
  type: `aws:apigateway/${type}`,
  name: id,
  id,
  inputs,
  outputs: { ...inputs, ...outputs },
});
const settings = (methodPath: string, rateLimit: number, burstLimit: number, stageName = "dev") =>
  resource("methodSettings:MethodSettings", `${stageName} ${methodPath}`, {
    stageName,
    methodPath,
    settings: { throttlingRateLimit: rateLimit, throttlingBurstLimit: burstLimit },
  });
const mock = { "x-amazon-apigateway-integration": { type: "mock" } };
const document = {
  paths: {
    "/": { get: mock },
    "/pets/{id}": { get: mock, post: mock },
    "/all/{rest+}": { "x-amazon-apigateway-any-method": mock },
  },
};
const of = (resources: readonly Resource[]) => callersOf({ document, resources }, "dev");

describe("the callers of a program's API", () => {
  it("have the limits of each method, its own or else the stage's", () => {
    const { methodThrottles } = of([
      settings("*/*", 10, 20),
      settings("~1pets~1{id}/GET", 1, 2),
      settings("~1all~1{rest+}/GET", 3, 4),
      settings("~1/GET", 5, 6),
      settings("*/*", 7, 8, "beta"),
    ]);
    assert.deepEqual(methodThrottles, {
      "/GET": { rateLimit: 5, burstLimit: 6 },
      "/pets/{id}/GET": { rateLimit: 1, burstLimit: 2 },
      "/pets/{id}/POST": { rateLimit: 10, burstLimit: 20 },
      "/all/{rest+}/ANY": { rateLimit: 3, burstLimit: 4 },
    });
  });

  it("have no limit where the program sets none, or AWS's word for none", () => {
    assert.deepEqual(of([]).methodThrottles, {});
    assert.deepEqual(of([settings("*/*", -1, -1)]).methodThrottles, {});
  });

  it("have the keys of the stage's usage plans, with limits", () => {
    const key = (id: string, inputs: object = {}) => resource("apiKey:ApiKey", id, inputs, { value: `value of ${id}` });
    const plan = (id: string, stage: string, inputs: object = {}) =>
      resource("usagePlan:UsagePlan", id, { apiStages: [{ apiId: "api", stage }], ...inputs });
    const tie = (keyId: string, usagePlanId: string) =>
      resource("usagePlanKey:UsagePlanKey", `${keyId} ${usagePlanId}`, { keyId, usagePlanId });
    const throttleSettings = { rateLimit: 1, burstLimit: 2 };
    const { usagePlans } = of([
      key("ours"),
      key("off", { enabled: false }),
      key("loose"),
      key("theirs"),
      plan("limited", "dev", { throttleSettings, quotaSettings: { limit: 100, period: "DAY", offset: 0 } }),
      plan("other", "beta"),
      tie("ours", "limited"),
      tie("off", "limited"),
      tie("theirs", "other"),
    ]);
    assert.deepEqual(usagePlans, [
      {
        name: "limited",
        apiKeys: ["value of ours"],
        throttle: throttleSettings,
        quota: { limit: 100, period: "DAY" },
      },
    ]);
  });

  it("sign with localhost's credentials, or those of the environment", () => {
    const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token } = process.env;
    try {
      process.env.AWS_ACCESS_KEY_ID = "AKIAEXAMPLE";
      process.env.AWS_SECRET_ACCESS_KEY = "secret";
      delete process.env.AWS_SESSION_TOKEN;
      assert.deepEqual(of([]).accessControl?.accessKeys, [
        { accessKeyId: "test", secretAccessKey: "test" },
        { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "secret", sessionToken: undefined },
      ]);
      delete process.env.AWS_ACCESS_KEY_ID;
      assert.deepEqual(of([]).accessControl?.accessKeys, [{ accessKeyId: "test", secretAccessKey: "test" }]);
    } finally {
      const before = { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token };
      for (const [name, value] of Object.entries(before)) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
  });
});
