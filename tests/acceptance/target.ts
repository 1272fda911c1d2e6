import { parseArgs } from "node:util";
import { type DeployedApi, reach, readDeployedApi } from "../../packages/local/src/deployed-api.ts";
import { UserError } from "../../packages/local/src/options.ts";

export const usage = `Runs the acceptance tests: HTTP, without a look inside.

Usage: npm run test:acceptance [-- --url URL --api-key KEY] [mocha's options]

  --url URL      a deployed API, base URL with the stage (pulumi stack output url); default: one on localhost, which it starts
  --api-key KEY  value of its API key; default the environment's CONTACT_US_API_KEY, which no process list shows

At a deployed API the suites that look into localhost are skipped, and the count says so; so are the tests of routes that the
API does not have. Requests to routes with IAM authorization are signed with AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and
AWS_SESSION_TOKEN; without them the tests expect 403. The tests write: submissions, visitors, announcements.`;

/** What the command line asks for. */
export interface Request {
  readonly help: boolean;
  /** The deployed API; undefined: localhost. */
  readonly target: DeployedApi | undefined;
  /** Arguments for mocha. */
  readonly rest: readonly string[];
}

/**
 * Reads the command line; what it does not know is mocha's.
 *
 * @throws UserError for an invalid URL, or a deployed API without its key.
 */
export function readRequest(args: readonly string[], environment: NodeJS.ProcessEnv): Request {
  const options = { url: { type: "string" }, "api-key": { type: "string" }, help: { type: "boolean" } } as const;
  const { values, tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  const used = tokens.flatMap((token) => {
    if (token.kind !== "option" || !Object.hasOwn(options, token.name)) return [];
    return token.value !== undefined && !token.inlineValue ? [token.index, token.index + 1] : [token.index];
  });
  const rest = args.filter((_, index) => !used.includes(index));
  const url = values.url ?? environment.CONTACT_US_URL;
  if (values.help === true || url === undefined || url === "") {
    return { help: values.help === true, target: undefined, rest };
  }
  const target = readDeployedApi("--url", url, values["api-key"] ?? environment.CONTACT_US_API_KEY);
  return { help: false, target, rest };
}

/**
 * Asks the API for `GET /topics`, which needs no key and no backend.
 *
 * @throws UserError when nothing answers there, or another API does.
 */
export async function checkAnswers(target: DeployedApi): Promise<void> {
  const { status, headers } = await reach("--url", target, "/topics");
  if (status !== 200 || headers.get("content-type") !== "application/json") {
    const hint = status === 403 ? ", as API Gateway does for a wrong stage or another API" : ", and no topics";
    throw new UserError(`--url ${target.url}: GET ${target.url}/topics answers ${status}${hint}`);
  }
}
