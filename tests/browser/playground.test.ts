import assert from "node:assert/strict";
import axe from "axe-core";
import { needsBrowser, visit } from "./browser.ts";

describe("the playground", () => {
  before(needsBrowser);

  it("renders a template for a payload, and has all of it in its address", async () => {
    const page = await visit("#/playground");
    await page.locator(".written").getByText("Ada").waitFor();
    await page.getByLabel("Payload", { exact: true }).fill('{"name": "Grace"}');
    await page.locator(".written").getByText("Grace").waitFor();
    const [, hash = ""] = page.url().split("/#");
    await page.goto("about:blank");
    await visit(`#${hash}`);
    await page.locator(".written").getByText("Grace").waitFor();
  });

  it("starts from a pattern or a template of the program, and axe-core objects to nothing", async () => {
    const page = await visit("#/playground");
    const start = page.getByLabel("Start from");
    await start.selectOption("A response in another shape");
    await page.locator(".written").getByText("grace").waitFor();
    await start.selectOption("PUT /visitors/{user_id}, request");
    await page.locator(".written").getByText('"user_id"').waitFor();
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
    assert.deepEqual(
      violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target}`)),
      [],
    );
  });

  it("says what is wrong with the parameters", async () => {
    const page = await visit("#/playground");
    await page.getByLabel("Parameters, stage variables").fill("{");
    await page.getByText("The parameters are not JSON").waitFor();
  });
});
