import assert from "node:assert/strict";
import { runScript } from "../command.ts";
import { type StandIn, startLogs } from "./logs.ts";

const NOON = Date.UTC(2026, 10, 26, 12);
const urn = (name: string) => `urn:pulumi:dev::contact-us::lib:index:X$aws:cloudwatch/logGroup:LogGroup::${name}`;
const group = (name: string, logGroup: string) => ({
  urn: urn(name),
  type: "aws:cloudwatch/logGroup:LogGroup",
  outputs: { name: logGroup, arn: `arn:aws:logs:eu-central-1:123456789012:log-group:${logGroup}` },
});

/** What `pulumi stack export` prints. */
const STATE = {
  deployment: {
    resources: [
      {
        urn: "urn:pulumi:dev::contact-us::aws:sqs/queue:Queue::queue",
        type: "aws:sqs/queue:Queue",
        outputs: { name: "queue" },
      },
      group("contact-us-access-logs", "contact-us-access-logs-1234567"),
      group("consumer-logs", "/aws/lambda/contact-us-dev-consumer"),
    ],
  },
};

describe("npm run tail", () => {
  let logs: StandIn | undefined;
  afterEach(() => logs?.stop());

  const stored = async () => {
    logs = await startLogs({
      "contact-us-access-logs-1234567": [{ eventId: "1", timestamp: NOON + 1, message: "one" }],
      "/aws/lambda/contact-us-dev-consumer": [{ eventId: "2", timestamp: NOON, message: "two" }],
    });
    return logs;
  };

  it("prints the logs of the stack together, from --since on", async () => {
    const { url, asked } = await stored();
    const pulumi = `[ "$*" = "stack export --stack dev --non-interactive" ] && printf '%s' '${JSON.stringify(STATE)}'`;
    const args = ["--stack", "dev", "--since", "2026-11-26T12:00Z", "--filter", "two", "--once", "--endpoint-url", url];
    assert.deepEqual(await runScript("tail/main.ts", args, {}, pulumi), {
      code: 0,
      stdout: `2026-11-26T12:00:00.000Z consumer                two\n2026-11-26T12:00:00.001Z contact-us-access       one\n`,
      stderr: "",
    });
    assert.deepEqual(
      asked.map(({ startTime, filterPattern }) => [startTime, filterPattern]),
      [
        [NOON, "two"],
        [NOON, "two"],
      ],
    );
  });

  it("goes on with what comes, for log groups that are named, until it is stopped", async () => {
    const { url, groups } = await stored();
    const name = "/aws/lambda/contact-us-dev-consumer";
    const args = [name, "--since", "2026-11-26T11:00Z"];
    const environment = { AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: url };
    const ended = await runScript("tail/main.ts", args, environment, undefined, (command, stdout) => {
      if (stdout.includes("later")) command.kill();
      else groups[name]?.push({ eventId: "3", timestamp: NOON + 5_000, message: "later" });
    });
    assert.equal(ended.stderr, "");
    assert.deepEqual(ended.stdout.match(/two|later/g), ["two", "later"]);
  });

  it("prints how it is called", async () => {
    const { code, stdout, stderr } = await runScript("tail/main.ts", ["--help"]);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
    for (const option of ["--stack", "--since", "--filter", "--once", "--endpoint-url"])
      assert(stdout.includes(option), option);
  });

  for (const [args, message] of [
    [[], "pulumi is not installed; name the log groups"],
    [["--since", "soon"], "--since: expected 30s, 10m, 2h, 3d or a time such as 2026-11-26T12:00Z, got soon"],
    [["--since", "5"], "--since: expected 30s, 10m, 2h, 3d or a time such as 2026-11-26T12:00Z, got 5"],
    [["nowhere", "--once"], "there is no log group nowhere"],
    [["--follow"], "Unknown option '--follow'. See npm run tail -- --help"],
  ] as const) {
    it(`says in one line: ${message}`, async () => {
      const { url } = await stored();
      const ended = await runScript("tail/main.ts", [...args, "--endpoint-url", url]);
      assert.deepEqual(ended, { code: 1, stdout: "", stderr: `${message}\n` });
    });
  }
});
