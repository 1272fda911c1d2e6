// npm run security [-- CHECKOV]: runs checkov (https://www.checkov.io, `pip install checkov`) over the stack and writes the
// table in docs/security.md. For maintainers: no test needs it.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runProgram } from "pulumi-localhost/program";
import { answerHelp } from "../command-line.ts";
import { checkTable } from "./checks.ts";
import { terraformPlan } from "./terraform-plan.ts";

const PAGE = "docs/security.md";

answerHelp(`Usage: npm run security [-- CHECKOV]: runs checkov over the stack and writes the table in ${PAGE}.
CHECKOV is the command's path; default checkov (pip install checkov).`);
const directory = mkdtempSync(path.join(tmpdir(), "checkov-"));
try {
  const { resources } = await runProgram({ stack: "local" });
  writeFileSync(path.join(directory, "plan.json"), JSON.stringify(terraformPlan(resources)));
  const [checkov = "checkov"] = process.argv.slice(2);
  // In the empty folder, where no settings of ours or others' are found.
  const args = [
    "--file",
    "plan.json",
    "--framework",
    "terraform_plan",
    "--output",
    "json",
    "--skip-download",
    "--soft-fail",
  ];
  const { stdout, error } = spawnSync(checkov, args, { cwd: directory, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  if (error) throw new Error(`${checkov} does not start: pip install checkov, then npm run security -- PATH`);
  const table = checkTable(JSON.parse(stdout), new Date().toISOString().slice(0, 10));
  const page = readFileSync(PAGE, "utf8");
  writeFileSync(
    PAGE,
    page.replace(/(<!-- checkov -->\n)[\s\S]*?(\n<!-- end -->)/, (_all, start, end) => `${start}${table}${end}`),
  );
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
} finally {
  rmSync(directory, { recursive: true });
}
