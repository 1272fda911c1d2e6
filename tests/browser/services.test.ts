import assert from "node:assert/strict";
import { localApp } from "../acceptance/app.ts";
import { call, contact, signatureOf } from "../acceptance/client.ts";
import { needsBrowser, visit } from "./browser.ts";

describe("the services", () => {
  before(needsBrowser);
  after(async function () {
    const { local } = await localApp.call(this as Mocha.Context);
    await call(`${local}/_local/failures/consumer`, "PUT", { failing: false });
  });

  it("show a message's way to the dead letters and back", async function () {
    const { url } = await localApp.call(this);
    const page = await visit("#/services");
    const consumer = page.getByRole("switch", { name: /submissions-consumer/ });
    await consumer.click();
    await page.getByRole("switch", { name: /submissions-consumer.*On: it fails/, checked: true }).waitFor();

    const message = `Poisoned ${process.pid}`;
    const { submissionId } = (await call(`${url}/contact`, "POST", { ...contact, message })).json;
    const letters = page.getByRole("region", { name: "Dead letters" });
    const letter = letters.getByRole("listitem").filter({ hasText: submissionId });
    await letter.getByText("Show the message").click();
    await letter.getByText(message).waitFor();
    await letter.getByText(/^5 tries, sent at/).waitFor();
    const errors = page
      .getByRole("row", { name: /submissions-consumer/ })
      .locator("td")
      .nth(1);
    assert.ok(Number(await errors.textContent()) >= 5, "every try failed");

    await consumer.click();
    await page.getByRole("switch", { name: /submissions-consumer.*Off/, checked: false }).waitFor();
    await letter.getByRole("button", { name: /back to its queue/ }).click();
    await letter.waitFor({ state: "detached" });
    await page.getByRole("region", { name: "Items of submissions-table" }).getByText(message).waitFor();
  });

  it("show items, messages, records and logs as they come", async function () {
    const { url, apiKey } = await localApp.call(this);
    const page = await visit("#/services");
    const mark = `live-${process.pid}`;
    await call(`${url}/visitors/${mark}`, "PUT", { page: "/pricing" }, { "x-api-key": apiKey });
    await page.getByRole("region", { name: "Items of visitors" }).getByText(mark).waitFor();
    const news = { subject: mark, message: "Longer hours" };
    await call(`${url}/announcements`, "POST", news, signatureOf(`${url}/announcements`, "POST", news));
    await page.getByRole("region", { name: "Published to announcements-topic" }).getByText(mark).waitFor();
    await call(`${url}/events`, "POST", { type: "page-view", page: "/", visitor: mark });
    await page.getByRole("region", { name: "Records of events-stream" }).getByText(mark).first().waitFor();
    const { submissionId } = (await call(`${url}/contact/lambda`, "POST", contact)).json;
    await page.getByRole("button", { name: "contact-function", exact: true }).click();
    await page.getByRole("region", { name: "Log of contact-function" }).getByText(submissionId).waitFor();
  });
});
