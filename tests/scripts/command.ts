import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Credentials and a region, and nothing of this machine's own. */
const ENVIRONMENT = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", AWS_REGION: "us-east-1" };

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a script of `scripts/` as its npm script does, without a terminal.
 *
 * @param pulumi What stands for the Pulumi CLI: the text of a shell script, or undefined where none is installed.
 * @param onOutput Called with the command and all that it printed so far.
 */
export async function runScript(
  script: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  pulumi?: string,
  onOutput: (command: ChildProcess, stdout: string) => void = () => {},
): Promise<Ended> {
  const folder = mkdtempSync(path.join(tmpdir(), "script-"));
  try {
    if (pulumi !== undefined) {
      writeFileSync(path.join(folder, "pulumi"), `#!/bin/sh\n${pulumi}\n`);
      chmodSync(path.join(folder, "pulumi"), 0o755);
    }
    const command = spawn(
      process.execPath,
      ["--conditions=source", "--import", "tsx", path.join("scripts", script), ...args],
      {
        cwd: root,
        env: { ...ENVIRONMENT, ...environment, PATH: folder },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    const output = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      command[name].setEncoding("utf8").on("data", (text: string) => {
        output[name] += text;
        onOutput(command, output.stdout);
      });
    }
    const code = await new Promise<number | null>((resolve) => command.once("close", resolve));
    return { code, ...output };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
