import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { localApp } from "../acceptance/app.ts";
import { call } from "../acceptance/client.ts";
import { stored } from "../acceptance/local.ts";
import { needsBrowser, visit } from "./browser.ts";

async function fillIn(page: Page, message: string): Promise<void> {
  await page.getByLabel("Name").fill("Ada Lovelace");
  await page.getByLabel("Email").fill("ada@example.com");
  await page.getByLabel("Topic").selectOption("Sales");
  await page.getByLabel("Message", { exact: true }).fill(message);
}

describe("the contact form", () => {
  before(needsBrowser);

  it("stores a message both ways, and says so", async function () {
    const api = await localApp.call(this);
    const page = await visit("#/contact");
    await fillIn(page, "Can it weave patterns?");
    await page.getByLabel("Postal code").fill("90210");
    await page.getByText("90210 is Beverly Hills.").waitFor();
    assert.equal(await page.getByLabel("Town").inputValue(), "Beverly Hills");

    await page.getByRole("button", { name: "Send message" }).click();
    const better = page.getByRole("region", { name: "The better way" });
    await better.getByText("Stored in submissions-table").waitFor();
    const id = (await page.locator(".outcome code").textContent()) as string;
    const item = await stored(api, id);
    assert.equal(item.message, "Can it weave patterns?\n\n90210 Beverly Hills, US");

    await page.getByRole("button", { name: "Send it the old way too" }).click();
    await page.getByRole("region", { name: "The old way" }).getByText("Stored in submissions-table").waitFor();
    await better.getByRole("link", { name: "Each step of the request" }).click();
    await page.getByRole("heading", { name: "What each step did" }).waitFor();
    assert.match(page.url(), /#\/explorer\/POST\/contact\?trace=/);
  });

  it("is filled in with an example, and leads to the trace of what it sent", async () => {
    const page = await visit("#/contact");
    await page.getByRole("button", { name: "Fill in an example" }).click();
    assert.equal(await page.getByLabel("Email").inputValue(), "ada@example.com");
    await page.getByRole("button", { name: "Send message" }).click();
    await page.getByRole("link", { name: "See each step of the request" }).click();
    await page.getByRole("heading", { name: "What each step did" }).waitFor();
  });

  it("says what is missing at the field, and takes the reader there", async () => {
    const page = await visit("#/contact");
    await page.getByRole("button", { name: "Send message" }).click();
    const name = page.getByLabel("Name");
    assert.equal(await name.evaluate((input) => input === document.activeElement), true);
    assert.equal(await name.getAttribute("aria-invalid"), "true");
    const described = await name.getAttribute("aria-describedby");
    assert.equal(await page.locator(`#${described}`).textContent(), "Enter your name.");

    await page.getByLabel("Email").fill("ada");
    await page.getByLabel("Email").blur();
    await page.getByText("Write the address like name@example.com.").waitFor();
    await page.getByLabel("Email").fill("ada@example.com");
    await page.getByText("Write the address like name@example.com.").waitFor({ state: "detached" });
  });

  it("keeps what was typed when sending fails, and says what to do", async function () {
    const { local } = await localApp.call(this);
    const page = await visit("#/contact");
    await fillIn(page, "Do not lose me");
    await page.getByRole("radio", { name: /The old way/ }).check();
    await call(`${local}/_local/failures/contact`, "PUT", { failing: true });
    try {
      await page.getByRole("button", { name: "Send message" }).click();
      await page.getByText("Your message was not sent.").waitFor();
      assert.equal(await page.getByLabel("Message", { exact: true }).inputValue(), "Do not lose me");
    } finally {
      await call(`${local}/_local/failures/contact`, "PUT", { failing: false });
    }
    await page.getByRole("button", { name: "Send message" }).click();
    await page.getByText("Thank you, Ada Lovelace. Your message is in.").waitFor();
  });

  it("says that a postal code is unknown, and lets the town be typed", async () => {
    const page = await visit("#/contact");
    await page.getByLabel("Postal code").fill("00000");
    await page.getByText("No place in United States has the code 00000. You can type the town.").waitFor();
    await page.getByLabel("Town").fill("Nowhere");
    assert.equal(await page.getByLabel("Town").inputValue(), "Nowhere");
  });
});
