import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { needsBrowser, openAll, sendExample, visit } from "./browser.ts";

const step = (page: Page, id: string) => page.locator(`#step-${id}`);

async function send(hash: string, example = "Good"): Promise<Page> {
  const page = await visit(`#/explorer/${hash}`);
  await sendExample(page, example);
  return page;
}

describe("the bodies of a trace", () => {
  before(needsBrowser);

  for (const [hash, value, encoded] of [
    ["POST/contact", "MessageBody={", "MessageBody=%7B"],
    ["POST/announcements", "Message=We answer until 20:00.", "Message=We+answer+until+20%3A00."],
  ] as const) {
    it(`decodes a form, and shows it as it was sent: ${hash.replace("/", " /")}`, async () => {
      const page = await send(hash);
      const request = step(page, "integrationRequest");
      await request.locator(".parameter").filter({ hasText: value }).waitFor();
      const toggle = request.getByRole("button", { name: "As sent" });
      await toggle.click();
      assert.equal(await toggle.getAttribute("aria-pressed"), "true");
      await request.locator(".rendered").filter({ hasText: encoded }).waitFor();
      assert.equal(await request.locator(".parameter").count(), 0);
      await toggle.click();
      await request.locator(".parameter").first().waitFor();
    });
  }

  it("appear once, and are referred to from the other steps", async () => {
    const page = await send("POST/contact/legacy");
    await openAll(page);
    const all = await page.locator(".steps .rendered.lines").allTextContents();
    assert.ok(all.length >= 4, `${all.length} bodies`);
    assert.equal(new Set(all).size, all.length);
    const call = step(page, "integration");
    assert.match((await call.textContent()) ?? "", /Body: the text rendered by Integration request/);
    assert.match((await step(page, "methodResponse").textContent()) ?? "", /the text rendered by Integration response/);
    await page.locator("#step-integrationRequest > summary").click();
    await call.getByRole("button", { name: "Integration request" }).click();
    await page.locator("#step-integrationRequest[open]").waitFor();
    await page.waitForFunction(() => document.activeElement?.closest("#step-integrationRequest") !== null);
  });

  it("fold where JSON is long, with the mouse and with the keyboard", async () => {
    const page = await send("POST/contact/lambda");
    const event = step(page, "integrationRequest").locator(".rendered.folds");
    const headers = event.locator(".text-line").filter({ hasText: /^ {2}"headers":/ });
    assert.match((await headers.textContent()) ?? "", /\{ … \d+ lines … \},?\s*$/);
    assert.equal(await event.getByText('"content-type"').count(), 0);
    await headers.getByRole("button").click();
    await event.getByText('"content-type"').first().waitFor();

    // One stop of Tab, and the arrow keys from there.
    assert.equal(await event.locator(".fold[tabindex='0']").count(), 1);
    await page.keyboard.press("ArrowDown");
    const next = event.locator(".fold:focus");
    const wasOpen = await next.getAttribute("aria-expanded");
    await page.keyboard.press("Enter");
    assert.notEqual(await next.getAttribute("aria-expanded"), wasOpen);
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Space");
    assert.equal(await event.getByText('"content-type"').count(), 0);
  });
});

describe("a template of a trace", () => {
  before(needsBrowser);

  it("shows what each reference held, and explains it with a link to the page that documents it", async () => {
    const page = await send("POST/contact");
    const request = step(page, "integrationRequest");
    const reference = request.locator(".vtl-piece").filter({ hasText: "$util.urlEncode($context.extendedRequestId)" });
    await reference.click();
    const explained = request.locator(".explained");
    await explained.getByText("Encodes text for a form body or a query string.").waitFor();
    const link = explained.getByRole("link", { name: "AWS: $util variables" });
    assert.equal(
      await link.getAttribute("href"),
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#util-template-reference",
    );
    const id = JSON.parse((await page.locator(".response .rendered").textContent()) ?? "").submissionId;
    assert.deepEqual(await explained.locator(".held").allTextContents(), [id, encodeURIComponent(id)]);

    await request.getByText(/^Values \(\d+\)$/).click();
    assert.match((await request.locator("table.values").textContent()) ?? "", /1\$input\.body\{/);
    await request.getByText("Variables", { exact: true }).click();
    assert.match(
      (await request
        .locator(".variables section")
        .filter({ has: page.getByRole("heading", { name: "$context" }) })
        .textContent()) ?? "",
      /httpMethodPOST/,
    );
  });

  it("lights up a reference and what it wrote together, by pointer and by keyboard", async () => {
    const page = await send("PUT/visitors/%7Buser_id%7D", "Path alone");
    const request = step(page, "integrationRequest");
    await request
      .locator(".written span")
      .filter({ hasText: /^grace$/ })
      .first()
      .hover();
    const lit = request.locator(".source .lit");
    assert.match((await lit.textContent()) ?? "", /^\$util\.escapeJavaScript\(\$userId\)/);
    await page.mouse.move(0, 0);
    assert.equal(await lit.count(), 0);

    await request.locator(".vtl-piece[tabindex='0']").focus();
    const names: string[] = [];
    for (let press = 0; press < 40 && !names.at(-1)?.startsWith("$util.escapeJavaScript($userId)"); press += 1) {
      await page.keyboard.press("ArrowRight");
      names.push((await page.locator(".vtl-piece:focus").textContent()) ?? "");
    }
    assert.equal(await request.locator(".written .lit").textContent(), "grace");
    assert.match((await request.locator(".explained").textContent()) ?? "", /\$userId held grace/);
    assert.equal(await request.locator(".vtl-piece[tabindex='0']").count(), 1);
  });
});
