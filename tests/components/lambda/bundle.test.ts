import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle, writeBundle } from "../../../components/lambda/bundle.ts";

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

describe("writeBundle", () => {
  it("writes a text once, to a file named by its hash, and leaves no draft behind", () => {
    const text = `// ${Math.random()}`;
    const file = writeBundle(text);
    try {
      assert.equal(writeBundle(text), file);
      assert.equal(readFileSync(file, "utf8"), text);
      assert.notEqual(writeBundle("// another text"), file);
      const name = basename(file);
      assert.deepEqual(
        readdirSync(dirname(file)).filter((each) => each.startsWith(name)),
        [name],
      );
    } finally {
      rmSync(file);
    }
  });
});
