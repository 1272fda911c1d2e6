// npm test: every check side by side, the output of each in one piece, and all tests' counts together as the last line.
import { spawn } from "node:child_process";

/** npm scripts, the slowest first, so that none of them is left to run alone at the end. */
const PARTS = ["test:browser", "test:acceptance", "test:unit", "types", "lint"];

const [argument] = process.argv.slice(2);
if (argument === "--help") {
  console.log(
    `Usage: npm test\n\nRuns npm run ${PARTS.join(", npm run ")} side by side; each takes mocha's options by itself.`,
  );
  process.exit();
}
if (argument !== undefined) {
  console.error(`npm test takes no arguments, got ${argument}: run one part, such as npm run test:unit -- ${argument}`);
  process.exit(1);
}
const results = await Promise.all(PARTS.map(run));

/** The sum of mocha's summary lines, such as `  1478 passing (26s)`. */
function count(outcome: string): number {
  const lines = results.flatMap(({ output }) => [...output.matchAll(new RegExp(`^ *(\\d+) ${outcome}\\b`, "gm"))]);
  return lines.reduce((sum, [, tests]) => sum + Number(tests), 0);
}
const failed = results.filter(({ code }) => code !== 0).map(({ part }) => `npm run ${part}`);
if (failed.length > 0) console.log(`Failed: ${failed.join(", ")}`);
console.log(`${count("passing")} passed, ${count("failing")} failed, ${count("pending")} skipped`);
process.exitCode = failed.length > 0 ? 1 : 0;

/** Runs one part and prints what it said when it ends. */
function run(part: string): Promise<{ part: string; code: number | null; output: string }> {
  const reporter = part.startsWith("test:") ? ["--", "--reporter", "dot"] : [];
  const child = spawn("npm", ["run", "--silent", part, ...reporter], {
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve) => {
    child.once("close", (code) => {
      console.log(`${part}\n${output}`);
      resolve({ part, code, output });
    });
  });
}
