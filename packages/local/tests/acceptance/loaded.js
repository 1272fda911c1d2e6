// Loaded by --import into every process and worker of a start: writes the file of each module that V8 compiles there, and of each
// file that is read, to LOADED_BY_START, a line each.
import fs, { appendFileSync } from "node:fs";
import { Session } from "node:inspector";
import { syncBuiltinESMExports } from "node:module";
import { fileURLToPath } from "node:url";
import { isMainThread } from "node:worker_threads";

const { LOADED_BY_START } = process.env;
// Appended at once, as a worker may be ended without notice.
const note = (kind, file) => appendFileSync(LOADED_BY_START, `${kind} ${file}\n`);

const session = new Session();
session.connect();
session.on("Debugger.scriptParsed", ({ params: { url } }) => {
  if (url.startsWith("file:")) note("module", fileURLToPath(url.replace(/\?.*/, "")));
  else if (url.startsWith("/")) note("module", url);
});
session.post("Debugger.enable");
note("process", isMainThread ? "process" : "worker");

for (const [of, name] of [
  [fs, "readFileSync"],
  [fs, "readFile"],
  [fs, "createReadStream"],
  [fs.promises, "readFile"],
]) {
  const read = of[name];
  of[name] = function (file, ...others) {
    if (file instanceof URL) note("file", fileURLToPath(file));
    else if (typeof file === "string") note("file", file);
    return read.call(this, file, ...others);
  };
}
syncBuiltinESMExports();
