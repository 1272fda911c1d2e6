import { type ParseArgsConfig, parseArgs } from "node:util";
import { optionError } from "./unknown.ts";

/** What `npm start` was asked to do. */
export interface StartOptions {
  readonly port: number;
  /** Folder of the program's `Pulumi.yaml`. */
  readonly directory: string;
  /** Undefined where none is named. */
  readonly stack?: string;
  /** Settings in the place of the project's and the stack's, by the key that was given. */
  readonly config: Readonly<Record<string, string>>;
  readonly host: string;
  readonly offline: boolean;
  /** Folder in which data stays from one start to the next; undefined: data is in memory alone. */
  readonly data?: string;
  /** Whether the lines on requests, functions and retries are left out. */
  readonly quiet: boolean;
  /** Whether each request's execution log is printed. */
  readonly trace: boolean;
  /** The only route whose execution logs are printed, such as `POST /contact`, or a path for all its methods. */
  readonly traceRoute?: string;
  /** Seconds until a failed message is retried. */
  readonly retry: number;
  /** Base URL of a deployed API that the page is to call; undefined: the API on localhost. */
  readonly api?: string;
  /** Value of that API's key. */
  readonly apiKey?: string;
}

/** A mistake that the user can fix; the message is one line that names it and the fix. */
export class UserError extends Error {}

export const usage = `Serves the Pulumi program on localhost: the API with everything behind it, and a page to try it.

Usage: npm start -- [options]

  --port N      default 3000; 0 for any free port
  --cwd DIR     folder of the Pulumi program; default the current one
  --stack NAME  the Pulumi.NAME.yaml to use; default local, which needs no such file
  --config K=V  a setting in the place of the stack's, for example shop:topicName=orders; several times
  --host HOST   address to listen on; default 127.0.0.1, this machine alone
  --offline     call no third-party service; answer from the samples in Pulumi.NAME.yaml
  --data DIR    keep what is in tables, queues and buckets in this folder, for the next start; default: in memory alone
  --trace       print each request's execution log; --trace "POST /contact" that of one route, --trace /contact of a path
  --quiet       print no lines on requests, functions, retries and dead letters
  --retry N     seconds until a failed message is retried; default 1 (AWS: the queue's visibility timeout)
  --api URL     serve the page alone, for the deployed API at this base URL with the stage; nothing else is started
  --api-key KEY value of that API's key; default <PROJECT>_API_KEY of the environment, which no process list shows
  --help        print this

Environment: AWS_ENDPOINT_URL_SQS, _SNS, _DYNAMODB, _KINESIS, _LAMBDA and _S3 each put a service elsewhere;
<PROJECT>_API_KEY (CONTACT_US_API_KEY for a project contact-us) sets the API key; without it the key is this user's own for the program's folder, the same at each start.
Changed files of the program are served at once; a mistake in them is named, and the version before it stays.`;

/**
 * Reads the command line.
 *
 * @throws UserError for an unknown option or an invalid value.
 */
export function parseOptions(args: readonly string[]): StartOptions | "help" {
  const { traceRoute, rest } = readTraceRoute(args);
  const values = parse(rest);
  if (values.help) {
    return "help";
  }
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535) {
    throw new UserError(`--port ${values.port}: give a number from 0 to 65535`);
  }
  const retry = Number(values.retry);
  if (!/^\d+$/.test(values.retry) || retry > 43_200) {
    throw new UserError(`--retry ${values.retry}: give a number of seconds from 0 to 43200`);
  }
  if (values.stack !== undefined && !/^[A-Za-z0-9_.-]{1,100}$/.test(values.stack)) {
    throw new UserError(
      `--stack ${values.stack}: a stack name consists of letters, digits, hyphens, dots and underscores`,
    );
  }
  const { cwd: directory, stack, host, offline, data, quiet, trace, api, "api-key": apiKey } = values;
  const config = readSettings(values.config);
  return { port, directory, stack, config, host, offline, data, quiet, trace, traceRoute, retry, api, apiKey };
}

/**
 * Takes the route out of the command line that may follow `--trace`, for which `parseArgs` has no kind of option.
 *
 * @throws UserError for a text that is not a route.
 */
export function readTraceRoute(args: readonly string[]): { traceRoute?: string; rest: readonly string[] } {
  const at = args.findIndex((arg) => arg === "--trace" || arg.startsWith("--trace="));
  const isJoined = args[at]?.startsWith("--trace=") ?? false;
  const given = isJoined ? args[at]?.slice("--trace=".length) : args[at + 1];
  if (at < 0 || given === undefined || (!isJoined && given.startsWith("-"))) {
    return { rest: args };
  }
  if (!/^([A-Z]+ )?\/\S*$/.test(given)) {
    throw new UserError(`--trace ${given}: give a route, such as "POST /contact", or a path`);
  }
  return { traceRoute: given, rest: args.toSpliced(at, isJoined ? 1 : 2, "--trace") };
}

function readSettings(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((setting) => {
      const [, key, value] = /^([^=]+)=(.*)$/s.exec(setting) ?? [];
      if (key === undefined || value === undefined) {
        throw new UserError(`--config ${setting}: give a key and a value, as in --config shop:topicName=orders`);
      }
      return [key, value];
    }),
  );
}

const OPTIONS = {
  port: { type: "string", default: "3000" },
  cwd: { type: "string", default: "." },
  stack: { type: "string" },
  config: { type: "string", multiple: true, default: [] },
  host: { type: "string", default: "127.0.0.1" },
  offline: { type: "boolean", default: false },
  data: { type: "string" },
  quiet: { type: "boolean", default: false },
  trace: { type: "boolean", default: false },
  retry: { type: "string", default: "1" },
  api: { type: "string" },
  "api-key": { type: "string" },
  help: { type: "boolean", default: false, short: "h" },
} satisfies ParseArgsConfig["options"];

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw new UserError(optionError(error, Object.keys(OPTIONS), "npm start -- --help"));
  }
}
