import { createHmac, randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { privateFolder } from "../folders.js";

/** What the names of a project's environment variables begin with, for example `CONTACT_US_`. */
export function variablePrefix(project: string): string {
  return `${project.toUpperCase().replace(/\W/g, "_")}_`;
}

/** Name of the environment variable that sets a project's API key. */
export function apiKeyVariable(project: string): string {
  return `${variablePrefix(project)}API_KEY`;
}

/**
 * The API key of a project on this machine: the same at each run, and known to this user alone. It is derived from a secret in the
 * user's private folder; where nothing can be written it is a random one.
 */
export function localKey(directory: string): string {
  return privateDigest(directory).slice(0, 32);
}

let secret: Buffer | undefined;

/** Digest of a text that only this user can compute, in hexadecimal digits. */
export function privateDigest(text: string): string {
  secret ??= readSecret();
  return createHmac("sha256", secret).update(text).digest("hex");
}

function readSecret(): Buffer {
  try {
    const file = path.join(privateFolder(), "api-key-secret");
    try {
      // Of several processes that start at once, one writes it.
      writeFileSync(file, randomBytes(32), { flag: "wx", mode: 0o600 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
        throw error;
      }
    }
    const read = readFileSync(file);
    return read.length === 32 ? read : randomBytes(32);
  } catch {
    return randomBytes(32);
  }
}
