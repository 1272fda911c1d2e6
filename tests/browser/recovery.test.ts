import assert from "node:assert/strict";
import { start } from "../acceptance/app.ts";
import { needsBrowser, visit } from "./browser.ts";

describe("a server that goes away", function () {
  this.timeout(120_000);
  before(needsBrowser);

  it("is missed, and found again when it is back", async () => {
    const first = await start(["--port", "0", "--offline"]);
    const local = /Page\s+(\S+)/.exec(first.output)?.[1] as string;
    const page = await visit("#/contact", {}, local);
    await page.getByLabel("Name").fill("Ada");
    // Its port is refused from now on, and Chromium says so on the console.
    first.child.kill("SIGKILL");
    await page.getByText("The local server does not answer.").waitFor();
    await page.getByText("Server away").waitFor();

    const second = await start(["--port", new URL(local).port, "--offline"]);
    assert.equal(second.exitCode, undefined, second.output);
    await page.getByText("The local server does not answer.").waitFor({ state: "detached" });
    await page.getByText("Live", { exact: true }).waitFor();
    assert.equal(await page.getByLabel("Name").inputValue(), "Ada");
  });
});
