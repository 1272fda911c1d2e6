import assert from "node:assert/strict";
import { runProgram } from "api-gateway-integrations/testing";

it("encrypts the queue and has no public address", async () => {
  const { inputs, names } = await runProgram("examples/sqs-form");
  assert.equal(inputs("aws:sqs/queue:Queue", "contact-queue").sqsManagedSseEnabled, true);
  assert.deepEqual(names("aws:ec2/eip:Eip"), []);
});
