import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { needsBrowser, openAll, visit } from "./browser.ts";

const PARTS = ["contact", "explorer", "playground", "services", "compare", "reference"];
const PHONE = { viewport: { width: 360, height: 740 } };

const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
const background = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

const WIDTHS = [360, 600, 768, 800, 900, 1024, 1440];
const SEND = (page: Page) => page.getByRole("button", { name: "Send", exact: true }).click();
/** Each part in the state with the most text. */
const FULL: Record<string, (page: Page) => Promise<unknown>> = {
  contact: async (page) => {
    await page.getByRole("button", { name: "Send message" }).click();
    await page.getByText("Enter your name.").waitFor();
  },
  "explorer/POST/contact/legacy": async (page) => {
    await SEND(page);
    await page.locator(".diff").first().waitFor();
    await page.getByRole("button", { name: "Edit", exact: true }).first().click();
    await page.getByRole("button", { name: "Paste a curl command" }).click();
    await page.getByRole("button", { name: "Use this request" }).click();
    await page.getByText("The command must begin with curl.").waitFor();
  },
  "explorer/GET/postal-codes/%7Bcountry%7D/%7Bcode%7D": async (page) => {
    await SEND(page);
    await page.locator(".trace").waitFor();
  },
  // Every step open, with values, variables and headers.
  "explorer/POST/contact": async (page) => {
    await SEND(page);
    await page.locator(".written").first().waitFor();
    await openAll(page, ".record");
    await page.locator(".vtl-piece").first().focus();
  },
  "explorer/PUT/visitors/%7Buser_id%7D": async (page) => {
    await SEND(page);
    await page
      .getByRole("button", { name: /^Edit contact/ })
      .first()
      .click();
    await page.getByRole("button", { name: "Values", exact: true }).click();
    await page.locator(".workbench table.values").waitFor();
  },
  playground: async (page) => {
    await page.locator(".written").first().waitFor();
    await page.getByRole("button", { name: "Variables", exact: true }).click();
    await page.getByRole("heading", { name: "$stageVariables" }).waitFor();
  },
  services: (page) => page.getByRole("heading", { name: "Streams" }).waitFor(),
  compare: async (page) => {
    await page.getByLabel("Messages each way").fill("10");
    await page.getByRole("button", { name: "Start" }).click();
    await page.getByText("Done.").waitFor();
    await page.getByText("Prices and their sources").click();
  },
  reference: (page) => page.getByRole("heading", { name: "Which type when" }).waitFor(),
};

/** Texts that run over several lines in a block of less than 160 px, each with its width. */
function squeezed(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found = new Set<string>();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const range = document.createRange();
      range.selectNodeContents(text);
      const lines = new Set([...range.getClientRects()].map(({ bottom }) => Math.round(bottom))).size;
      let block = text.parentElement;
      while (block && getComputedStyle(block).display.startsWith("inline")) {
        block = block.parentElement;
      }
      const width = block?.getBoundingClientRect().width ?? 0;
      const isSeen = text.parentElement?.checkVisibility() && !text.parentElement.closest(".unseen, svg, .trap, thead");
      if (isSeen && text.textContent?.trim() && lines > 1 && width < 160) {
        found.add(`${Math.round(width)} px: ${text.textContent.trim().slice(0, 60)}`);
      }
    }
    return [...found];
  });
}

describe("the page's layout", () => {
  before(needsBrowser);

  for (const part of PARTS) {
    it(`fits a screen of 360 px: ${part}`, async () => {
      const page = await visit(`#/${part}`, PHONE);
      await page.waitForTimeout(300);
      assert.equal(await overflow(page), 0);
    });
  }

  for (const [hash, show] of Object.entries(FULL)) {
    it(`has no text in a column of less than 160 px, at any width: ${decodeURIComponent(hash)}`, async () => {
      const page = await visit(`#/${hash}`, { viewport: { width: 1280, height: 900 } });
      await show(page);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        await page.waitForTimeout(100);
        assert.deepEqual(await squeezed(page), [], `at ${width} px`);
        assert.equal(await overflow(page), 0, `overflow at ${width} px`);
      }
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

  it("puts the trace beside the request where there is room, else below it, and goes there", async () => {
    const tops = (page: Page) =>
      page.evaluate(() =>
        [".exchange", ".record"].map((at) => document.querySelector(at)?.getBoundingClientRect().top),
      );
    const page = await visit("#/explorer/POST/contact", { viewport: { width: 1440, height: 900 } });
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.locator(".diff").first().waitFor();
    const [, record = Number.NaN] = await tops(page);
    assert.ok(record < 100, `the drawing begins at ${record} px`);

    await visit("#/explorer/POST/contact", PHONE);
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.locator(".diff").first().waitFor();
    await page.waitForFunction(() => scrollY > 100);
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
