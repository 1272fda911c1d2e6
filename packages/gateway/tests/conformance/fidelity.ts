// npm run fidelity: runs the recorded cases, adds those that newly pass to passing.json, and writes docs/fidelity.md.
import { writeFileSync } from "node:fs";
import { fidelityPage } from "./report.ts";
import { countDocuments, passingFile, readPassing, runConformance, vectorsFolder } from "./run.ts";

if (process.argv.includes("--help")) {
  console.log(
    "Usage: npm run fidelity\n\nRuns the recorded cases and writes docs/fidelity.md. VECTORS_DIR names their folder.",
  );
  process.exit();
}
const [unknown] = process.argv.slice(2);
if (unknown !== undefined) {
  console.error(`Unknown argument '${unknown}'. See npm run fidelity -- --help`);
  process.exit(1);
}
const folder = vectorsFolder();
if (folder === undefined) {
  console.error("The recorded cases are not there: set VECTORS_DIR to their folder");
  process.exit(1);
}
const results = { gateway: await runConformance(folder, "gateway"), vtl: await runConformance(folder, "vtl") };
const before = readPassing();
const passing = { gateway: passingIds("gateway"), vtl: passingIds("vtl") };
const lost = [...before.gateway, ...before.vtl].filter((id) => ![...passing.gateway, ...passing.vtl].includes(id));
if (lost.length > 0) {
  console.error(`These cases passed before and no longer do: ${lost.join(", ")}`);
  process.exit(1);
}
writeFileSync(passingFile, `${JSON.stringify(passing, null, 2)}\n`);
writeFileSync(
  new URL("../../../../docs/fidelity.md", import.meta.url),
  fidelityPage(results, await countDocuments(folder)),
);
console.log(`gateway: ${passing.gateway.length} of ${results.gateway.cases.length} cases pass`);
console.log(`vtl: ${passing.vtl.length} of ${results.vtl.cases.length} cases pass`);

function passingIds(part: "gateway" | "vtl"): string[] {
  const { cases, failed } = results[part];
  return cases
    .map((c) => c.id)
    .filter((id) => !failed.has(id))
    .sort();
}
