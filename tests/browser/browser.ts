import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { type Browser, chromium, type Page, type ViewportSize } from "playwright-core";
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
  // A name of somebody else that leads to this machine.
  "--host-resolver-rules=MAP evil.example 127.0.0.1",
];
const USUAL_PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** How long Playwright waits for one thing: enough on a busy machine, and less than mocha's timeout, which does not say for what. */
const WAITED_MS = 120_000;

let browser: Browser | undefined;
let page: Page | undefined;
let advised = false;
/** The only origin that the page may ask for anything. */
let origin = "";
const problems: string[] = [];

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
  const executablePath = findChromium();
  if (executablePath === undefined && !advised) {
    advised = true;
    console.error("No Chromium, so the page is not tested. Install one: npx playwright-core install chromium");
  }
  if (executablePath === undefined || process.env.CONTACT_US_URL) {
    this.skip();
  }
  await import("../../packages/local/page/build.ts");
  await app();
  browser ??= await chromium.launch({ executablePath, args: FLAGS });
}

/** Base URL of the localhost server. */
export async function localUrl(): Promise<string> {
  return (await app()).local as string;
}

/** How the page is looked at. */
export interface Look {
  readonly viewport?: ViewportSize;
  readonly colorScheme?: "light" | "dark";
  readonly reducedMotion?: "reduce" | "no-preference";
}

/**
 * Loads the page at a hash such as `#/explorer`. An error of the page fails the test that visits it. All visits are in
 * one tab, because opening one takes longer than loading the page.
 */
export async function visit(hash: string, look: Look = {}, base?: string): Promise<Page> {
  const { viewport = { width: 1280, height: 900 }, colorScheme = "light", reducedMotion = "no-preference" } = look;
  const url = base ?? (await localUrl());
  origin = new URL(url).origin;
  page ??= await openTab();
  await page.setViewportSize(viewport);
  await page.emulateMedia({ colorScheme, reducedMotion });
  await page.goto(`${url}/${hash}`);
  await page.getByText("Live", { exact: true }).waitFor();
  return page;
}

/** Sends an example of the route that the Explorer shows, and waits for its trace. */
export async function sendExample(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await page.getByRole("heading", { name: "What each step did" }).waitFor();
}

/** Opens everything that can be opened, in the whole page or in the elements that `within` selects. */
export async function openAll(page: Page, within = "body"): Promise<void> {
  await page.locator(`${within} details`).evaluateAll((all) => {
    for (const details of all as HTMLDetailsElement[]) details.open = true;
  });
}

/** Opens an address in a tab of its own, whose console and requests fail no test. */
export async function inOwnTab<T>(url: string, use: (tab: Page) => Promise<T>): Promise<T> {
  const tab = await newTab();
  try {
    await tab.goto(url);
    return await use(tab);
  } finally {
    await tab.close();
  }
}

async function newTab(): Promise<Page> {
  assert.ok(browser, "a suite that opens a tab needs before(needsBrowser)");
  const tab = await browser.newPage();
  tab.setDefaultTimeout(WAITED_MS);
  return tab;
}

async function openTab(): Promise<Page> {
  const tab = await newTab();
  tab.on("pageerror", (error) => problems.push(`${error}`));
  tab.on("dialog", (dialog) => {
    problems.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  tab.on("console", (message) => {
    // A status that a test asks for is not an error of the page.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
      problems.push(message.text());
    }
  });
  tab.on("request", (request) => {
    if (request.url() !== "about:blank" && new URL(request.url()).origin !== origin) {
      problems.push(`a request to ${request.url()}`);
    }
  });
  return tab;
}

afterEach(async () => {
  if (page && page.url() !== "about:blank") {
    await page.evaluate(() => localStorage.clear());
    await page.goto("about:blank");
  }
  assert.deepEqual(problems.splice(0), []);
});

after(() => browser?.close());
