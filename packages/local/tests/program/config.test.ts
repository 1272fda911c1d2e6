import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stringify } from "yaml";
import { placeOfSetting, readLocalProject } from "../../src/program/config.ts";

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
    write("Pulumi.typing.yaml", {
      config: { mailUrl: "https://mail.example" },
      localhost: { exmaples: {}, colour: 1, samples: "mail.json" },
    });
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
      message: "There is no Pulumi.nope.yaml. Stacks for --stack: broken, one, typing.",
    });
  });

  it("says which part of the section localhost has no effect", () => {
    assert.deepEqual(readLocalProject(directory, "typing").notes, [
      "Pulumi.typing.yaml: localhost has no exmaples. Did you mean examples?",
      "Pulumi.typing.yaml: localhost has no colour.",
      "Pulumi.typing.yaml: samples of localhost has no effect: give settings by name.",
    ]);
    const { notes } = readLocalProject(directory, "one");
    assert.deepEqual(notes, ["Pulumi.one.yaml sets greeting, which Pulumi.yaml does not declare."]);
  });

  it("names the line of a setting: that of the stack's file, else of the project's", () => {
    const file = path.join(directory, "Pulumi.lines.yaml");
    writeFileSync(file, "# rate\nconfig:\n  shop:rate: fast\n  'other:rate': 1\n  # burst: 1\n");
    writeFileSync(
      path.join(directory, "Pulumi.yaml"),
      "name: shop\nruntime: nodejs\nconfig:\n  rate: 1\n  burst: many\n",
    );
    const place = (key: string) => placeOfSetting(directory, "lines", key);
    assert.deepEqual(place("shop:rate"), { file, line: 3 });
    assert.deepEqual(place("other:rate"), { file, line: 4 });
    assert.deepEqual(place("shop:burst"), { file: path.join(directory, "Pulumi.yaml"), line: 5 });
    assert.equal(place("shop:colour"), undefined);
  });

  it("says which file of samples cannot be read", () => {
    assert.throws(() => readLocalProject(directory, "broken"), { message: /^none\.json, a file of samples: ENOENT/ });
  });
});
