import assert from "node:assert/strict";
import { createGateway } from "../../src/index.ts";
import { documentOf, exchangeAt, mock } from "../exchange.ts";

const echo = documentOf({ "GET /pets/{id}": mock("$input.params('id') $input.params('q') $context.path") });

describe("a request's target", () => {
  const gateway = createGateway(echo, { stage: "dev" });
  const bodyFor = async (url: string) => (await exchangeAt(gateway, url)).body;

  it("may be an absolute URL", async () => {
    assert.equal(await bodyFor("http://other.example:81/dev/pets/1?q=a"), "1 a /dev/pets/1");
    assert.equal(await bodyFor("HTTP://other.example/dev/pets/1?q=http://x/dev/y"), "1 http://x/dev/y /dev/pets/1");
  });

  it("goes on to its end, whatever signs are in it", async () => {
    assert.equal(await bodyFor("/dev/pets/a#b?q=c#d"), "a%23b c#d /dev/pets/a%23b");
  });
});
