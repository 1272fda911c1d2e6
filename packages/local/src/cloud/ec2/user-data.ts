import path from "node:path";
import { gunzipSync } from "node:zlib";
import { parse } from "yaml";
import { parseEnvironmentFile, parseUnit, splitWords } from "./systemd.ts";

/** The service that an instance runs. */
export interface InstanceService {
  /** Its unit's name, for example `support-desk`. */
  readonly name: string;
  /** What `node` is started with: the module and its arguments. */
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Contents by absolute path on the instance. */
  readonly files: ReadonlyMap<string, Buffer>;
}

/**
 * Reads what an instance does at its first start: the files that cloud-init writes, and the systemd service among them.
 * https://cloudinit.readthedocs.io/en/latest/reference/modules.html#write-files
 *
 * @param userData In base64, as a launch template has it.
 * @throws Error that says what localhost cannot run.
 */
export function readUserData(userData: string): InstanceService {
  const files = writtenFiles(unzipped(Buffer.from(userData, "base64")).toString());
  const units = [...files].filter(([file]) => /^\/etc\/systemd\/system\/[^/]+\.service$/.test(file));
  const [unit] = units;
  if (units.length !== 1 || unit === undefined) {
    throw new Error(`user data: localhost runs one systemd service of write_files, and there are ${units.length}`);
  }
  const name = path.posix.basename(unit[0], ".service");
  const settings = parseUnit(unit[1].toString());
  const [program = "", ...args] = splitWords(settings.get("Service.ExecStart")?.at(-1) ?? "");
  // A prefix such as `-` or `!` says how systemd runs it.
  if (!/^[-@:+!]*(\/\S*\/)?node(js)?(-\d+)?$/.test(program)) {
    throw new Error(
      `user data: localhost runs Node.js services only, and ${name} is ${program || "without ExecStart"}`,
    );
  }
  const inUnit = (settings.get("Service.Environment") ?? []).flatMap(splitWords).map((one) => one.split(/=(.*)/s, 2));
  const inFiles = (settings.get("Service.EnvironmentFile") ?? []).map((file) =>
    parseEnvironmentFile((files.get(file.replace(/^-/, "")) ?? "").toString()),
  );
  return { name, args, environment: Object.assign(Object.fromEntries(inUnit), ...inFiles), files };
}

function writtenFiles(text: string): Map<string, Buffer> {
  if (!text.startsWith("#cloud-config\n")) {
    throw new Error("user data: localhost reads #cloud-config only");
  }
  const written: { path: string; content?: string; encoding?: string }[] = parse(text).write_files ?? [];
  return new Map(written.map(({ path: file, content = "", encoding = "" }) => [file, decode(content, encoding)]));
}

/** `b64`, `base64`, and both with gzip (`gz+b64`). */
function decode(content: string, encoding: string): Buffer {
  return unzipped(Buffer.from(content, /b(ase)?64$/.test(encoding) ? "base64" : "utf8"));
}

/** EC2's 16 KB hold more when it is packed. */
function unzipped(data: Buffer): Buffer {
  return data[0] === 0x1f && data[1] === 0x8b ? gunzipSync(data) : data;
}
