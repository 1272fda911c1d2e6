import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { deserialize, serialize } from "node:v8";
import { makeFolder, privateFolder } from "../folders.js";
import { privateDigest } from "./api-key.ts";
import type { Reads } from "./reads.ts";
import type { KeepRequest, Program, ProgramResult, RunKey } from "./resources.ts";
import { sourcesOf } from "./sources.ts";

/** Runs that are kept, of all programs; the oldest one makes room. */
const MAX_KEPT = 20;
const DIGEST_BYTES = 32;

/** What a run of a program gave. */
type Outcome = Extract<ProgramResult, { program: Program }>;

/** A run as it is kept: the outcome is the same as long as all the rest is. */
interface Kept {
  readonly outcome: Outcome;
  /** Digest of the key and of the version of Node.js. */
  readonly key: string;
  /** By absolute path. */
  readonly files: Readonly<Record<string, Stamp>>;
  /** Digest of the names of a folder's entries; undefined: it was not there. */
  readonly folders: Readonly<Record<string, string | undefined>>;
  readonly looked: Readonly<Record<string, boolean>>;
  /** Digest of a variable's value; undefined: it was not set. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

interface Stamp {
  /** Time of the last change and size; empty: there was no such file. */
  readonly time: string;
  /** Undefined for files of packages, which are as large as they are many: for them the time decides. */
  readonly digest?: string;
}

/**
 * The outcome of an earlier run of the program, if a new one would give the same: the key, and all that the run read, is unchanged.
 *
 * @param except Absolute path of a folder in the program's that is none of its sources.
 */
export function readKept(key: RunKey, except?: string): Outcome | undefined {
  try {
    const content = readFileSync(placeOf(key));
    const body = content.subarray(DIGEST_BYTES);
    if (!createHash("sha256").update(body).digest().equals(content.subarray(0, DIGEST_BYTES))) {
      return undefined;
    }
    const { outcome, ...kept }: Kept = deserialize(body);
    return isSame(kept, key, except) ? outcome : undefined;
  } catch {
    // There is none, or it is unreadable.
    return undefined;
  }
}

/**
 * Keeps the outcome of a run for later starts, in this user's private folder. Where that cannot be written nothing is kept, nor of
 * a run that used the network or another program, or during which a file changed.
 */
export function keepRun({ key, except, ...before }: KeepRequest, outcome: Outcome, reads: Reads): void {
  if (reads.other !== undefined) {
    return;
  }
  try {
    const files = new Set([...sourcesOf(key.directory, except), ...before.files, ...reads.files]);
    const variables = new Set([...before.variables, ...reads.variables]);
    const kept: Kept = {
      outcome,
      key: digestOfKey(key),
      files: Object.fromEntries([...files].map((file) => [file, stampOf(file, reads.since)])),
      folders: Object.fromEntries(reads.folders.map((folder) => [folder, entriesOf(folder)])),
      looked: Object.fromEntries(reads.looked.map((place) => [place, existsSync(place)])),
      variables: Object.fromEntries([...variables].map((name) => [name, variable(name)])),
    };
    const body = serialize(kept);
    const place = placeOf(key);
    makeFolder(path.dirname(place), 0o700);
    const draft = `${place}.${process.pid}`;
    writeFileSync(draft, Buffer.concat([createHash("sha256").update(body).digest(), body]), { mode: 0o600 });
    renameSync(draft, place);
    prune(path.dirname(place));
  } catch {
    // The next start runs the program.
  }
}

function isSame(kept: Omit<Kept, "outcome">, key: RunKey, except: string | undefined): boolean {
  return (
    kept.key === digestOfKey(key) &&
    Object.entries(kept.variables).every(([name, digest]) => variable(name) === digest) &&
    sourcesOf(key.directory, except).every((file) => kept.files[file] !== undefined) &&
    Object.entries(kept.files).every(([file, stamp]) => isUnchanged(file, stamp)) &&
    Object.entries(kept.folders).every(([folder, entries]) => entriesOf(folder) === entries) &&
    Object.entries(kept.looked).every(([place, wasThere]) => existsSync(place) === wasThere)
  );
}

/** Whether a file has its time, or at least its content: a checkout writes files anew. */
function isUnchanged(file: string, { time, digest }: Stamp): boolean {
  return timeOf(file) === time || (digest !== undefined && time !== "" && digestOf(file) === digest);
}

/** @throws Error for a file that changed since the run began: the run may have read another content. */
function stampOf(file: string, since: number): Stamp {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found && found.mtimeMs >= since) {
    throw new Error(`${file} changed during the run`);
  }
  const time = timeOf(file, found);
  const isPackage = file.includes(`${path.sep}node_modules${path.sep}`);
  return isPackage || time === "" ? { time } : { time, digest: digestOf(file) };
}

function timeOf(file: string, found = statSync(file, { throwIfNoEntry: false })): string {
  return found ? `${found.mtimeMs} ${found.size}` : "";
}

const digestOf = (file: string) => createHash("sha256").update(readFileSync(file)).digest("base64");

function entriesOf(folder: string): string | undefined {
  return existsSync(folder) ? createHash("sha256").update(readdirSync(folder).join("\0")).digest("base64") : undefined;
}

/** With this user's secret: a value may be a short password. */
function variable(name: string): string | undefined {
  const value = process.env[name];
  return value === undefined ? undefined : privateDigest(`${name}=${value}`);
}

const digestOfKey = (key: RunKey) => privateDigest(JSON.stringify([process.version, key]));

/** One file for each program, stack and address: two servers of one program do not replace each other's. */
function placeOf({ directory, stack, url, queueUrl }: RunKey): string {
  const name = createHash("sha256")
    .update(JSON.stringify([directory, stack, url, queueUrl]))
    .digest("hex");
  return path.join(privateFolder(), "runs", name.slice(0, 32));
}

function prune(folder: string): void {
  const files = readdirSync(folder).map((name) => path.join(folder, name));
  const oldest = files.toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs).slice(MAX_KEPT);
  for (const file of oldest) rmSync(file, { force: true });
}
