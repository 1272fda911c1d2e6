import assert from "node:assert/strict";
import fc from "fast-check";
import type { RawRequest } from "../../../scripts/fuzz/exchange.ts";
import { asCommand, faultInResponse, noFindings, report } from "../../../scripts/fuzz/findings.ts";

const get = (target: string, headers: readonly string[] = []): RawRequest => ({
  ...{ kind: "GET /topics", method: "GET", target, headers, body: Buffer.alloc(0) },
});

describe("a finding of the fuzz run", () => {
  it("has a command that sends the request again: curl, or its bytes where curl would send others", () => {
    assert.equal(
      asCommand({ ...get("/topics?a='"), method: "POST", headers: ["X-A: b", "X-Empty:"], body: Buffer.from("it's") }),
      "curl -i --path-as-is -g -X POST 'http://localhost:3000/dev/topics?a='\\''' -H 'x-api-key: KEY' -H 'X-A: b' " +
        "-H 'X-Empty;' --data-binary 'it'\\''s'",
    );
    const bytes = Buffer.from(
      "GET /dev/a\0 HTTP/1.1\r\nHost: localhost:3000\r\nX-Api-Key: KEY\r\nConnection: close\r\n\r\n",
    );
    assert.equal(asCommand(get("/a\0")), `echo ${bytes.toString("hex")} | xxd -r -p | nc localhost 3000`);
  });

  it("is shrunk to the smallest request that still has the fault", async () => {
    const arbitrary = fc.string({ minLength: 1, maxLength: 50 }).map((text) => get(`/${encodeURIComponent(text)}`));
    const isFaulty = async ({ target }: RawRequest) => (target.includes("%25") ? "a percent sign" : undefined);
    const requests = fc.sample(arbitrary, { seed: 1, numRuns: 200 });
    const index = requests.findIndex(({ target }) => target.includes("%25") && target.length > 10);
    const request = requests[index];
    assert.ok(request);
    const findings = noFindings();
    await report(findings, "first", request, { arbitrary, seed: 1, index }, isFaulty);
    const [problem = ""] = findings.problems;
    assert.match(problem, /^a percent sign\n {2}curl .*'http:\/\/localhost:3000\/dev\/%25' /);
    assert.match(problem, new RegExp(`seed 1, index ${index}$`));
  });

  it("is a 5xx that the client did not ask for, or a header that API Gateway does not send", () => {
    const answer = { status: 200, headers: ["content-type", "application/json"], body: "{}" };
    assert.equal(faultInResponse(get("/topics"), answer), undefined);
    assert.equal(faultInResponse(get("/topics?simulate=503"), { ...answer, status: 503 }), undefined);
    assert.equal(faultInResponse(get("/topics"), { ...answer, status: 503 }), "503 {}");
    assert.equal(faultInResponse(get("/topics"), { ...answer, headers: ["x-injected", "1"] }), "headers x-injected");
  });
});
