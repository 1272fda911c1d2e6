import { type ChildProcess, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const RESTART_MS = 500;
/** A module that ends the service when this process is gone, however it went. */
const WITH_PARENT = "data:text/javascript,process.once('disconnect', () => process.exit())";

/** The private service, which in the cloud runs on EC2 behind the VPC link. */
export interface SupportDesk {
  /** Base URL on this machine; the same after a restart. */
  readonly url: string;
  /** Stops the service, or starts it again. */
  switch(on: boolean): void;
  /** Stops it for good. */
  close(): void;
}

/**
 * Bundles handlers/support-desk and runs it as a process of its own, which is started again when it ends by itself, as
 * systemd does on the instance.
 *
 * @param environment Settings of the service, besides where it listens.
 * @throws Error when it ends before it listens.
 */
export async function startSupportDesk(environment: Record<string, string>): Promise<SupportDesk> {
  const folder = await mkdtemp(path.join(tmpdir(), "contact-us-desk-"));
  const file = path.join(folder, "support-desk.mjs");
  buildSync({
    entryPoints: [fileURLToPath(new URL("../../../../handlers/support-desk/index.ts", import.meta.url))],
    outfile: file,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
  });

  let wanted = true;
  let child: ChildProcess;
  let timer: NodeJS.Timeout | undefined;
  function run(port: string): ChildProcess {
    child = spawn(process.execPath, ["--import", WITH_PARENT, file], {
      env: { ...environment, HOST: "127.0.0.1", PORT: port },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    child.stderr?.pipe(process.stderr, { end: false });
    return child;
  }
  function keepRunning(port: string): void {
    child.once("exit", () => {
      if (wanted) {
        timer = setTimeout(() => restart(port), RESTART_MS);
      }
    });
  }
  function restart(port: string): void {
    run(port).stdout?.resume();
    keepRunning(port);
  }

  const url = await listening(run("0"));
  const port = new URL(url).port;
  keepRunning(port);
  return {
    url,
    switch(on) {
      if (on && !wanted) {
        wanted = true;
        restart(port);
      } else if (!on) {
        wanted = false;
        clearTimeout(timer);
        child.kill("SIGKILL");
      }
    },
    close() {
      wanted = false;
      clearTimeout(timer);
      child.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout as NonNullable<typeof child.stdout> }).on("line", (line) => {
      const url = /http:\/\/[\d.]+:\d+/.exec(line)?.[0];
      if (url) {
        resolve(url);
      }
    });
    child.once("exit", (code) => reject(new Error(`The support desk ended with code ${code} before it listened.`)));
  });
}
