// npm run api-diff -- BASE.json HEAD.json: what differs between two OpenAPI documents of `npm run openapi`, as the Markdown
// of a pull request's comment.
import { readFileSync } from "node:fs";
import { answerHelp } from "../command-line.ts";
import { objectOf } from "./json.ts";
import { report } from "./report.ts";

const USAGE = "Usage: npm run api-diff -- BASE.json HEAD.json, two documents of npm run --silent openapi";

answerHelp(USAGE);
try {
  const [base, head, ...rest] = process.argv.slice(2);
  if (base === undefined || head === undefined || rest.length > 0) {
    throw new Error(USAGE);
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
