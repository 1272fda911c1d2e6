import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stringify } from "yaml";
import { readLocalProject } from "../../src/program/config.ts";

describe("a project on localhost", () => {
  const directory = mkdtempSync(path.join(tmpdir(), "project-"));
  const write = (file: string, content: object) => writeFileSync(path.join(directory, file), stringify(content));
  before(() => {
    write("Pulumi.yaml", { name: "shop", runtime: "nodejs", config: { mailUrl: "https://mail.example" } });
    writeFileSync(path.join(directory, "index.ts"), "");
    write("Pulumi.one.yaml", {
      config: { "shop:greeting": "good day" },
      localhost: { examples: { "POST /orders": { item: 1 } }, samples: { mailUrl: "mail.json" } },
    });
    write("Pulumi.broken.yaml", { localhost: { samples: { mailUrl: "none.json" } } });
    writeFileSync(path.join(directory, "mail.json"), '{"/inbox":[]}');
  });
  after(() => rmSync(directory, { recursive: true }));

  it("has what only localhost needs, samples from their files", () => {
    const { config, localhost } = readLocalProject(directory, "one");
    assert.deepEqual(config, { "shop:mailUrl": "https://mail.example", "shop:greeting": "good day" });
    assert.deepEqual(localhost, {
      examples: { "POST /orders": { item: 1 } },
      samples: { "shop:mailUrl": { "/inbox": [] } },
    });
  });

  it("needs no file of a stack that nobody named", () => {
    const { config, localhost } = readLocalProject(directory);
    assert.deepEqual(config, { "shop:mailUrl": "https://mail.example" });
    assert.deepEqual(localhost, { examples: {}, samples: {} });
  });

  it("says which stack is missing, and which there are", () => {
    assert.throws(() => readLocalProject(directory, "nope"), {
      message: "There is no Pulumi.nope.yaml. Stacks for --stack: broken, one.",
    });
  });

  it("says which file of samples cannot be read", () => {
    assert.throws(() => readLocalProject(directory, "broken"), { message: /^none\.json, a file of samples: ENOENT/ });
  });
});
