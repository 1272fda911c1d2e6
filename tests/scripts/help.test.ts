import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };

/** The scripts of package.json that are other people's commands with arguments, or hooks. */
const OTHERS = /^(test|test:unit|test:browser|test:faults|test:package|coverage|lint|format|types|prepare)$/;

describe("the commands of package.json", () => {
  const run = (name: string, ...args: string[]) => {
    const [program = "", ...rest] = (scripts[name] ?? "").replace(/^exec (env \S+ )?/, "").split(" ");
    const command = program === "node" ? rest : ["--import", "tsx", ...rest];
    return spawnSync(process.execPath, [...command, ...args], { encoding: "utf8" });
  };

  for (const name of Object.keys(scripts).filter((script) => !OTHERS.test(script))) {
    it(`npm run ${name} has a help, and names an unknown option in one line`, () => {
      const help = run(name, "--help");
      assert.deepEqual([help.status, help.stderr], [0, ""], help.stderr);
      assert.match(help.stdout, /npm (run )?[\w:-]+|Usage/);
      // What the acceptance tests do not know is mocha's.
      if (name === "test:acceptance") return;
      const { status, stdout, stderr } = run(name, "--nope");
      assert.equal(stdout, "");
      assert.match(stderr, /^[^\n]*'?--nope'?[^\n]*\n$/);
      assert.notEqual(status, 0);
    });
  }
});
