import assert from "node:assert/strict";
import { start } from "../../../../tests/acceptance/app.ts";
import { call } from "../../../../tests/acceptance/client.ts";

const PROGRAM = "packages/local/tests/acceptance/fixtures/access";

/** A program with roles that lack what their calls need, as API Gateway and the services answer it. */
describe("calls that the program's policies do not allow", () => {
  let output: string;
  let page: string;
  let api: string;
  before(async () => {
    ({ output } = await start(["--port", "0", "--cwd", PROGRAM]));
    page = /Page\s+(\S+)/.exec(output)?.[1] ?? assert.fail(output);
    api = (await call(`${page}/_local/info`)).json.url;
  });

  /** Calls a route; returns the status and what the endpoint answered, or why there is no answer. */
  async function send(route: string): Promise<{ status: number; said: string }> {
    const { status, headers } = await call(`${api}${route}`, "POST", {});
    const trace = (await call(`${page}/_local/traces/${headers.get("x-amzn-requestid")}`)).json;
    return { status, said: JSON.stringify(trace) };
  }
  const user = (role: string) =>
    `User: arn:aws:sts::000000000000:assumed-role/${role}/BackplaneAssumeRoleSession is not authorized to perform`;

  it("are made where they are allowed", async () => {
    assert.equal((await send("/allowed")).status, 202);
    assert.equal((await send("/keyed")).status, 202);
  });

  it("get SQS's AccessDenied, which names role and action, where the role lacks the action", async () => {
    const { status, said } = await send("/lacking");
    assert.equal(status, 500);
    const queue = "arn:aws:sqs:us-east-1:000000000000:plain";
    const why = "because no identity-based policy allows the sqs:sendmessage action";
    assert(said.includes(`${user("lacking")}: sqs:sendmessage on resource: ${queue} ${why}`), said);
    assert(said.includes("AccessDenied"), said);
  });

  it("get KMS's, where the role may not use the queue's key", async () => {
    const { status, said } = await send("/keyless");
    assert.equal(status, 500);
    assert.match(said, /KMS\.AccessDeniedException/);
    assert(said.includes(`${user("keyless")}: kms:GenerateDataKey on resource: arn:aws:kms:`), said);
  });

  it("fail where API Gateway may not assume the role", async () => {
    const { status, said } = await send("/untrusted");
    assert.equal(status, 500);
    const why =
      "API Gateway does not have permission to assume the provided role arn:aws:iam::000000000000:role/untrusted";
    assert(said.includes(`Execution failed due to configuration error: ${why}`), said);
  });

  it("fail where the function has no permission for the route", async () => {
    const { status, said } = await send("/unpermitted");
    assert.equal(status, 500);
    assert.match(said, /Execution failed due to configuration error: Invalid permissions on Lambda function/);
  });

  it("are named at the start where AWS would not deploy them", () => {
    const lacking = "sqs:ReceiveMessage, sqs:DeleteMessage, sqs:GetQueueAttributes";
    assert(
      output.includes(`AWS refuses event source mapping mapping: role unpermitted-role lacks ${lacking}.`),
      output,
    );
  });

  it("are refused to a function too, by its own role", async () => {
    const { status, text } = await call(`${api}/permitted`, "POST", {});
    assert.equal(status, 200);
    const session = "arn:aws:sts::000000000000:assumed-role/permitted-role/permitted";
    assert.match(text, new RegExp(`AccessDenied.*: User: ${session} is not authorized to perform: sqs:sendmessage on`));
  });
});
