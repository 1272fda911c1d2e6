// npm run tail: prints the logs of the stack together (--help says more).
import { setTimeout as wait } from "node:timers/promises";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { oneLine, readCommandLine } from "../command-line.ts";
import { namedGroups, stackGroups } from "./groups.ts";
import { formatEvent } from "./line.ts";
import { createReader, readAll } from "./reader.ts";

/** Milliseconds. */
const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds between two looks. */
const PAUSE = 2_000;

// The reader of a pipe, such as `head`, may end first.
process.stdout.on("error", () => process.exit());

const HELP = `Prints the access log, API Gateway's own log and the functions' logs of the stack together, as they come, until Ctrl-C.

Usage: npm run tail [-- GROUP...] [options]

  GROUP...            names of log groups; default those of the selected stack, which takes the Pulumi CLI
  --stack NAME        the logs of that stack
  --since TIME        30s, 10m, 2h, 3d or a time such as 2026-11-26T12:00Z; default 10m
  --filter PATTERN    what to show, in CloudWatch's syntax, such as '{ $.level = "ERROR" }'
  --once              end with what is there
  --endpoint-url URL  call an emulator
  --help              print this

The AWS SDK's settings count: AWS_REGION, AWS_PROFILE, AWS_ENDPOINT_URL_CLOUDWATCH_LOGS.`;

try {
  const { values, positionals } = readCommandLine("npm run tail", HELP, {
    allowPositionals: true,
    options: {
      stack: { type: "string" },
      since: { type: "string", default: "10m" },
      filter: { type: "string" },
      once: { type: "boolean", default: false },
      "endpoint-url": { type: "string" },
    },
  });
  const since = readSince(values.since);
  const { groups, region } = positionals.length > 0 ? namedGroups(positionals) : stackGroups(values.stack);
  const endpoint = values["endpoint-url"];
  const client = new CloudWatchLogsClient({
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint }),
  });
  const readers = groups.map((group) => createReader(client, group, since, values.filter));
  const width = Math.max(...groups.map(({ source }) => source.length));
  for (;;) {
    for (const event of await readAll(readers)) console.log(formatEvent(event, width));
    if (values.once) break;
    await wait(PAUSE);
  }
} catch (error) {
  console.error(oneLine(error));
  process.exitCode = 1;
}

/** The time that `30s`, `10m`, `2h` or `3d` ago was, or that an ISO 8601 date names, in milliseconds since 1970. */
function readSince(text: string): number {
  const [, count, unit = ""] = /^(\d+)([smhd])$/.exec(text) ?? [];
  // Date.parse alone takes 5 for May 2001.
  const parsed = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  const time = count === undefined ? parsed : Date.now() - Number(count) * (UNITS[unit] ?? 0);
  if (Number.isNaN(time))
    throw new Error(`--since: expected 30s, 10m, 2h, 3d or a time such as 2026-11-26T12:00Z, got ${text}`);
  return time;
}
