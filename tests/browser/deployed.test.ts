import assert from "node:assert/strict";
import { type App, localApp, start } from "../acceptance/app.ts";
import { call } from "../acceptance/client.ts";
import { stored } from "../acceptance/local.ts";
import { needsBrowser, visit } from "./browser.ts";

/** The API on localhost stands for the deployed one: the page that is tested is another server's. */
describe("the page for a deployed API: npm start -- --api URL", () => {
  let api: App & { local: string };
  let page = "";
  before(needsBrowser);
  before(async function () {
    api = await localApp.call(this);
    const environment = { CONTACT_US_API_KEY: api.apiKey, AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
    const { output, exitCode } = await start(["--port", "0", "--api", api.url], environment);
    assert.equal(exitCode, undefined, output);
    assert.ok(output.includes(`  API      ${api.url}\n`), output);
    assert.ok(!output.includes(api.apiKey), "the key is in the banner");
    page = /Page\s+(\S+)/.exec(output)?.[1] as string;
  });

  it("sends the contact form to the deployed API, and says that it does not see behind it", async () => {
    const tab = await visit("#/contact", {}, page);
    await tab.getByLabel("Name").fill("Ada Lovelace");
    await tab.getByLabel("Email").fill("ada@example.com");
    await tab.getByLabel("Topic").selectOption("Sales");
    await tab.getByLabel("Message", { exact: true }).fill("From a page elsewhere");
    await tab.getByRole("button", { name: "Send message" }).click();
    await tab.getByText("Your message is in.").waitFor();
    const id = (await tab.locator(".accepted code").textContent()) ?? "";
    assert.equal((await stored(api, id)).message, "From a page elsewhere");
    await tab.getByText("In AWS: this page cannot follow it there").waitFor();
    assert.equal(await tab.getByText("See each step of the request").count(), 0);
  });

  it("has no part for what only localhost has", async () => {
    const tab = await visit("#/services", {}, page);
    const parts = await tab.getByRole("navigation", { name: "Parts of the page" }).getByRole("link").allTextContents();
    assert.deepEqual(parts, ["Contact", "Explorer", "Reference"]);
    await tab.getByRole("button", { name: /^Live/ }).click();
    await tab.getByText("so allowedOrigins is not tried here").waitFor();
  });

  it("sends the explorer's requests with the deployed API's key, or signed, and says why there is no trace", async () => {
    const tab = await visit("#/explorer/ANY/support/%7Bproxy%2B%7D", {}, page);
    const send = tab.getByRole("button", { name: "Send", exact: true });
    await send.click();
    await tab.getByText('"timeZone"').waitFor();
    await tab.getByText("There is no trace: The API is deployed; its logs in CloudWatch have the request").waitFor();
    await visit("#/explorer/POST/announcements", {}, page);
    await send.click();
    await tab.getByText('"messageId"').waitFor();
  });

  it("passes a path, a query and a refusal on as they are, without this server's cookies", async () => {
    const headers = { cookie: "session=1" };
    const { status, json } = await call(`${page}/dev/topics?simulate=503`, "GET", undefined, headers);
    assert.deepEqual([status, json], [503, { message: "Service unavailable" }]);
    assert.equal((await call(`${page}/dev/nowhere`)).status, 403);
    const { requestId } = (await call(`${api.local}/_local/traces?limit=2`)).json[1];
    const trace = (await call(`${api.local}/_local/traces/${requestId}`)).json;
    assert.match(trace.request.uri, /\/topics\?simulate=503$/);
    assert.ok(!JSON.stringify(trace.request.headers).includes("session=1"));
  });

  it("names in one line an API that does not answer, and a missing key", async () => {
    // A small program is as good: none is served.
    const small = ["--cwd", "packages/local/tests/acceptance/fixtures/reload"];
    const gone = await start([...small, "--port", "0", "--api", "http://127.0.0.1:9/dev", "--api-key", "k"]);
    assert.equal(gone.exitCode, 1);
    assert.match(gone.output, /^--api http:\/\/127\.0\.0\.1:9\/dev: nothing answers there \(.*\)\n$/);
    const keyless = await start(["--port", "0", "--api", api.url]);
    assert.match(keyless.output, /^--api-key is missing: .*\n$/);
  });
});
