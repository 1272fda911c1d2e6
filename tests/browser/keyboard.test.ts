import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { needsBrowser, visit } from "./browser.ts";

/** The accessible name of what has the focus, and whether the focus can be seen. */
function focus(page: Page): Promise<{ name: string; seen: boolean }> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement & { labels?: NodeListOf<HTMLElement> };
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const name =
      element.labels?.[0]?.innerText ?? element.getAttribute("aria-label") ?? element.innerText ?? element.textContent;
    return { name: name.trim(), seen: outlineStyle !== "none" && outlineWidth !== "0px" };
  });
}

/** Presses Tab until the focus is on `name`; every stop on the way must be visible. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const stops: string[] = [];
  for (let press = 0; press < 80; press += 1) {
    await page.keyboard.press("Tab");
    const stop = await focus(page);
    stops.push(stop.name);
    assert.ok(stop.seen, `the focus on ${stop.name} cannot be seen`);
    if (typeof name === "string" ? stop.name.startsWith(name) : name.test(stop.name)) {
      return;
    }
  }
  assert.fail(`Tab never reached ${name}: ${stops.join(", ")}`);
}

describe("the keyboard alone", () => {
  before(needsBrowser);

  it("skips to the content, and keeps the address", async () => {
    const page = await visit("#/compare");
    await page.keyboard.press("Tab");
    assert.equal((await focus(page)).name, "Skip to the content");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.id === "main");
    await page.waitForFunction(() => location.hash === "#/compare");
  });

  it("fills in and sends the form", async () => {
    const page = await visit("#/contact");
    await page.getByRole("option", { name: "Sales" }).waitFor({ state: "attached" });
    await tabTo(page, "Name");
    await page.keyboard.type("Grace");
    await tabTo(page, "Email");
    await page.keyboard.type("grace@example.com");
    await tabTo(page, "Topic");
    await page.keyboard.type("Supp");
    await tabTo(page, "Message");
    await page.keyboard.type("Typed, not clicked");
    await tabTo(page, "The better way");
    await page.keyboard.press("ArrowDown");
    await tabTo(page, "Send message");
    await page.keyboard.press("Enter");
    await page.getByText("Thank you, Grace. Your message is in.").waitFor();
    await page
      .locator(":focus")
      .filter({ hasText: /^Thank you, Grace/ })
      .waitFor();
    await page.getByRole("region", { name: "The old way" }).getByText("Stored in").waitFor();
  });

  it("keeps the focus on a part's heading when what the part waits for arrives", async () => {
    const page = await visit("#/contact");
    let letArrive = () => {};
    const arrives = new Promise<void>((resolve) => {
      letArrive = resolve;
    });
    await page.route("**/_local/openapi", (route) => arrives.then(() => route.continue()));
    await page.reload();
    await tabTo(page, "Explorer");
    await page.keyboard.press("Enter");
    await page.getByText("Reading the document…").waitFor();
    const heading = page.getByRole("heading", { name: "Explorer" }).and(page.locator(":focus"));
    await heading.waitFor();
    letArrive();
    await page.getByRole("button", { name: "Send", exact: true }).waitFor();
    assert.equal(await heading.count(), 1);
    await page.unroute("**/_local/openapi");
  });

  it("goes to the explorer, picks a route and an example, and sends it", async () => {
    const page = await visit("#/contact");
    await tabTo(page, "Explorer");
    await page.keyboard.press("Enter");
    // The heading gets the focus after it is drawn, and the routes arrive later.
    await page.getByRole("heading", { name: "Explorer" }).and(page.locator(":focus")).waitFor();
    await page.getByRole("button", { name: "Send", exact: true }).waitFor();
    await tabTo(page, /^GET\s*\/topics$/);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "GET /topics" }).waitFor();
    await tabTo(page, "simulate=503");
    await page.keyboard.press("Space");
    await tabTo(page, "Path and query");
    await page.keyboard.press("Control+Enter");
    await page.getByText("503 Service Unavailable").waitFor();
    await tabTo(page, "Copy as curl");
    // A box of the drawing.
    await tabTo(page, /^Route$/);
    await tabTo(page, "Save as test");
    const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
    assert.equal(download.suggestedFilename(), "get-topics-503.test.ts");
    await tabTo(page, /^1\s*Route/);
    await page.keyboard.press("Enter");
    await page.locator("details.step[open]").filter({ hasText: "Route" }).first().waitFor();
  });
});
