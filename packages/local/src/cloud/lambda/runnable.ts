import { existsSync, statSync } from "node:fs";
import path from "node:path";
import type { PackedFile, Resource } from "../../program/resources.ts";

/** Where a function's handler is: the module's path in the archive, and the name of its export. */
export interface HandlerPlace {
  readonly file: string;
  readonly name: string;
}

/**
 * Finds a function's handler in its archive.
 *
 * @throws Error that says why localhost cannot run the function.
 */
export function handlerOf({ inputs, outputs }: Pick<Resource, "inputs" | "outputs">): HandlerPlace {
  const fail = (reason: string): never => {
    throw new Error(`Function ${outputs.name}: ${reason}`);
  };
  if (inputs.packageType === "Image") {
    fail("its code is a container image");
  }
  if (!/^nodejs/.test(inputs.runtime)) {
    fail(`its runtime is ${inputs.runtime}, and localhost runs Node.js`);
  }
  const files = Object.entries<PackedFile>(inputs.code?.files ?? {});
  if (files.length === 0) {
    fail("its code is not in the program");
  }
  const [whole] = files;
  if (whole?.[0] === "" && (typeof whole[1] === "string" || "uri" in whole[1] || !isFolder(whole[1].path))) {
    fail("its archive is packed already, and localhost takes folders and files");
  }
  const [, stem = "", name = ""] = /^(.*)\.([^.]*)$/.exec(String(inputs.handler)) ?? [];
  const file = EXTENSIONS.map((extension) => `${stem}${extension}`).find((one) => files.some(holds(one)));
  return file === undefined ? fail(`its archive has no module for the handler ${inputs.handler}`) : { file, name };
}

const EXTENSIONS = [".js", ".mjs", ".cjs"];

/** Whether an entry of an archive is this file, or is a folder with it. */
function holds(file: string): (entry: [string, PackedFile]) => boolean {
  return ([name, content]) => {
    if (name === file) {
      return true;
    }
    const below = path.posix.relative(name, file);
    return (
      typeof content !== "string" &&
      "path" in content &&
      !below.startsWith("..") &&
      existsSync(path.join(content.path, below))
    );
  };
}

const isFolder = (place: string): boolean => statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false;
