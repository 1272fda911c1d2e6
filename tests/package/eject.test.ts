import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { integrationTypes } from "../../scripts/eject/eject.ts";
import { createProject } from "./project.ts";

/** All types at once, because the compiler takes most of its time for the types of `@pulumi/aws`. */
describe("the ejected integrations", () => {
  const types = integrationTypes();

  for (const esm of [false, true]) {
    describe(`in a new project of ${esm ? "ES modules" : "CommonJS modules"}`, () => {
      const project = createProject(esm, ["@pulumi", "@types"]);
      after(() => project.remove());

      it("compile, with a program for each", () => {
        for (const type of types) {
          const args = [
            "--conditions=source",
            "--import",
            "tsx",
            "scripts/eject/main.ts",
            type,
            path.join(project.folder, "api"),
          ];
          const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: "utf8" });
          assert.deepEqual([stderr, status], ["", 0]);
          const [, program = ""] = stdout.split(/^A program .*\n/m);
          project.write(`${type}.ts`, program);
        }
        const files = types.flatMap((type) => [`${type}.ts`, `api/${type}.test.ts`]);
        const { stdout, status } = project.compile(...files);
        assert.deepEqual([stdout, status], ["", 0]);
      });

      it("pass their unit tests", () => {
        const files = types.map((type) => `bin/api/${type}.test.js`);
        const { stdout, status } = project.node("--test", "--test-reporter=tap", ...files);
        assert.equal(status, 0, stdout);
        assert.match(stdout, /^# fail 0$/m);
        for (const type of types)
          assert.match(stdout, new RegExp(`# Subtest: ${type.replace("-", "")}Integration`, "i"));
      });
    });
  }
});
