// npm run costs: writes docs/costs.md.
import { writeFileSync } from "node:fs";
import { costsPage } from "./page.ts";
import { readFacts } from "./stack.ts";

writeFileSync("docs/costs.md", costsPage(await readFacts()));
