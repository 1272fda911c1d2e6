import assert from "node:assert/strict";
import { needsBrowser, visit } from "./browser.ts";

describe("the comparison", () => {
  before(needsBrowser);

  it("measures both ways, draws their distributions and prices them", async () => {
    const page = await visit("#/compare");
    await page.getByLabel("Messages each way").fill("20");
    await page.getByLabel("Concurrent").fill("5");
    await page.getByRole("button", { name: "Start" }).click();
    await page.getByText("Done.").waitFor();
    assert.equal(await page.getByText("20 of 20").count(), 2);
    await page.getByRole("img", { name: /^Distribution of latencies\. The old way: half within/ }).waitFor();
    assert.ok((await page.locator(".plot-row.sqs rect").count()) > 0);

    const table = page.getByRole("table", { name: "Measured latencies" });
    for (const [way, parts] of Object.entries({ "The old way": "3", "The better way": "2" })) {
      const cells = await table.getByRole("row", { name: way }).locator("td").allTextContents();
      assert.match(cells[0] as string, /^[\d.]+ m?s$/);
      assert.match(cells[1] as string, /^[\d.]+ m?s$/);
      assert.deepEqual([cells[2], cells[4]], ["0", parts]);
    }
    assert.equal(await table.getByRole("row", { name: "The better way" }).locator("td").last().textContent(), "$3.90");

    assert.equal(await table.getByRole("row", { name: "The old way" }).locator("td").last().textContent(), "$4.64");
    await page.getByLabel("Messages a month").selectOption("1,000,000,000");
    assert.equal(await table.getByRole("row", { name: "The better way" }).locator("td").last().textContent(), "$3.43");
    assert.ok(await page.getByText("not AWS's numbers").isVisible());
  });

  it("stops when it is told to", async () => {
    const page = await visit("#/compare");
    await page.getByLabel("Messages each way").fill("5000");
    await page.getByRole("button", { name: "Start" }).click();
    await page
      .getByText(/^\d+ of 5000$/)
      .first()
      .waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByText("Stopped. Messages that were sent stay in the queue.").waitFor();
    assert.ok(await page.getByRole("button", { name: "Start" }).isVisible());
  });
});
