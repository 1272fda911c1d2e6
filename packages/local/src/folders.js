// Plain JavaScript, since launch.js needs it before TypeScript can be loaded; folders.d.ts says what it has.
import { existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";

export function makeFolder(folder, mode) {
  if (existsSync(folder)) {
    return;
  }
  makeFolder(path.dirname(folder), mode);
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!existsSync(folder)) throw error;
  }
}

export function privateFolder() {
  const base = process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache");
  const folder = path.join(base, "pulumi-localhost");
  makeFolder(folder, 0o700);
  return folder;
}
