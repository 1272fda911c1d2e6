// npm run pictures -- [--url URL]: takes the four pictures in docs/images of the page that a running `npm start` serves.
import { fileURLToPath } from "node:url";
import { chromium, type Page } from "playwright-core";
import { readCommandLine } from "./command-line.ts";

const HELP = `Usage: npm run pictures -- [--url URL]

Takes the four pictures in docs/images of the page that a running npm start serves.

  --url URL  default http://localhost:3000
  --help     print this`;

const { values } = readCommandLine("npm run pictures", HELP, {
  options: { url: { type: "string", default: "http://localhost:3000" } },
});
const folder = fileURLToPath(new URL("../docs/images/", import.meta.url));

/** What is to be seen in each picture, and how the page comes to show it. */
const PICTURES: Record<string, { hash: string; height: number; prepare: (page: Page) => Promise<void> }> = {
  contact: {
    hash: "#/contact",
    height: 800,
    async prepare(page) {
      await page.getByRole("button", { name: "Fill in an example" }).click();
      await page.getByRole("button", { name: "Send message" }).click();
      await page.getByText("Stored in submissions-table").waitFor();
      await page.getByRole("button", { name: "Send it the old way too" }).click();
      await page.getByRole("region", { name: "The old way" }).getByText("Stored in submissions-table").waitFor();
    },
  },
  explorer: {
    hash: "#/explorer/POST/contact",
    height: 1100,
    async prepare(page) {
      await page.getByRole("button", { name: "Send", exact: true }).click();
      await page.getByRole("heading", { name: "What each step did" }).waitFor();
    },
  },
  services: {
    hash: "#/services",
    height: 1100,
    prepare: (page) => page.getByText("submissions-table").first().waitFor(),
  },
  compare: {
    hash: "#/compare",
    height: 960,
    async prepare(page) {
      await page.getByRole("button", { name: "Start" }).click();
      await page.getByText("Done.").waitFor();
    },
  },
};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
for (const [name, { hash, height, prepare }] of Object.entries(PICTURES)) {
  const page = await browser.newPage({ viewport: { width: 1280, height }, colorScheme: "light" });
  await page.goto(`${values.url}/${hash}`);
  await page.getByText("Live", { exact: true }).waitFor();
  await prepare(page);
  await page.waitForTimeout(500);
  await page.screenshot({ path: `${folder}${name}.png` });
  await page.close();
  console.log(`docs/images/${name}.png`);
}
await browser.close();
