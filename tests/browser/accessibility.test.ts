import assert from "node:assert/strict";
import axe, { type RunOptions } from "axe-core";
import type { Page } from "playwright-core";
import { needsBrowser, openAll, visit } from "./browser.ts";

/** What axe-core objects to, each with the first element that it is about. */
async function violations(page: Page, options: RunOptions = {}): Promise<string[]> {
  await page.evaluate(axe.source);
  const results = await page.evaluate(
    (given) => (globalThis as unknown as { axe: typeof axe }).axe.run(given),
    options,
  );
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`),
  );
}

/** Brings a part into the state with the most to look at. */
const SHOWN: Record<string, (page: Page) => Promise<unknown>> = {
  contact: async (page) => {
    await page.getByRole("button", { name: "Send message" }).click();
    await page.getByText("Enter your name.").waitFor();
  },
  "explorer/POST/contact": async (page) => {
    await page.getByRole("button", { name: "Missing field" }).click();
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.locator(".step.failed").first().waitFor();
    await page.getByRole("button", { name: "Paste a curl command" }).click();
    await page.getByRole("button", { name: "Use this request" }).click();
    await page.getByText("The command must begin with curl.").waitFor();
  },
  "explorer/PUT/visitors/%7Buser_id%7D": async (page) => {
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.locator(".written").first().waitFor();
    await openAll(page, ".record");
  },
  "explorer/POST/contact/lambda": async (page) => {
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.locator(".folds").first().waitFor();
  },
  "contact?sent": async (page) => {
    await page.getByRole("button", { name: "Fill in an example" }).click();
    await page.getByRole("button", { name: "Send message" }).click();
    await page.getByText("Your message is in.").waitFor();
    await page.getByRole("button", { name: /^Live/ }).click();
    await page.getByText("Failed messages are retried").waitFor();
  },
  "compare?running": async (page) => {
    await page.getByLabel("Messages each way").fill("5000");
    await page.getByRole("button", { name: "Start" }).click();
    await page.getByRole("button", { name: "Running…" }).hover();
  },
  services: (page) => page.getByRole("heading", { name: "Streams" }).waitFor(),
  compare: async (page) => {
    await page.getByLabel("Messages each way").fill("10");
    await page.getByRole("button", { name: "Start" }).click();
    await page.getByText("Done.").waitFor();
    await page.getByText("Prices and their sources").click();
  },
  reference: async (page) => {
    await page.getByRole("button", { name: "Open it in Swagger UI" }).click();
    await page.locator(".swagger-ui .opblock").first().waitFor();
  },
};

describe("accessibility, by axe-core", () => {
  before(needsBrowser);

  for (const [hash, show] of Object.entries(SHOWN)) {
    it(`finds nothing wrong with ${decodeURIComponent(hash)}, in light and in dark`, async () => {
      const page = await visit(`#/${hash}`, { colorScheme: "light" });
      await show(page);
      assert.deepEqual(await violations(page), []);
      await page.emulateMedia({ colorScheme: "dark" });
      // A colour on its way from light to dark is neither.
      await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
      assert.deepEqual(await violations(page, { runOnly: ["color-contrast"] }), []);
    });
  }
});
