import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../serve.ts";
import { createTemporaryFolder } from "../temporary.ts";
import type { InstanceService } from "./user-data.ts";

/** Milliseconds until a service that ended by itself is restarted, as systemd does on the instance. */
const RESTART_MS = 500;
const LOOK_MS = 10;
/** A module that ends the service when this process ends, for whatever reason. */
const WITH_PARENT = "data:text/javascript,process.once('disconnect', () => process.exit())";

/** A service that runs on EC2 instances behind a VPC link in AWS, as a process on this machine. */
export interface PrivateService {
  readonly name: string;
  /** Base URL on this machine; the same after a restart. */
  readonly url: string;
  /** Stops or restarts the service. */
  switch(on: boolean): void;
  /** Stops it for good. */
  close(): void;
}

/**
 * Runs an instance's service as a process of its own, with its files in a temporary folder. In place of the instance's
 * address and port it is told, by `HOST` and `PORT`, those of this machine.
 *
 * @throws Error when it ends before it listens.
 */
export async function startService({ name, args, environment, files }: InstanceService): Promise<PrivateService> {
  const folder = createTemporaryFolder();
  const inFolder = (file: string) => path.join(folder, file);
  for (const [file, content] of files) {
    mkdirSync(path.dirname(inFolder(file)), { recursive: true });
    writeFileSync(inFolder(file), content);
  }
  const port = await freePort();
  let wanted = true;
  let child: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;

  function run(): void {
    child = spawn(
      process.execPath,
      ["--import", WITH_PARENT, ...args.map((arg) => (files.has(arg) ? inFolder(arg) : arg))],
      {
        cwd: folder,
        env: { ...environment, HOST: "127.0.0.1", PORT: String(port) },
        stdio: ["ignore", "ignore", "inherit", "ipc"],
      },
    );
    // A service that is restarted waits here until the previous process frees the port.
    child.once("exit", () => {
      child = undefined;
      if (wanted) {
        timer = setTimeout(run, RESTART_MS);
      }
    });
  }
  function stop(): void {
    wanted = false;
    clearTimeout(timer);
    child?.kill("SIGKILL");
  }

  run();
  while (child && !(await accepts(port))) {
    await sleep(LOOK_MS);
  }
  if (!child) {
    stop();
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`The private service ${name} ended before it listened on the port in its variable PORT.`);
  }
  return {
    name,
    url: `http://127.0.0.1:${port}`,
    switch(on) {
      if (!on) {
        stop();
      } else if (!wanted) {
        wanted = true;
        if (!child) {
          run();
        }
      }
    },
    close() {
      stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
