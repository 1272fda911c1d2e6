// npm run tail -- [GROUP…] [--stack NAME] [--since 10m] [--filter PATTERN] [--once] [--endpoint-url URL]: prints the access log
// and the functions' logs of the stack together, or those of the named log groups, and goes on until Ctrl-C.
import { setTimeout as wait } from "node:timers/promises";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { oneLine, readCommandLine } from "../command-line.ts";
import { namedGroups, stackGroups } from "./groups.ts";
import { formatEvent } from "./line.ts";
import { createReader, readAll } from "./reader.ts";

const HELP = `Usage: npm run tail -- [GROUP...] [options]

Prints the access log and the functions' logs of the stack, or the named log groups, until Ctrl-C.

  --stack NAME        the Pulumi stack; default the selected one
  --since TIME        30s, 10m, 2h, 3d or an ISO 8601 time; default 10m
  --filter PATTERN    a filter pattern of CloudWatch Logs
  --once              end when the logs so far are printed
  --endpoint-url URL  another CloudWatch Logs
  --help              print this`;

/** Milliseconds. */
const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds between two looks. */
const PAUSE = 2_000;

// The reader of a pipe, such as `head`, may end first.
process.stdout.on("error", () => process.exit());

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
  const time = count === undefined ? Date.parse(text) : Date.now() - Number(count) * (UNITS[unit] ?? 0);
  if (Number.isNaN(time))
    throw new Error(`--since: expected 30s, 10m, 2h, 3d or a time such as 2026-11-26T12:00Z, got ${text}`);
  return time;
}
