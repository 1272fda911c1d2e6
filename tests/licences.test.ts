import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

/** Licences under which the packages that are shipped may be used, changed and passed on without more than a notice. */
const ALLOWED = new Set([
  ...[
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BlueOak-1.0.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Python-2.0",
  ],
  "(BSD-3-Clause AND Apache-2.0)",
]);

/** Packages whose licence npm does not know by one of these names: read on 2026-11-26. */
const READ: Readonly<Record<string, string>> = {
  "node_modules/@logdna/tail-file": "SEE LICENSE IN LICENSE", // its file has the MIT licence
  "node_modules/spdx-exceptions": "CC-BY-3.0", // a list of names
};

interface LockedPackage {
  readonly license?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
}

const lock: { packages: Record<string, LockedPackage> } = JSON.parse(
  readFileSync(new URL("../package-lock.json", import.meta.url), "utf8"),
);
const { allowScripts }: { allowScripts: Record<string, boolean> } = JSON.parse(
  readFileSync(new URL("../package.json", import.meta.url), "utf8"),
);
const installed = Object.entries(lock.packages).filter(([path, { link }]) => path.includes("node_modules/") && !link);

describe("the dependencies", () => {
  it("that are shipped have licences that ask for no more than a notice", () => {
    const shipped = installed.filter(([, { dev }]) => !dev);
    assert.ok(shipped.length > 100);
    const others = shipped.filter(([path, { license = "none" }]) => !ALLOWED.has(license) && READ[path] !== license);
    assert.deepEqual(
      others.map(([path, { license }]) => `${path} ${license}`),
      [],
    );
  });

  it("need no install script: each that has one is refused by name", () => {
    const scripts = installed.filter(([, { hasInstallScript }]) => hasInstallScript);
    const refused = new Set(Object.keys(allowScripts).filter((name) => allowScripts[name] === false));
    const names = scripts.map(([path]) => path.replace(/^.*node_modules\//, ""));
    // An alias: its package has another name.
    const known = new Map([["docker-classic", "@pulumi/docker"]]);
    assert.deepEqual(
      names.filter((name) => !refused.has(known.get(name) ?? name)),
      [],
    );
  });
});
