import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { needsBrowser, visit } from "./browser.ts";

const PARTS = ["contact", "explorer", "services", "compare", "reference"];
const PHONE = { viewport: { width: 360, height: 740 } };

const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
const background = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

describe("the page's layout", function () {
  this.timeout(60_000);
  before(needsBrowser);

  for (const part of PARTS) {
    it(`fits a screen of 360 px: ${part}`, async () => {
      const page = await visit(`#/${part}`, PHONE);
      await page.waitForTimeout(300);
      assert.equal(await overflow(page), 0);
    });
  }

  it("fits a trace in 360 px, before and after below each other", async () => {
    const page = await visit("#/explorer/PUT/visitors/%7Buser_id%7D", PHONE);
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.locator(".diff").first().waitFor();
    assert.equal(await overflow(page), 0);
    const { before, after } = await page
      .locator(".diff tr.changed")
      .first()
      .evaluate((row) => ({
        before: row.querySelector(".before")?.getBoundingClientRect().bottom ?? 0,
        after: row.querySelector(".after")?.getBoundingClientRect().top ?? 0,
      }));
    assert.ok(after >= before, `${after} is not below ${before}`);
  });

  it("follows the system's light and dark, and the reader's choice before it", async () => {
    const page = await visit("#/contact", { colorScheme: "dark" });
    assert.equal(await background(page), "rgb(15, 19, 20)");
    await page.getByRole("button", { name: "Dark" }).click();
    assert.equal(await background(page), "rgb(243, 244, 244)");
    await page.reload();
    await page.getByText("Live", { exact: true }).waitFor();
    assert.equal(await background(page), "rgb(243, 244, 244)");
  });

  it("does not move for those who asked for less motion", async () => {
    const page = await visit("#/services", { reducedMotion: "reduce" });
    const control = page.getByRole("switch").first();
    const duration = await control.evaluate((input) => getComputedStyle(input, "::before").transitionDuration);
    assert.equal(duration, "0s");
  });
});
