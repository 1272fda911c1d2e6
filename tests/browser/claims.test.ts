import assert from "node:assert/strict";
import { needsBrowser, visit } from "./browser.ts";

/** What the page once said that was not so; examples.test.ts holds what it says of each example against its trace. */
describe("what the page says", () => {
  before(needsBrowser);

  it("of the HTTP route has no VPC link and no proxy, and names the address in AWS", async () => {
    const page = await visit("#/explorer/GET/postal-codes/%7Bcountry%7D/%7Bcode%7D");
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.locator("#step-integration").waitFor();
    const said = await page.locator(".route-head, .drawing, .steps").allTextContents();
    assert.match(said[0] ?? "", /HTTP\. API Gateway maps the request/);
    assert.doesNotMatch(said.join(" "), /VPC link|proxy/i);
    assert.match(
      (await page.locator("#step-integration").textContent()) ?? "",
      /https:\/\/api\.zippopotam\.us\/us\/90210/,
    );
  });

  it("on its first screen is one sentence, three links and an example; what this run does is behind the badge", async () => {
    const page = await visit("#/contact");
    const lede = (await page.locator(".lede").textContent()) ?? "";
    assert.equal(lede.match(/\.(\s|$)/g)?.length, 1, lede);
    assert.deepEqual(await page.locator(".links a").allTextContents(), ["Explorer", "Services", "Compare"]);
    const notes = page.getByText("Failed messages are retried");
    assert.equal(await notes.isVisible(), false);
    await page.getByRole("button", { name: /^Live/ }).click();
    await notes.waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Fill in an example" }).click();
    await page.getByRole("button", { name: "Send message" }).click();
    await page.locator(".next .primary").waitFor();
    assert.deepEqual(await page.locator(".button.primary").allTextContents(), ["See each step of the request"]);
  });

  it("of a switch is whether it is on", async () => {
    const page = await visit("#/services");
    await page.getByRole("switch").first().waitFor();
    const hints = await page.locator(".switch .hint").allTextContents();
    assert.ok(hints.length > 5, `${hints}`);
    assert.deepEqual([...new Set(hints)], ["Off"]);
  });

  it("in the Reference has examples to read, and no preflights", async () => {
    const page = await visit("#/reference");
    await page.getByRole("button", { name: "Open it in Swagger UI" }).click();
    await page.locator(".opblock").first().waitFor();
    assert.equal(await page.locator(".opblock-options").count(), 0);
    await page.locator(".opblock-summary-control").first().click();
    await page.locator(".opblock-body").getByText("Ada Lovelace").first().waitFor();
  });
});
