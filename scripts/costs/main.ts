// npm run costs: writes docs/costs.md.
import { writeFileSync } from "node:fs";
import { readCommandLine } from "../command-line.ts";
import { costsPage } from "./page.ts";
import { readFacts } from "./stack.ts";

const HELP = `Usage: npm run costs

Writes docs/costs.md.`;

readCommandLine("npm run costs", HELP, {});
writeFileSync("docs/costs.md", costsPage(await readFacts()));
