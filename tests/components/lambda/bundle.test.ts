import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle } from "../../../components/lambda/bundle.ts";

describe("bundle", () => {
  it("gives the same text in another process, from another folder", () => {
    const url = new URL("../../../components/lambda/bundle.ts", import.meta.url).href;
    const script = `
      const { bundle } = await import(${JSON.stringify(url)});
      process.stdout.write(bundle("handlers/consumer/index.ts"));`;
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

  it("names the file that is not there", () => {
    assert.throws(() => bundle("handlers/nowhere.ts"), /Could not resolve "handlers\/nowhere\.ts"/);
  });
});
