import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stringify } from "yaml";
import { readProject } from "../../src/program/config.ts";

describe("a project", () => {
  const directory = mkdtempSync(path.join(tmpdir(), "project-"));
  const write = (file: string, content: object) => writeFileSync(path.join(directory, file), stringify(content));
  before(() => {
    write("Pulumi.yaml", {
      name: "shop",
      config: {
        greeting: { type: "string", default: "hello" },
        mailUrl: "https://mail.example",
        "aws:region": "eu-west-1",
      },
    });
    write("Pulumi.one.yaml", {
      config: { "shop:greeting": "good day", "shop:origins": ["a", "b"] },
      localhost: { examples: { "POST /orders": { item: 1 } }, samples: { mailUrl: "mail.json" } },
    });
    write("Pulumi.locked.yaml", { config: { "shop:greeting": { secure: "v1:abc" } } });
    write("Pulumi.broken.yaml", { localhost: { samples: { mailUrl: "none.json" } } });
    writeFileSync(path.join(directory, "mail.json"), '{"/inbox":[]}');
  });
  after(() => rmSync(directory, { recursive: true }));

  it("has the defaults, then the stack's values, as text by full key", () => {
    const { name, main, config } = readProject(directory, "one");
    assert.deepEqual({ name, main }, { name: "shop", main: path.join(directory, "index.ts") });
    assert.deepEqual(config, {
      "shop:greeting": "good day",
      "shop:mailUrl": "https://mail.example",
      "aws:region": "eu-west-1",
      "shop:origins": '["a","b"]',
    });
  });

  it("has what only localhost needs, samples from their files", () => {
    assert.deepEqual(readProject(directory, "one").localhost, {
      examples: { "POST /orders": { item: 1 } },
      samples: { "shop:mailUrl": { "/inbox": [] } },
    });
  });

  it("says which stack is missing, and which there are", () => {
    assert.throws(() => readProject(directory, "nope"), {
      message: "There is no Pulumi.nope.yaml. Stacks for --stack: broken, locked, one.",
    });
  });

  it("says which value is encrypted", () => {
    assert.throws(() => readProject(directory, "locked"), {
      message: "Pulumi.locked.yaml: shop:greeting is encrypted, and localhost cannot read it. Choose another --stack.",
    });
  });

  it("says which file of samples cannot be read", () => {
    assert.throws(() => readProject(directory, "broken"), { message: /^none\.json, a file of samples: ENOENT/ });
  });

  it("says that there is no project", () => {
    assert.throws(() => readProject("/", "one"), { message: /^There is no Pulumi\.yaml in \// });
  });
});
