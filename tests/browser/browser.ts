import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { app } from "../acceptance/app.ts";

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const USUAL_PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

let browser: Browser | undefined;
let advised = false;
const visits: { context: BrowserContext; problems: string[] }[] = [];

/** Where Chromium is: `CHROMIUM_PATH`, one of the usual places, or where playwright-core installs it. */
function findChromium(): string | undefined {
  const { CHROMIUM_PATH } = process.env;
  return CHROMIUM_PATH ?? [...USUAL_PLACES, chromium.executablePath()].find((path) => existsSync(path));
}

/**
 * A `before` hook: starts Chromium and builds the page as its sources are now. Skips the suite where there is no Chromium,
 * and says how to install it; skips it too when a deployed API is tested, which has no page.
 */
export async function needsBrowser(this: Mocha.Context): Promise<void> {
  this.timeout(120_000);
  const executablePath = findChromium();
  if (executablePath === undefined && !advised) {
    advised = true;
    console.error("No Chromium, so the page is not tested. Install one: npx playwright-core install chromium");
  }
  if (executablePath === undefined || process.env.CONTACT_US_URL) {
    this.skip();
  }
  await import("../../local/web/build.ts");
  await app();
  browser ??= await chromium.launch({ executablePath, args: FLAGS });
}

/** Base URL of the localhost server. */
export async function localUrl(): Promise<string> {
  return (await app()).local as string;
}

/** Opens the page at a hash such as `#/explorer`. Whatever it does wrong fails the test that opened it. */
export async function visit(hash: string, options: BrowserContextOptions = {}, base?: string): Promise<Page> {
  const url = base ?? (await localUrl());
  assert.ok(browser, "a suite that visits the page needs before(needsBrowser)");
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const problems: string[] = [];
  visits.push({ context, problems });
  const page = await context.newPage();
  page.on("pageerror", (error) => problems.push(`${error}`));
  page.on("dialog", (dialog) => {
    problems.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("console", (message) => {
    // Statuses that a test asks for are no errors of the page.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
      problems.push(message.text());
    }
  });
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== new URL(url).origin) {
      problems.push(`a request to ${request.url()}`);
    }
  });
  await page.goto(`${url}/${hash}`);
  await page.getByText("Live", { exact: true }).waitFor();
  return page;
}

afterEach(async () => {
  const problems = visits.flatMap((each) => each.problems);
  await Promise.all(visits.splice(0).map(({ context }) => context.close()));
  assert.deepEqual(problems, []);
});

after(() => browser?.close());
