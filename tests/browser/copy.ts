import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { start } from "../acceptance/app.ts";

/** This repository. */
export const project = fileURLToPath(new URL("../..", import.meta.url));
const COPIED = [
  "index.ts",
  "contact",
  "components",
  "handlers",
  "package.json",
  "Pulumi.yaml",
  "Pulumi.dev.yaml",
  "Pulumi.local.yaml",
];

/** A copy of this program whose files may be changed, and the server that serves it. */
export interface Copy {
  /** Base URL of the page. */
  readonly base: string;
  read(file: string): string;
  /** Replaces a text of a file, which must have it. */
  edit(file: string, from: string, to: string): void;
  /** Gives every edited file the text that it had at first. */
  reset(): void;
}

let started: Promise<Copy> | undefined;
let folder: string | undefined;

/** The copy and its server: one for all suites that change files, started when the first of them asks. */
export function copiedProgram(): Promise<Copy> {
  started ??= startCopy();
  return started;
}

async function startCopy(): Promise<Copy> {
  folder = mkdtempSync(path.join(tmpdir(), "contact-us-"));
  const at = (file: string) => path.join(folder ?? "", file);
  for (const name of COPIED) cpSync(path.join(project, name), at(name), { recursive: true });
  symlinkSync(path.join(project, "node_modules"), at("node_modules"));
  symlinkSync(path.join(project, "packages"), at("packages"));
  const { output, exitCode } = await start(["--port", "0", "--offline", "--retry", "0", "--cwd", folder]);
  assert.equal(exitCode, undefined, output);
  const read = (file: string) => readFileSync(at(file), "utf8");
  const originals = new Map<string, string>();
  return {
    base: /Page\s+(\S+)/.exec(output)?.[1] ?? "",
    read,
    edit(file, from, to) {
      const text = read(file);
      assert.ok(text.includes(from), `${file} does not have ${from}`);
      originals.set(file, originals.get(file) ?? text);
      const changed = text.replace(from, () => to);
      writeFileSync(at(file), changed);
    },
    reset() {
      // A file that is written runs the program again, even with the text that it had.
      for (const [file, text] of originals) if (read(file) !== text) writeFileSync(at(file), text);
      originals.clear();
    },
  };
}

after(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true });
});
