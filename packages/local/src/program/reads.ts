import childProcess from "node:child_process";
import { subscribe } from "node:diagnostics_channel";
import fs from "node:fs";
import { Session } from "node:inspector";
import { createRequire, syncBuiltinESMExports } from "node:module";
import net from "node:net";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** What a process read, by which a later start can tell whether the program would give the same. */
export interface Reads {
  /** Milliseconds since 1970, from which on it read. */
  readonly since: number;
  /** Absolute paths of files. */
  readonly files: readonly string[];
  /** Absolute paths of folders whose entries were listed. */
  readonly folders: readonly string[];
  /** Absolute paths whose existence was looked up. */
  readonly looked: readonly string[];
  /** Names of environment variables. */
  readonly variables: readonly string[];
  /** Something that cannot be looked up again, such as an answer from the network. */
  readonly other?: string;
}

type Method = (...args: unknown[]) => unknown;

/** Methods of `fs` and `fs.promises` by what they tell of a path. */
const METHODS = {
  files: ["readFileSync", "readFile", "openSync", "open", "createReadStream"],
  folders: ["readdirSync", "readdir", "opendirSync", "opendir"],
  looked: ["existsSync", "accessSync", "access", "statSync", "stat", "lstatSync", "lstat"],
} as const;

/**
 * Where tsx keeps what it compiles, by the content of the sources, which are read beside it. On Node.js from 22.22.3 and 24.11.1 on
 * it reads and fills this folder in the program's own process.
 */
const COMPILED_BY_TSX = path.join(tmpdir(), `tsx-${process.geteuid?.() ?? userInfo().username}`);

/**
 * Records from now on what this process reads: files, folders and variables of the environment, with what cannot be looked up
 * again, such as an answer from the network. It replaces methods of Node's modules, so it is for a process that runs one program.
 *
 * @returns Gives what was read so far.
 */
export function recordReads(): () => Reads {
  const since = Date.now();
  const read = { files: new Set<string>(), folders: new Set<string>(), looked: new Set<string>() };
  const variables = new Set<string>();
  let other: string | undefined;
  let isStarting = false;
  let isListing = false;
  let listed: string | symbol | undefined;

  for (const [kind, names] of Object.entries(METHODS)) {
    const paths = read[kind as keyof typeof METHODS];
    for (const owner of [fs, fs.promises] as unknown as Record<string, Method>[]) {
      for (const name of names) {
        around(owner, name, ([place, flags]) => {
          const file = pathOf(place);
          if (file !== undefined && !isWriting(name, flags) && !isInside(COMPILED_BY_TSX, file)) paths.add(file);
        });
      }
    }
  }
  for (const name of ["spawn", "spawnSync", "exec", "execSync", "execFile", "execFileSync", "fork"]) {
    const start = around(childProcess as unknown as Record<string, Method>, name, ([command]) => {
      if (!path.basename(String(command)).startsWith("esbuild")) {
        other ??= `starts ${command}`;
      }
    });
    // A child gets the whole environment: that is no reading of it.
    (childProcess as unknown as Record<string, Method>)[name] = function (this: unknown, ...args) {
      const before = isStarting;
      isStarting = true;
      try {
        return start.apply(this, args);
      } finally {
        isStarting = before;
      }
    };
  }
  around(net.Socket.prototype as unknown as Record<string, Method>, "connect", () => {
    other ??= "uses the network";
  });
  syncBuiltinESMExports();
  process.env = new Proxy(process.env, {
    get(environment, name) {
      if (typeof name === "string" && !isStarting && !(isListing && listed === name)) variables.add(name);
      listed = undefined;
      return Reflect.get(environment, name);
    },
    has(environment, name) {
      if (typeof name === "string") variables.add(name);
      return Reflect.has(environment, name);
    },
    ownKeys(environment) {
      // Packages look through all variables for those of theirs, such as proxies; what a program copies it may use.
      isListing = calledByPackage();
      return Reflect.ownKeys(environment);
    },
    getOwnPropertyDescriptor(environment, name) {
      listed = name;
      return Reflect.getOwnPropertyDescriptor(environment, name);
    },
  });
  // The library's bundles: esbuild reads their sources in a process of its own.
  subscribe("api-gateway-integrations:bundle", (sources) => {
    for (const file of sources as string[]) read.files.add(file);
  });

  return () => {
    for (const file of loadedModules()) read.files.add(file);
    const [files, folders, looked] = [read.files, read.folders, read.looked].map((paths) => [...paths]);
    return {
      since,
      files: files ?? [],
      folders: folders ?? [],
      looked: looked ?? [],
      variables: [...variables],
      other,
    };
  };
}

/** Calls `before` with the arguments of each call of a method. Properties of the method, such as `promisify.custom`, stay. */
function around(owner: Record<string, Method>, name: string, before: (args: readonly unknown[]) => void): Method {
  const method = owner[name];
  if (method === undefined) {
    return () => undefined;
  }
  const wrapped: Method = function (this: unknown, ...args) {
    before(args);
    return method.apply(this, args);
  };
  owner[name] = Object.defineProperties(wrapped, Object.getOwnPropertyDescriptors(method));
  return wrapped;
}

function pathOf(place: unknown): string | undefined {
  if (place instanceof URL) {
    return place.protocol === "file:" ? fileURLToPath(place) : undefined;
  }
  return typeof place === "string" || Buffer.isBuffer(place) ? path.resolve(String(place)) : undefined;
}

/** Whether the innermost line of the call that is in a file, after those of this module, is a package's. */
function calledByPackage(): boolean {
  const lines = (new Error().stack ?? "")
    .split("\n")
    .filter((line) => /[\\/]/.test(line) && !line.includes(import.meta.url));
  return lines[0]?.includes("node_modules") ?? false;
}

const isInside = (folder: string, file: string) => file === folder || file.startsWith(folder + path.sep);

const isWriting = (name: string, flags: unknown) =>
  name.startsWith("open") && typeof flags === "string" && !flags.startsWith("r");

/** The files of all modules: the inspector knows ES modules, which Node.js lists nowhere, and the cache those without code. */
function loadedModules(): string[] {
  const urls: string[] = [];
  const session = new Session();
  session.connect();
  session.on("Debugger.scriptParsed", ({ params }) => urls.push(params.url.replace(/\?.*/s, "")));
  session.post("Debugger.enable");
  session.disconnect();
  const files = urls.filter((url) => url.startsWith("file:")).map((url) => fileURLToPath(url));
  return [...files, ...Object.keys(createRequire(import.meta.url).cache)];
}
