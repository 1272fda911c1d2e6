import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { vectorsFolder } from "../../packages/gateway/tests/conformance/run.ts";
import { localApp } from "../acceptance/app.ts";
import { needsBrowser, visit } from "./browser.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../", import.meta.url));

async function send(page: Page, example?: string): Promise<void> {
  if (example) {
    await page.getByRole("button", { name: example, exact: true }).click();
  }
  const before = page.url();
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await page.waitForFunction((url) => location.href !== url && location.href.includes("trace="), before);
}

describe("a request in the explorer, from curl to a test", () => {
  let folder = "";
  before(needsBrowser);
  before(() => {
    // In the repository, so that a saved test finds local-api-gateway.
    folder = mkdtempSync(path.join(root, "tests", ".saved-"));
  });
  after(() => {
    if (folder) rmSync(folder, { recursive: true });
  });

  /** Presses a button that saves a file. */
  async function saved(page: Page, button: string): Promise<string> {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: button, exact: true }).click(),
    ]);
    const file = path.join(folder, download.suggestedFilename());
    await download.saveAs(file);
    return file;
  }

  it("has an address that opens its trace", async () => {
    const page = await visit("#/explorer/POST/contact");
    await send(page, "Good");
    const url = page.url();
    const id = /trace=([0-9a-f-]{36})$/.exec(url)?.[1] ?? "no trace";
    await page.goto("about:blank");
    await page.goto(url);
    await page.locator(".trace > header").getByText(id).waitFor();
    assert.equal(await page.locator(".drawing .part.failed").count(), 0);
  });

  it("is a mocha test that passes, and has no API key in it", async function () {
    const { apiKey } = await localApp.call(this);
    const page = await visit("#/explorer/PUT/visitors/%7Buser_id%7D");
    await send(page, "Hostile text");
    const file = await saved(page, "Save as test");
    const text = readFileSync(file, "utf8");
    assert.equal(path.basename(file), "put-visitors-user-id-200.test.ts");
    assert.equal(text.includes(apiKey), false);
    assert.match(text, /assert\.equal\(response\.status, 200\);/);
    const { stdout } = await run(process.execPath, ["node_modules/mocha/bin/mocha.js", "--reporter", "tap", file], {
      cwd: root,
    });
    assert.match(stdout, /^ok 1 PUT \/visitors\/\{user_id\}, as saved answers 200$/m);
    assert.match(stdout, /^# pass 1$/m);
  });

  it("is a case that the conformance runner passes", async function () {
    const page = await visit("#/explorer/POST/contact/legacy");
    await send(page, "Good");
    const file = await saved(page, "Save as conformance case");
    assert.equal(JSON.parse(readFileSync(file, "utf8"))[0].expected.status, 200);
    const vectors = vectorsFolder();
    if (vectors === undefined) return this.skip();
    const runner = path.join(vectors, "gateway-conformance.ts");
    const args = ["--conditions=source", "--import", "tsx", runner, "--project", root, "--cases", file];
    const { stdout } = await run(process.execPath, args, { cwd: root });
    assert.match(stdout, /^1 passed, 0 failed$/m);
  });

  it("says why a request cannot be a test", async () => {
    const page = await visit("#/explorer/POST/announcements");
    await send(page, "No signature");
    await page.getByText("cannot be saved as a test: an authorizer or a policy refused it").waitFor();
    assert.equal(await page.getByRole("button", { name: "Save as test", exact: true }).isDisabled(), true);
  });

  it("is exported as a trace, and imported", async function () {
    const { apiKey } = await localApp.call(this);
    const page = await visit("#/explorer/GET/visitors/%7Buser_id%7D");
    await send(page, "Good");
    const file = await saved(page, "Export trace");
    const trace = JSON.parse(readFileSync(file, "utf8"));
    assert.equal(JSON.stringify(trace).includes(apiKey), false);
    assert.equal(trace.request.headers["x-api-key"], "redacted");

    await visit("#/explorer/GET/topics");
    await page.getByLabel("Import a trace").setInputFiles(file);
    await page.locator(".trace > header").getByText(trace.requestId).waitFor();
    await page.getByRole("heading", { name: "GET /visitors/{user_id}" }).waitFor();
    await page.getByLabel("Import a trace").setInputFiles({
      name: "other.json",
      mimeType: "application/json",
      buffer: Buffer.from("{}"),
    });
    await page.getByText("This file is not a trace that the Explorer exported.").waitFor();
  });

  it("goes out as a curl command, and comes in as one", async function () {
    const { url } = await localApp.call(this);
    const page = await visit("#/explorer/GET/topics");
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("button", { name: "simulate=503", exact: true }).click();
    await page.getByRole("button", { name: "Copy as curl" }).click();
    await page.getByText("Copied").waitFor();
    const command = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(command, `curl '${url}/topics?simulate=503'`);
    const { stdout } = await run("sh", ["-c", `${command.replace("curl", "curl -s -o /dev/null -w '%{http_code}'")}`]);
    assert.equal(stdout, "503");

    await page.getByRole("button", { name: "Paste a curl command" }).click();
    await page.getByLabel("A curl command").fill("curl -d @body.json https://h/dev/contact");
    await page.getByRole("button", { name: "Use this request" }).click();
    await page.getByText("A body from a file cannot be read: -d @body.json").waitFor();
    await page
      .getByLabel("A curl command")
      .fill(
        `curl 'https://abc.execute-api.us-east-1.amazonaws.com/prod/contact' \\\n -H 'content-type: application/json' --data-raw '{"name":"Grace"}'`,
      );
    await page.getByRole("button", { name: "Use this request" }).click();
    await page.getByRole("heading", { name: "POST /contact" }).waitFor();
    assert.equal(await page.getByLabel("Body").inputValue(), '{"name":"Grace"}');
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.getByText("400 Bad Request").waitFor();
  });

  it("is run again from the history, and edited", async () => {
    const page = await visit("#/explorer/GET/topics");
    await send(page, "simulate=500");
    const first = page.url();
    await page.getByRole("button", { name: "Good", exact: true }).click();
    await page
      .getByRole("button", { name: /^Run again/ })
      .first()
      .click();
    await page.waitForFunction((url) => location.href !== url && location.href.includes("trace="), first);
    await page.getByText("500 Internal Server Error").waitFor();
    await page
      .getByRole("button", { name: /^Edit ?:/ })
      .first()
      .click();
    assert.equal(await page.getByLabel("Path and query").inputValue(), "/topics?simulate=500");
    assert.equal(await page.getByLabel("Headers").inputValue(), "");
  });

  it("opens the step of a box of the drawing, with a click and with the keyboard", async () => {
    const page = await visit("#/explorer/POST/contact");
    await send(page, "Good");
    const validate = page.locator("details.step").filter({ hasText: "the body matches its model" });
    assert.equal(await validate.getAttribute("open"), null);
    await page.getByRole("button", { name: /^Validate/ }).click();
    await page.locator("#step-validate[open]").waitFor();
    await page.getByRole("button", { name: "As an execution log" }).click();
    await page.getByRole("button", { name: /^Route/ }).press("Enter");
    await page.locator("#step-route[open]").waitFor();
    await page.waitForFunction(() => document.activeElement?.closest("#step-route") !== null);
  });

  it("is drawn on one time axis, which ends when the response is there", async () => {
    const page = await visit("#/explorer/POST/contact");
    await send(page, "Good");
    const spans = (selector: string) =>
      page.locator(selector).evaluateAll((all) =>
        all.map((one) => {
          const { left, right } = one.getBoundingClientRect();
          return [Math.round(left), Math.round(right)];
        }),
      );
    const ends = await page.locator(".time-axis-track span").allTextContents();
    const bars = (await spans(".timing-bar")).map(([left = Number.NaN]) => left);
    assert.equal(ends[0], "0");
    const total = (await page.locator(".trace > header p").textContent())?.match(/in ([\d.]+ m?s) at/)?.[1];
    assert.equal(ends[2], total);
    assert.deepEqual(
      bars,
      bars.toSorted((one, other) => one - other),
    );
    const [axis] = await spans(".time-axis-track");
    const tracks = await spans(".timing-track");
    assert.equal(tracks.length, await page.locator("details.step").count());
    for (const track of tracks) assert.deepEqual(track, axis);
  });

  it("shows where the routes will be while they load", async () => {
    const page = await visit("#/contact");
    let answer = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route("**/_local/routes", async (route) => {
      await held;
      await route.continue();
    });
    try {
      await page.goto("about:blank");
      await visit("#/explorer");
      await page.getByText("Reading the routes…").waitFor();
      assert.equal(await page.locator(".skeleton span").count(), 4);
      answer();
      await page.getByRole("button", { name: "Send", exact: true }).waitFor();
      assert.equal(await page.locator(".skeleton").count(), 0);
    } finally {
      answer();
      await page.unroute("**/_local/routes");
    }
  });

  it("lights up along its way, but not for those who asked for less motion", async () => {
    const delays = (page: Page) =>
      page.locator(".drawing .part.crossed rect").evaluateAll((parts) =>
        parts.map((part) => {
          const { animationName, animationDelay } = getComputedStyle(part);
          return animationName === "none" ? -1 : Number.parseFloat(animationDelay);
        }),
      );
    const page = await visit("#/explorer/POST/contact");
    await send(page, "Good");
    const moving = await delays(page);
    assert.ok(moving.length >= 6, `${moving}`);
    assert.deepEqual(
      moving,
      moving.toSorted((one, other) => one - other),
    );
    assert.equal(new Set(moving).size, moving.length);
    await page.emulateMedia({ reducedMotion: "reduce" });
    assert.deepEqual([...new Set(await delays(page))], [-1]);
  });
});
