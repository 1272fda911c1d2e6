// What the commands share.
import { execFileSync } from "node:child_process";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { optionError } from "../packages/local/src/unknown.ts";

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

/**
 * Reads the command line. Prints the help and ends for `--help`; ends with 1 and one line for a mistake.
 *
 * @param command As a reader starts it, such as `npm run tail`.
 */
export function readCommandLine<T extends ParseArgsConfig>(command: string, help: string, config: T) {
  if (process.argv.slice(2).some((argument) => argument === "--help" || argument === "-h")) {
    console.log(help);
    process.exit();
  }
  try {
    return parseArgs(config);
  } catch (error) {
    console.error(optionError(error, [...Object.keys(config.options ?? {}), "help"], `${command} -- --help`));
    process.exit(1);
  }
}

/** One line for an error of an AWS SDK or of this program. */
export function oneLine(error: unknown): string {
  const { name, message } = error as Error;
  const [line = ""] = message.split("\n");
  return /^(Error|TypeError)$/.test(name) ? line : `${name}: ${line}`;
}
