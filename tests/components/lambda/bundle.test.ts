import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle, bundleFiles, writeFile } from "../../../components/lambda/bundle.ts";

describe("bundle", () => {
  it("gives the same text in another process, from another folder", () => {
    const url = new URL("../../../components/lambda/bundle.ts", import.meta.url).href;
    const script = `
      const { bundle } = await import(${JSON.stringify(url)});
      process.stdout.write(bundle(new URL("../../handlers/consumer/index.ts", ${JSON.stringify(url)})));`;
    const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
    const { stdout } = spawnSync(process.execPath, ["--import", tsx, "--input-type=module", "--eval", script], {
      cwd: tmpdir(),
      encoding: "utf8",
    });
    assert.equal(stdout === bundle("handlers/consumer/index.ts"), true);
  });

  it("needs nothing but Node: each handler loads from a folder without packages", () => {
    const folder = mkdtempSync(join(tmpdir(), "bundle-"));
    try {
      for (const name of ["contact", "legacy-crm", "consumer"]) {
        writeFileSync(join(folder, `${name}.mjs`), bundle(`handlers/${name}/index.ts`));
      }
      const script = `
        for (const name of ["contact", "legacy-crm", "consumer"]) {
          console.log(name, typeof (await import(${JSON.stringify(`${folder}/`)} + name + ".mjs")).handler);
        }`;
      const env = { PATH: process.env.PATH, AWS_REGION: "us-east-1" };
      const { stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
        env,
        encoding: "utf8",
      });
      assert.equal(stdout, "contact function\nlegacy-crm function\nconsumer function\n");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("holds no path of the machine that made it", () => {
    assert.equal(bundle("handlers/contact/index.ts").includes(process.cwd()), false);
  });

  it("keeps the names of classes, by which Lambda reports errors", () => {
    assert.match(bundle("handlers/consumer/index.ts"), /"ConditionalCheckFailedException"/);
  });

  it("takes a file by its URL too", () => {
    const url = new URL("../../../handlers/consumer/index.ts", import.meta.url);
    assert.equal(bundle(url), bundle("handlers/consumer/index.ts"));
  });

  it("names the file that is not there", () => {
    assert.throws(() => bundle("handlers/nowhere.ts"), /Could not resolve "handlers\/nowhere\.ts"/);
  });
});

describe("bundleFiles", () => {
  it("gives the same map in another folder, and no path of the machine", () => {
    const entry = new URL("../../../handlers/consumer/index.ts", import.meta.url);
    const map = JSON.parse(bundleFiles(entry)["index.mjs.map"] ?? "");
    assert.deepEqual(Object.keys(map), ["version", "sources", "mappings", "names"]);
    assert.equal(map.sources.at(-1), "handlers/consumer/index.ts");
    assert.deepEqual(
      map.sources.filter((source: string) => !/^(node_modules|handlers)\//.test(source)),
      [],
    );
  });

  it("lets a stack trace name the source's file and line", () => {
    const folder = mkdtempSync(join(tmpdir(), "bundle-"));
    try {
      for (const [name, text] of Object.entries(bundleFiles("tests/components/lambda/failing.ts"))) {
        writeFileSync(join(folder, name), text);
      }
      const script = `
        const { handler } = await import(${JSON.stringify(pathToFileURL(join(folder, "index.mjs")).href)});
        await handler({ a: 1 }).catch((error) => console.log(error.stack));`;
      const run = (NODE_OPTIONS: string) =>
        spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
          env: { PATH: process.env.PATH, NODE_OPTIONS },
          encoding: "utf8",
        }).stdout.replaceAll(realpathSync(folder), "/var/task");
      const [message, first, second] = run("--enable-source-maps").split("\n");
      assert.equal(message, "Error: the queue is closed");
      assert.match(first ?? "", /^ {4}at failWith \(\/var\/task\/tests\/components\/lambda\/failing\.ts:9:11\)$/);
      assert.match(second ?? "", /^ {4}at handler \(\/var\/task\/tests\/components\/lambda\/failing\.ts:3:10\)$/);
      assert.match(run(""), /\/var\/task\/index\.mjs:2:\d+\)/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("writeFile", () => {
  it("writes a text once, to a file named by its hash, and leaves no draft behind", () => {
    const text = `// ${Math.random()}`;
    const file = writeFile(text);
    assert.ok(file !== undefined);
    try {
      assert.equal(writeFile(text), file);
      assert.equal(readFileSync(file, "utf8"), text);
      assert.notEqual(writeFile("// another text"), file);
      const name = basename(file);
      assert.deepEqual(
        readdirSync(dirname(file)).filter((each) => each.startsWith(name)),
        [name],
      );
    } finally {
      rmSync(file);
    }
  });

  it("writes none in a folder that was removed", () => {
    const before = process.cwd();
    const removed = mkdtempSync(join(tmpdir(), "removed-"));
    process.chdir(removed);
    try {
      rmSync(removed, { recursive: true });
      assert.equal(writeFile(`// ${Math.random()}`), undefined);
    } finally {
      process.chdir(before);
    }
  });

  it("writes none in a folder that may not be written to, such as a read-only checkout", function () {
    // Linux lets nobody make a folder there, root included.
    if (process.platform !== "linux") this.skip();
    const before = process.cwd();
    process.chdir("/sys");
    try {
      assert.equal(writeFile(`// ${Math.random()}`), undefined);
    } finally {
      process.chdir(before);
    }
  });
});
