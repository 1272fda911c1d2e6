import { parseArgs } from "node:util";
import { type DeployedApi, readDeployedApi } from "../../packages/local/src/deployed-api.ts";
import { UserError } from "../../packages/local/src/options.ts";

/** What `npm run parity` was asked to do. */
export interface ParityOptions {
  readonly deployed: DeployedApi;
  /** The `Pulumi.NAME.yaml` that localhost runs with. */
  readonly stack: string;
  readonly readOnly: boolean;
  readonly json: boolean;
  /** Folder for the cases; undefined: none are written. */
  readonly save: string | undefined;
}

export const usage = `Sends the same requests to a deployed API and to localhost, which it starts itself, and prints where the answers differ.

Usage: npm run parity -- --url URL --api-key KEY [options]

  --url URL      base URL of the deployed API, with the stage (pulumi stack output url)
  --api-key KEY  value of its API key; default the environment's CONTACT_US_API_KEY, which no process list shows
  --stack NAME   the Pulumi.NAME.yaml that localhost runs with; default local
  --read-only    send only GET, HEAD and OPTIONS. The others change data: they send submissions, overwrite the visitor ada,
                 record events and tell the subscribers of announcements
  --json         print the result as JSON
  --save DIR     write each difference as a case into this folder: the route, the request, what localhost's backend answered,
                 and the deployed API's response as the expected one
  --help         print this

Sent are each route's examples of the page, and what the gateway answers by itself: bodies that are not JSON, too large or of
another type, missing and wrong API keys, routes that are not there, preflights. Routes with IAM authorization are signed with
AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN; without them they are sent unsigned. Routes that the deployed
API does not have are listed, and are no differences. IDs, times and the like are not compared: packages/local/page/saved/volatile.ts lists
them. The exit code is 1 when there are differences, and 2 when the comparison is not possible.`;

/**
 * Reads the command line.
 *
 * @throws UserError for an unknown option, an invalid URL or a missing key.
 */
export function parseOptions(args: readonly string[], environment: NodeJS.ProcessEnv): ParityOptions | "help" {
  const values = parse(args);
  if (values.help) {
    return "help";
  }
  if (values.url === undefined) {
    throw new UserError('--url is missing: npm run parity -- --url "$(pulumi stack output url)"');
  }
  const deployed = readDeployedApi("--url", values.url, values["api-key"] ?? environment.CONTACT_US_API_KEY);
  const { stack, json, save } = values;
  return { deployed, stack, json, save, readOnly: values["read-only"] };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        url: { type: "string" },
        "api-key": { type: "string" },
        stack: { type: "string", default: "local" },
        "read-only": { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        save: { type: "string" },
        help: { type: "boolean", default: false, short: "h" },
      },
    }).values;
  } catch (error) {
    const message = (error as Error).message.split(/\.( |\n|$)|\n/)[0];
    throw new UserError(`${message}. See npm run parity -- --help`);
  }
}
