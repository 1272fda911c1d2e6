import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { customDomainArgs, readSettings } from "../../contact/settings.ts";

/** The settings that Pulumi.yaml declares, without those of others, such as `pulumi:tags`, which `pulumi new` adds. */
const declared: Record<string, { type: string; default: unknown; description: string }> = Object.fromEntries(
  Object.entries<{ type: string; default: unknown; description: string }>(
    parse(readFileSync("Pulumi.yaml", "utf8")).config,
  ).filter(([key]) => !key.includes(":")),
);

/** The settings of a stack that changes `changes`, and leaves the rest to the defaults of `Pulumi.yaml`. */
function settingsWith(changes: Record<string, unknown> = {}) {
  const defaults = Object.fromEntries(Object.entries(declared).map(([key, { default: value }]) => [key, value]));
  const values = Object.entries({ ...defaults, ...changes });
  pulumi.runtime.setAllConfig(
    Object.fromEntries(
      values.map(([key, value]) => [`contact-us:${key}`, typeof value === "string" ? value : JSON.stringify(value)]),
    ),
  );
  return readSettings(new pulumi.Config("contact-us"));
}

describe("Pulumi.yaml", () => {
  it("declares every key with a type, a default and a description", () => {
    assert.deepEqual(Object.keys(declared), Object.keys(settingsWith()));
    for (const [key, value] of Object.entries(declared)) {
      // Pulumi refuses the project for any other type, number included.
      assert.match(value.type, /^(string|integer|boolean|array|object)$/, key);
      assert.notEqual(value.default, undefined, key);
      assert.match(value.description, /^[A-Z].*\.$/s, key);
    }
  });
});

describe("the settings of the stacks", () => {
  for (const file of ["Pulumi.dev.yaml", "Pulumi.local.yaml"]) {
    it(`${file} names settings that are declared, and those of no other project's name`, () => {
      const { name } = parse(readFileSync("Pulumi.yaml", "utf8"));
      const { config }: { config: Record<string, unknown> } = parse(readFileSync(file, "utf8"));
      // The CLI adds the project's name. A template without it serves `pulumi new`, which gives the project another.
      const named = Object.keys(config).map((key) => (key.startsWith(`${name}:`) ? key.slice(name.length + 1) : key));
      assert.deepEqual(
        named.filter((key) => !/^(aws|pulumi):/.test(key) && !(key in declared)),
        [],
      );
    });
  }
});

describe("readSettings", () => {
  it("takes the defaults, which build nothing that has an hourly price", () => {
    assert.deepEqual(settingsWith(), {
      stageName: pulumi.getStack(),
      postalApiUrl: "https://api.zippopotam.us",
      allowedOrigins: ["http://localhost:3000"],
      notificationEmail: undefined,
      throttlingRateLimit: 10,
      throttlingBurstLimit: 20,
      usagePlanRateLimit: 5,
      usagePlanBurstLimit: 10,
      usagePlanDailyQuota: 10_000,
      failOnWarnings: true,
      logRetentionDays: 30,
      privateService: false,
      eventStream: false,
      attachments: false,
      cloudWatchRole: true,
      keepData: true,
      firewallRateLimit: undefined,
      domainName: undefined,
      hostedZoneId: undefined,
      certificateArn: undefined,
      basePath: undefined,
      truststoreUri: undefined,
      truststoreVersion: undefined,
      instanceAccess: false,
      flowLogs: false,
      monthlyBudget: undefined,
    });
  });

  it("takes what the stack says instead", () => {
    const settings = settingsWith({
      stageName: "v1",
      notificationEmail: "desk@example.com",
      allowedOrigins: ["https://www.example.com", "https://example.com:8443"],
      postalApiUrl: "https://postal.example.com/v1",
      throttlingRateLimit: 5,
      privateService: true,
      monthlyBudget: 50,
    });
    assert.equal(settings.notificationEmail, "desk@example.com");
    assert.equal(settings.stageName, "v1");
    assert.deepEqual(settings.allowedOrigins, ["https://www.example.com", "https://example.com:8443"]);
    assert.equal(settings.postalApiUrl, "https://postal.example.com/v1");
    assert.equal(settings.throttlingRateLimit, 5);
    assert.equal(settings.privateService, true);
    assert.equal(settings.monthlyBudget, 50);
  });

  for (const [key, values] of [
    ["postalApiUrl", ["", "api.zippopotam.us", "http://a.example", "https://a.example/", "https://a.example/?q=1"]],
    ["allowedOrigins", [[], ["*"], ["https://a.example/"], ["a.example"], [1], {}, "https://a.example"]],
    ["notificationEmail", ["desk", "desk@example", "a b@example.com"]],
    ["throttlingRateLimit", [0, -1, 0.5, "fast"]],
    ["throttlingBurstLimit", [0, 1.5, "big"]],
    ["logRetentionDays", [0, 2, 31, "week"]],
    ["privateService", ["yes", 1]],
    ["eventStream", ["no"]],
    ["attachments", ["no"]],
    ["cloudWatchRole", [""]],
    ["keepData", ["no"]],
    ["firewallRateLimit", [-1, 9, 10.5, "low"]],
    ["instanceAccess", ["yes"]],
    ["flowLogs", ["yes"]],
    ["monthlyBudget", [-1, 0.5, "much"]],
  ] as const) {
    for (const value of values) {
      it(`names ${key} when it is ${JSON.stringify(value)}`, () => {
        assert.throws(() => settingsWith({ [key]: value }), new RegExp(`contact-us:${key}\\b`));
      });
    }
  }

  it("has no domain unless it is named, and refuses what would do nothing without one", () => {
    assert.equal(customDomainArgs(settingsWith()), undefined);
    const settings = {
      domainName: "api.example.com",
      hostedZoneId: "Z1",
      truststoreUri: "s3://b/k",
      truststoreVersion: "7",
    };
    assert.deepEqual(customDomainArgs(settingsWith(settings)), {
      domainName: "api.example.com",
      hostedZoneId: "Z1",
      certificateArn: undefined,
      basePath: undefined,
      truststore: { uri: "s3://b/k", version: "7" },
    });
    assert.equal(customDomainArgs(settingsWith({ domainName: "api.example.com" }))?.truststore, undefined);
    for (const key of ["hostedZoneId", "certificateArn", "basePath", "truststoreUri", "truststoreVersion"]) {
      assert.throws(() => settingsWith({ [key]: "x" }), {
        message: `contact-us:domainName: expected a host, because contact-us:${key} is set`,
      });
    }
  });

  it("refuses a truststore's version alone, which would close nothing", () => {
    assert.throws(() => settingsWith({ domainName: "api.example.com", hostedZoneId: "Z1", truststoreVersion: "7" }), {
      message: "contact-us:truststoreUri: expected s3://bucket/key, because contact-us:truststoreVersion is set",
    });
  });

  it("names a setting that has the name of another project, as after a change of the project's name", () => {
    settingsWith();
    const config = { ...pulumi.runtime.allConfig(), "former:allowedOrigins": '["https://www.example.com"]' };
    pulumi.runtime.setAllConfig(config);
    assert.throws(() => readSettings(new pulumi.Config("contact-us")), {
      message: "former:allowedOrigins: expected contact-us:allowedOrigins, because the project's name is contact-us",
    });
  });

  it("leaves the settings of providers and libraries alone", () => {
    settingsWith();
    pulumi.runtime.setAllConfig({ ...pulumi.runtime.allConfig(), "aws:region": "us-east-1", "other:size": "3" });
    assert.equal(readSettings(new pulumi.Config("contact-us")).logRetentionDays, 30);
  });

  it("says what was expected, and what it got, in one line with no stack", () => {
    const message = "contact-us:throttlingBurstLimit: expected a whole number of requests above 0, got 1.5";
    assert.throws(
      () => settingsWith({ throttlingBurstLimit: 1.5 }),
      (error: Error) => pulumi.RunError.isInstance(error) && error.message === message && error.stack === message,
    );
  });
});
