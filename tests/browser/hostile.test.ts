import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { localApp } from "../acceptance/app.ts";
import { call, contact } from "../acceptance/client.ts";
import { stored } from "../acceptance/local.ts";
import { needsBrowser, visit } from "./browser.ts";

const HOSTILE = `<img src="x" onerror="document.title='taken over'"><script>document.title='taken over'</script>`;

async function isInert(page: Page): Promise<void> {
  assert.equal(await page.locator("img[src=x], #app script").count(), 0);
  assert.doesNotMatch(await page.title(), /taken over/);
}

describe("a hostile message", function () {
  this.timeout(60_000);
  before(needsBrowser);

  it("is text in the table, in its trace and in the editor", async function () {
    const api = await localApp.call(this);
    const { json, headers } = await call(`${api.url}/contact`, "POST", {
      ...contact,
      name: "Mallory",
      message: HOSTILE,
    });
    await stored(api, json.submissionId);

    const page = await visit("#/services");
    const row = page.getByRole("row").filter({ hasText: json.submissionId });
    await row.waitFor();
    assert.ok((await row.textContent())?.includes(HOSTILE));
    await isInert(page);

    await page.goto(`${api.local}/#/explorer/POST/contact?trace=${headers.get("x-amzn-requestid")}`);
    await page.getByText("taken over").first().waitFor({ state: "attached" });
    await isInert(page);
  });

  it("stays text in an address of the page", async () => {
    const page = await visit(`#/explorer/${encodeURIComponent(HOSTILE)}?trace=${encodeURIComponent(HOSTILE)}`);
    await page.getByText("There is no trace").waitFor();
    await isInert(page);
  });

  it("could not run if it were not: scripts and styles come from this server alone", async function () {
    const { local } = await localApp.call(this);
    const policy = (await call(`${local}/`)).headers.get("content-security-policy") ?? "";
    assert.match(policy, /script-src 'self'(;|$)/);
    assert.doesNotMatch(policy, /unsafe/);
  });
});
