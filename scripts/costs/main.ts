// npm run costs: writes docs/costs.md.
import { writeFileSync } from "node:fs";
import { answerHelp } from "../command-line.ts";
import { costsPage } from "./page.ts";
import { readFacts } from "./stack.ts";

const USAGE =
  "Usage: npm run costs, without arguments: writes docs/costs.md from the table of prices and the stack's parts.";

answerHelp(USAGE);
if (process.argv.length > 2) {
  console.error(USAGE);
  process.exitCode = 1;
} else {
  writeFileSync("docs/costs.md", costsPage(await readFacts()));
}
