import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { call, eventually } from "../acceptance/client.ts";
import { needsBrowser, visit } from "./browser.ts";
import { type Copy, copiedProgram } from "./copy.ts";

const HANDLER = "handlers/contact/request.ts";
const TEMPLATE = "contact/templates/contact-response.vtl";
const SETTINGS = "Pulumi.local.yaml";

const routes = (page: Page) => page.getByRole("navigation", { name: "Routes by integration type" });
const link = (page: Page, name: string) => routes(page).getByRole("link", { name, exact: true });
const banner = (page: Page) =>
  page.getByRole("alert").filter({ hasText: "The version before this change is still served." });
const response = (page: Page) => page.getByRole("region", { name: "Response" });

async function send(page: Page, route: string, example: string): Promise<void> {
  await link(page, route).click();
  await page.getByRole("button", { name: example, exact: true }).click();
  await page.getByRole("button", { name: "Send", exact: true }).click();
}

describe("the page while the program's files change", () => {
  let copy: Copy;
  let page: Page;
  before(needsBrowser);
  before(async () => {
    copy = await copiedProgram();
  });
  afterEach(() => copy?.reset());

  /** Opens the Explorer and marks the page: the mark is gone once it is loaded anew. */
  async function open(): Promise<void> {
    page = await visit("#/explorer/POST/contact", {}, copy.base);
    await page.evaluate(() => Object.assign(globalThis, { isMarked: true }));
  }
  const isSamePage = () => page.evaluate(() => "isMarked" in globalThis);

  /**
   * Makes a mistake in a file, waits for the banner, sends a request to the version before, looks for the banner on a page that is
   * opened now, and undoes the mistake.
   */
  async function mistake(file: string, from: string, to: string, says: RegExp): Promise<void> {
    await banner(page).waitFor({ state: "detached" });
    copy.edit(file, from, to);
    await banner(page).waitFor();
    assert.match((await banner(page).textContent()) ?? "", says);
    await send(page, "POST /contact", "Good");
    await response(page).getByText("202 Accepted").waitFor();
    assert.ok(await isSamePage());
    await open();
    await banner(page).waitFor();
    copy.edit(file, to, from);
    await banner(page).waitFor({ state: "detached" });
    assert.ok(await isSamePage());
  }

  it("follows a changed handler, index.ts with a new route, and a setting, and keeps data and what was typed", async () => {
    await open();
    const { apiKey, url } = (await call(`${copy.base}/_local/info`)).json;
    const key = { "x-api-key": apiKey };
    assert.equal((await call(`${url}/visitors/kept`, "PUT", { page: "/kept" }, key)).status, 200);
    await page.getByLabel("Body").fill('{"typed": "before the change"}');

    copy.edit(HANDLER, "Unsupported Media Type", "JSON alone, please");
    await eventually(async () => {
      await send(page, "POST /contact/lambda", "Not JSON");
      await response(page).getByText("415 Unsupported Media Type").waitFor();
      return (await response(page).getByText("JSON alone, please").count()) > 0;
    });

    copy.edit(
      "index.ts",
      "const listTopics =",
      'const hello = new MockIntegration("hello", { summary: "Says hello", body: { hello: 1 }, scenarios: {} });\nconst listTopics =',
    );
    copy.edit("index.ts", '"GET /topics":', '"GET /hello": hello,\n    "GET /topics":');
    await link(page, "GET /hello").waitFor();
    await send(page, "GET /hello", "Good");
    await response(page).getByText('"hello": 1').waitFor();
    await page.getByText("Says hello. Mock.").waitFor();
    assert.match((await page.locator(".drawing").textContent()) ?? "", /Integration response/);

    copy.edit(SETTINGS, "eventStream: true", "eventStream: false");
    await link(page, "POST /events").waitFor({ state: "detached" });
    await link(page, "POST /contact").click();
    assert.equal(await page.getByLabel("Body").inputValue(), '{"typed": "before the change"}');
    copy.edit(SETTINGS, "eventStream: false", "eventStream: true");
    await link(page, "POST /events").waitFor();

    const kept = await call(`${url}/visitors/kept`, "GET", undefined, key);
    assert.deepEqual([kept.status, kept.json.page], [200, "/kept"]);
    assert.equal((await call(`${copy.base}/_local/info`)).json.apiKey, apiKey);
    assert.ok(await isSamePage());
  });

  for (const [what, file, from, to, says] of [
    ["a template", TEMPLATE, "{\n", "#if(\n{\n", /^contact\/templates\/contact-response\.vtl:\d+ Unexpected end/],
    [
      "a handler",
      HANDLER,
      "export function readContact(",
      "export function readContact((",
      /^handlers\/contact\/request\.ts:12 Expected identifier but found "\("\. /,
    ],
    ["index.ts", "index.ts", "new SqsIntegration(", "new SqsIntegratoin(", /^index\.ts:\d+ .*SqsIntegratoin/],
    ["a setting", SETTINGS, "eventStream: true", "eventStream: perhaps", /eventStream/],
  ] as const) {
    it(`names a mistake in ${what} on the page, serves the version before, and forgets it once it is mended`, async () => {
      await open();
      await mistake(file, from, to, says);
    });
  }
});
