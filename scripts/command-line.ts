// What the commands for operators share.
import { execFileSync } from "node:child_process";

// The SDK warns of each Node.js that it will leave one day.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

/**
 * What `pulumi stack …` prints, for the selected stack or a named one.
 *
 * @param instead How to do without the Pulumi CLI; ends the error's sentence.
 * @throws Error with the CLI's own first line, or that it is not installed.
 */
export function pulumiStack(args: readonly string[], stack: string | undefined, instead: string): string {
  const options = ["stack", ...args, ...(stack === undefined ? [] : ["--stack", stack]), "--non-interactive"];
  try {
    return execFileSync("pulumi", options, { encoding: "utf8", stdio: "pipe", maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    const { code, stderr = "" } = error as { code?: unknown; stderr?: string };
    if (code === "ENOENT") throw new Error(`pulumi is not installed; ${instead}`);
    const [line = ""] = stderr.trim().split("\n");
    throw new Error(`${line.replace(/^error: /, "pulumi: ")}; ${instead}`);
  }
}

/** One line for an error of an AWS SDK, of this program or of the command line. */
export function oneLine(error: unknown): string {
  const { name, message } = error as Error;
  const [line = ""] = message.split("\n");
  return /^(Error|TypeError)$/.test(name) ? line : `${name}: ${line}`;
}
