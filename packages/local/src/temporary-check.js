// Runs before TypeScript's loader, which keeps its cache in the same folder and fails with a stack trace.
import { mkdirSync, mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

try {
  mkdirSync(tmpdir(), { recursive: true });
  rmdirSync(mkdtempSync(path.join(tmpdir(), "pulumi-localhost-check-")));
} catch ({ code }) {
  console.error(`Cannot write to ${tmpdir()}, the folder for temporary files (${code}): name another one with TMPDIR.`);
  process.exit(1);
}
