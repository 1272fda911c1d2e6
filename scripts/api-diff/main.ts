// npm run api-diff -- BASE.json HEAD.json: what differs between two OpenAPI documents of `npm run openapi`, as the Markdown
// of a pull request's comment.
import { readFileSync } from "node:fs";
import { readCommandLine } from "../command-line.ts";
import { objectOf } from "./json.ts";
import { report } from "./report.ts";

const HELP = `Usage: npm run api-diff -- BASE.json HEAD.json

Prints in Markdown what differs between two OpenAPI documents of npm run openapi.`;

try {
  const { positionals } = readCommandLine("npm run api-diff", HELP, { allowPositionals: true });
  const [base, head, ...rest] = positionals;
  if (base === undefined || head === undefined || rest.length > 0) {
    throw new Error("Usage: npm run api-diff -- BASE.json HEAD.json, two documents of npm run --silent openapi");
  }
  console.log(report(readDocument(base), readDocument(head)));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

function readDocument(file: string) {
  const text = readFileSync(file, "utf8");
  try {
    return objectOf(JSON.parse(text));
  } catch {
    throw new Error(`${file} is not JSON: make it with npm run --silent openapi > ${file}`);
  }
}
