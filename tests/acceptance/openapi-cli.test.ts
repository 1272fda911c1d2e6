import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { needsLocalhost } from "./app.ts";

const openapi = (...args: string[]) =>
  spawnSync(
    process.execPath,
    ["--conditions=source", "--import", "tsx", "packages/local/src/openapi-cli.ts", ...args],
    { encoding: "utf8" },
  );

describe("npm run openapi", () => {
  before(needsLocalhost);

  it("prints the stack's document, all values known", () => {
    const { status, stdout, stderr } = openapi();
    assert.equal(status, 0, stderr);
    const document = JSON.parse(stdout);
    assert.equal(document.openapi, "3.0.1");
    assert.equal(
      document.paths["/contact"].post["x-amazon-apigateway-integration"].uri.replace(/[^/]+$/, "QUEUE"),
      "arn:aws:apigateway:us-east-1:sqs:path/000000000000/QUEUE",
    );
    assert.ok(!/Output<T>|undefined|\[object/.test(stdout), "a value is not known");
  });
});
