// npm run openapi [-- --cwd DIR --stack NAME]: prints the stack's OpenAPI document, all values known, as localhost serves it.
import { parseArgs } from "node:util";
import { runProgram } from "./program/program.ts";
import { optionError } from "./unknown.ts";

const HELP = `Usage: npm run --silent openapi -- [options]

Prints the stack's OpenAPI document, all values known, as localhost serves it.

  --cwd DIR     folder of the Pulumi program; default the current one
  --stack NAME  the Pulumi.NAME.yaml to use; default local
  --help        print this`;
const OPTIONS = { cwd: { type: "string" }, stack: { type: "string" }, help: { type: "boolean", short: "h" } } as const;

function readOptions() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    throw new Error(optionError(error, Object.keys(OPTIONS), "npm run openapi -- --help"));
  }
}

try {
  const values = readOptions();
  if (values.help) {
    console.log(HELP);
    process.exit();
  }
  const { document } = await runProgram({ directory: values.cwd, stack: values.stack });
  console.log(JSON.stringify(document, null, 2));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
