// npm run openapi [-- --cwd DIR --stack NAME]: prints the stack's OpenAPI document, all values known, as localhost serves it.
import { parseArgs } from "node:util";
import { runProgram } from "./program/program.ts";

try {
  const { values } = parseArgs({ options: { cwd: { type: "string" }, stack: { type: "string" } } });
  const { document } = await runProgram({ directory: values.cwd, stack: values.stack });
  console.log(JSON.stringify(document, null, 2));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
