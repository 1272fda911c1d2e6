import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const tracked = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: root, encoding: "utf8" })
  .split("\n")
  .filter((file) => file !== "" && existsSync(path.join(root, file)));
const documents = tracked.filter((file) => file.endsWith(".md"));
const sources = tracked.filter((file) => /\.(tsx?|vtl|ya?ml)$/.test(file) && !/\/(fixtures|conformance)\//.test(file));

const read = (file: string) => readFileSync(path.join(root, file), "utf8");

/** The anchors that GitHub gives a document's headings. */
function anchorsOf(file: string): string[] {
  const text = read(file).replaceAll(/^```[\s\S]*?^```/gm, "");
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

const folders = [...new Set(tracked.map((file) => file.split("/")[0] ?? ""))].filter((name) => /^\w+$/.test(name));

/** Paths of this repository that a text names, such as `components/integrations/sqs.ts`; patterns with `{`, `*` or `<` do not count. */
function pathsIn(text: string): string[] {
  const named = new RegExp(`(?<![\\w./@-])(?:${folders.join("|")})/[\\w./{}*<>,+-]*`, "g");
  return [...text.matchAll(named)]
    .map(([found]) => found.replace(/[.,]+$/, ""))
    .filter((found) => !/[{}*<>]/.test(found));
}

describe("the documents", () => {
  for (const file of documents) {
    it(`${file} links to files that exist`, () => {
      const links = [...read(file).matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)].map(([, link = ""]) => link);
      const dead = links.filter((link) => !existsSync(path.join(root, path.dirname(file), link)));
      assert.deepEqual(dead, []);
    });

    it(`${file} links to headings that exist`, () => {
      const links = [...read(file).matchAll(/\]\(([^)#:\s]*)#([^)\s]+)\)/g)];
      const dead = links
        .map(([, link = "", anchor = ""]) => ({ to: link === "" ? file : path.join(path.dirname(file), link), anchor }))
        .filter(({ to, anchor }) => to.endsWith(".md") && !anchorsOf(to).includes(anchor));
      assert.deepEqual(dead, []);
    });

    it(`${file} names paths that exist`, () => {
      const code = [...read(file).matchAll(/`([^`\n]+)`/g)].map(([, text = ""]) => text);
      // A package's own document may name paths of its own folder.
      const missing = pathsIn(code.join("\n")).filter(
        (named) => !existsSync(path.join(root, named)) && !existsSync(path.join(root, path.dirname(file), named)),
      );
      assert.deepEqual(missing, []);
    });
  }

  it("name npm scripts and settings that exist", () => {
    const { scripts } = JSON.parse(read("package.json"));
    const settings = [read("Pulumi.yaml"), read("bootstrap/Pulumi.yaml")].join("\n");
    // The recipes, the examples and the packages tell of programs of their own.
    for (const file of documents.filter((each) => /^(\w+\.md|docs\/\w+\.md|bootstrap\/.*)$/.test(each))) {
      const named = [...read(file).matchAll(/npm run (?:--silent |-s )?([a-z][\w:-]*)/g)].map(
        ([, script = ""]) => script,
      );
      assert.deepEqual(
        named.filter((script) => scripts[script] === undefined),
        [],
        file,
      );
      const set = [...read(file).matchAll(/pulumi config set (?:--\w+ )?([a-z]\w*)(?= )/g)].map(([, key = ""]) => key);
      assert.deepEqual(
        set.filter((key) => !settings.includes(`\n  ${key}:`)),
        [],
        file,
      );
    }
  });

  it("draw folders that exist", () => {
    const [, drawing = ""] = /```mermaid\n([\s\S]*?)```/.exec(read("ARCHITECTURE.md")) ?? [];
    const named = [...drawing.matchAll(/\["((?:[\w-]+\/)+[\w-]*|[\w-]+\.ts)"\]/g)].map(([, folder = ""]) => folder);
    assert.equal(named.length >= 6, true, `only ${named.length} parts are drawn`);
    assert.deepEqual(
      named.filter((folder) => !existsSync(path.join(root, folder))),
      [],
    );
  });
});

describe("the comments", () => {
  it("name paths that exist", () => {
    const missing = sources.flatMap((file) => {
      const comments = [...read(file).matchAll(/(?:^|\s)(?:\/\/|\*|##|#)\s(.*)$/gm)].map(([, text = ""]) => text);
      return pathsIn(comments.join("\n"))
        .filter((named) => /\.\w+$|\/$/.test(named) && !existsSync(path.join(root, named)))
        .map((named) => `${file}: ${named}`);
    });
    assert.deepEqual(missing, []);
  });
});
