import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { merge } from "../../../scripts/eject/merge.ts";
import { readModule } from "../../../scripts/eject/source-module.ts";

describe("merge", () => {
  const folders: string[] = [];
  after(() => {
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  /** Merges `entry.ts` of these modules. */
  const merged = (modules: Readonly<Record<string, string>>) => {
    const folder = mkdtempSync(path.join(tmpdir(), "merge-"));
    folders.push(folder);
    for (const [name, text] of Object.entries(modules)) writeFileSync(path.join(folder, name), text);
    const { text } = merge({ entry: readModule(path.join(folder, "entry.ts")), whole: true });
    return text.replace(/^\/\/ From .*\/(\w+\.ts)$/gm, "// From $1");
  };

  it("puts a declaration before what uses it, and leaves out what nothing uses", () => {
    const text = merged({
      "entry.ts": 'import { Base } from "./base.ts";\n\nexport class Entry extends Base {}\n',
      "base.ts":
        'import path from "node:path";\n\n/** The base. */\nexport class Base {}\n\nexport const unused = path.sep;\n',
    });
    assert.equal(text, "// From base.ts\n\n/** The base. */\nclass Base {}\n\nexport class Entry extends Base {}\n");
  });

  it("imports a package once, as a type only where every module does", () => {
    const text = merged({
      "entry.ts": [
        'import type * as aws from "@pulumi/aws";',
        'import { type Input, output } from "@pulumi/pulumi";',
        'import { queue } from "./queue.ts";',
        "export const all: [Input<aws.sqs.Queue>, unknown] = [queue, output(1)];",
      ].join("\n"),
      "queue.ts": 'import * as aws from "@pulumi/aws";\nexport const queue = new aws.sqs.Queue("queue");\n',
    });
    assert.deepEqual(text.split("\n").slice(0, 2), [
      'import * as aws from "@pulumi/aws";',
      'import { type Input, output } from "@pulumi/pulumi";',
    ]);
    assert.equal(text.match(/@pulumi\/aws/g)?.length, 1);
  });

  it("takes a member or a parameter of an unused declaration's name for what it is", () => {
    const text = merged({
      "entry.ts":
        'import { used } from "./other.ts";\nexport const x = (unused: { unused: number }) => used(unused.unused);\n',
      "other.ts": "export const used = Math.abs;\nexport const unused = 2;\n",
    });
    assert.doesNotMatch(text, /unused = 2/);
  });

  it("makes a constant of a template, for a text that a template literal would change, too", () => {
    const text = merged({
      "entry.ts": 'import { file } from "./files.ts";\nexport const template = file("a-b.vtl");\n',
      "files.ts": "export function file(name: string): URL {\n  return new URL(name, import.meta.url);\n}\n",
      "a-b.vtl": "`${x}` \\n $y\n",
    });
    assert.equal(text, "const A_B_VTL = { text: `\\`\\${x}\\` \\\\n $y` };\n\nexport const template = A_B_VTL;\n");
  });

  for (const [problem, modules, message] of [
    [
      "two declarations of one name",
      {
        "entry.ts": 'import { a } from "./a.ts";\nexport const b = a;\n',
        "a.ts": "const b = 1;\nexport const a = b;\n",
      },
      /\/a\.ts and .*\/entry\.ts both declare b: rename one of them$/,
    ],
    [
      "a template without a literal name",
      {
        "entry.ts": 'import { file } from "./files.ts";\nexport const template = (name: string) => file(name);\n',
        "files.ts": "export function file(name: string): URL {\n  return new URL(name, import.meta.url);\n}\n",
      },
      /entry\.ts: file\(name\) needs the template's name as a literal$/,
    ],
    [
      "a renamed import",
      { "entry.ts": 'import { a as b } from "./a.ts";\nexport const c = b;\n', "a.ts": "export const a = 1;\n" },
      /entry\.ts: eject cannot follow a as b$/,
    ],
  ] as const) {
    it(`refuses ${problem}`, () => {
      assert.throws(() => merged(modules), message);
    });
  }
});
