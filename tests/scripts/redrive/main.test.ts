import assert from "node:assert/strict";
import { runScript } from "../command.ts";
import { ARN, type StandIn, startSqs } from "./sqs.ts";

const run = (args: string[], environment = {}, pulumi?: string) =>
  runScript("redrive/main.ts", args, environment, pulumi);

const RUNNING = { TaskHandle: "handle", Status: "RUNNING", ApproximateNumberOfMessagesMoved: 1 };

describe("npm run redrive", () => {
  let sqs: StandIn | undefined;
  afterEach(() => sqs?.stop());

  it("redrives the dead-letter queue that the stack names, at the endpoint of AWS_ENDPOINT_URL_SQS", async () => {
    sqs = await startSqs({
      waiting: 2,
      tasks: [{ ...RUNNING, Status: "COMPLETED", ApproximateNumberOfMessagesMoved: 2 }],
    });
    const pulumi = `[ "$*" = "stack output deadLetterQueueUrl --stack dev --non-interactive" ] && echo ${ARN}`;
    const args = ["--stack", "dev", "--rate", "50", "--yes"];
    const ended = await run(args, { AWS_ENDPOINT_URL_SQS: sqs.url }, pulumi);
    assert.deepEqual(ended, { code: 0, stdout: "Moved 2 messages.\n", stderr: "" });
    assert.deepEqual(
      sqs.calls.filter(({ action }) => action === "StartMessageMoveTask").map(({ input }) => input),
      [{ SourceArn: ARN, MaxNumberOfMessagesPerSecond: 50 }],
    );
  });

  it("says on Ctrl-C that the task goes on, and how to stop it", async () => {
    sqs = await startSqs({ waiting: 2, tasks: [RUNNING] });
    const ended = await runScript(
      "redrive/main.ts",
      [ARN, "--yes", "--endpoint-url", sqs.url],
      {},
      undefined,
      (command, stdout) => {
        if (stdout.includes("1 of about 2 moved")) command.kill("SIGINT");
      },
    );
    assert.equal(ended.code, 130);
    assert.equal(
      ended.stdout,
      "1 of about 2 moved\nSQS goes on moving them. To stop it run this command again with --cancel.\n",
    );
    assert.equal(
      sqs.calls.some(({ action }) => action === "CancelMessageMoveTask"),
      false,
    );
  });

  it("moves nothing without a yes where nobody can answer", async () => {
    sqs = await startSqs({ waiting: 2, tasks: [] });
    const ended = await run([`${sqs.url}/123456789012/dead-letters`]);
    assert.deepEqual(ended, { code: 1, stdout: "", stderr: "nobody can answer here: add --yes\n" });
    assert.equal(
      sqs.calls.some(({ action }) => action === "StartMessageMoveTask"),
      false,
    );
  });

  it("prints how it is called, and asks nobody", async () => {
    const { code, stdout, stderr } = await run(["--help"]);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
    for (const option of ["--stack", "--rate", "--yes", "--cancel", "--endpoint-url"])
      assert(stdout.includes(option), option);
  });

  for (const [args, pulumi, message] of [
    [[], undefined, "pulumi is not installed; name the queue by its URL or ARN"],
    [
      ["--stack", "prod"],
      "echo \"error: no stack named 'prod' found\" >&2; exit 255",
      "pulumi: no stack named 'prod' found; name the queue by its URL or ARN",
    ],
    [["--rate", "501"], undefined, "--rate: expected a whole number from 1 to 500, got 501"],
    [["dead-letters"], undefined, "expected the URL or the ARN of a queue, got dead-letters"],
    [["--now"], undefined, "Unknown option '--now'. See npm run redrive -- --help"],
  ] as const) {
    it(`says in one line: ${message}`, async () => {
      const ended = await run([...args], {}, pulumi);
      assert.equal(ended.code, 1);
      assert.equal(ended.stdout, "");
      assert.match(ended.stderr, /^[^\n]+\n$/);
      assert.equal(ended.stderr.startsWith(message), true, ended.stderr);
    });
  }
});
