import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { eventually } from "../acceptance/client.ts";
import { needsBrowser, visit } from "./browser.ts";
import { type Copy, copiedProgram, project } from "./copy.ts";

const TEMPLATE = "contact/templates/put-visitor.vtl";

const request = (page: Page) =>
  page.locator("details.step").filter({ has: page.locator(".step-name", { hasText: /^Integration request$/ }) });
const code = (page: Page) => page.getByRole("textbox", { name: `Template ${TEMPLATE}` });
const said = (page: Page) => page.locator(".workbench [role=status]").last();

/** Sends the example and opens the editor of its request's template. */
async function openEditor(base: string): Promise<Page> {
  const page = await visit("#/explorer/PUT/visitors/%7Buser_id%7D", {}, base);
  await page.getByRole("button", { name: "Path alone", exact: true }).click();
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await request(page)
    .getByRole("button", { name: `Edit ${TEMPLATE}` })
    .click();
  await code(page).waitFor();
  return page;
}

/** Types after the first text in the editor that is `text`. */
async function typeAfter(page: Page, text: string, typed: string): Promise<void> {
  await code(page).focus();
  const isThere = await code(page).evaluate((content, wanted) => {
    const line = [...content.querySelectorAll(".cm-line")].find((each) => each.textContent?.includes(wanted));
    if (!line) return false;
    let left = (line.textContent ?? "").indexOf(wanted) + wanted.length;
    const texts = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const { length } = node.textContent ?? "";
      if (left <= length) {
        getSelection()?.setBaseAndExtent(node, left, node, left);
        return true;
      }
      left -= length;
    }
    return false;
  }, text);
  assert.ok(isThere, `${text} is not in the editor`);
  // The editor reads the selection when the browser tells of it.
  await page.waitForTimeout(100);
  await page.keyboard.type(typed);
}

describe("the template editor", () => {
  let copy: Copy;
  before(needsBrowser);
  before(async () => {
    copy = await copiedProgram();
  });

  it("renders as one types, runs through the gateway for one request, and saves to the file", async () => {
    const page = await openEditor(copy.base);
    await page.locator(".workbench .written").getByText('"user_id"').waitFor();
    const before = copy.read(TEMPLATE);
    await typeAfter(page, '"expires_at": {"N": "$expiresAt"}', ', "typed": {"S": "in the editor"}');
    await page.locator(".workbench .written").getByText('"in the editor"').waitFor();
    await page.getByRole("button", { name: "Compared" }).click();
    await page.locator(".workbench ins").getByText("in the editor").waitFor();

    await page.getByRole("button", { name: "Run through the gateway" }).click();
    await page.getByText("Sent with this template: 200 OK.").waitFor();
    assert.match((await page.locator(".trace").textContent()) ?? "", /"typed"/);
    assert.equal(copy.read(TEMPLATE), before);

    await page.getByRole("button", { name: "Save to file" }).click();
    await page.getByText(`Saved to ${TEMPLATE}.`).waitFor();
    assert.equal(
      copy.read(TEMPLATE),
      before.replace('"$expiresAt"}', '"$expiresAt"}, "typed": {"S": "in the editor"}'),
    );
    // The server reads the file again by itself, and the next request has it.
    await eventually(async () => (await (await fetch(`${copy.base}/_local/openapi`)).text()).includes("in the editor"));
    await page.getByRole("button", { name: "Close", exact: true }).click();
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await request(page).locator(".template-read .rendered").getByText('"in the editor"').waitFor();
    await request(page).locator(".template-read .source").getByText('"typed"').waitFor();
    assert.ok(!readFileSync(path.join(project, TEMPLATE), "utf8").includes("typed"), "the repository's file changed");
  });

  it("names an error's line and column, and resets", async () => {
    const page = await openEditor(copy.base);
    await typeAfter(page, "#set($page = ", ")");
    await page
      .locator(".workbench")
      .getByText(/^Line \d+, column \d+: Unexpected/)
      .waitFor();
    await page.locator(".cm-lintRange-error").first().waitFor();
    await page.getByRole("button", { name: "Reset" }).click();
    await page.locator(".workbench .written").getByText('"user_id"').waitFor();
    assert.equal(
      await page
        .locator(".workbench")
        .getByText(/^Line \d+/)
        .count(),
      0,
    );
  });

  it("completes names, and explains what stands at the cursor with what it held", async () => {
    const page = await openEditor(copy.base);
    await typeAfter(page, "#set($page = $input.path('$.page'))", "\n$util.esc");
    await page.locator(".cm-tooltip-autocomplete").getByText("$util.escapeJavaScript()").waitFor();
    // CodeMirror takes no Enter in the first 75 ms of its list.
    await page.waitForTimeout(200);
    await page.keyboard.press("Enter");
    await page.locator(".explained").getByText("Escapes text for a JavaScript string").waitFor();
    await page.getByRole("button", { name: "Reset" }).click();
    await page.waitForTimeout(300);
    await typeAfter(page, '"S": "$util.escapeJavaScript($userI', "");
    await page.locator(".explained .held").getByText("grace", { exact: true }).waitFor();
  });

  it("lights up an output with the expression that wrote it", async () => {
    const page = await openEditor(copy.base);
    await typeAfter(page, '"N": "$expires', "");
    assert.match((await page.locator(".workbench .written .lit").textContent()) ?? "", /^\d+(\.\d+)?(E\d+)?$/);
    await page
      .locator(".workbench .written span")
      .filter({ hasText: /^grace$/ })
      .first()
      .hover();
    assert.match((await page.locator(".code-editor .lit").first().textContent()) ?? "", /^\$util\.escapeJavaScript/);
  });

  it("shows every value and variable", async () => {
    const page = await openEditor(copy.base);
    await page.getByRole("button", { name: "Values", exact: true }).click();
    const values = (await page.locator(".workbench table.values").textContent()) ?? "";
    assert.match(values, /\$input\.params\('user_id'\)\.replace\("\+", "%2B"\)grace/);
    await page.getByRole("button", { name: "Variables", exact: true }).click();
    assert.match(
      (await page
        .locator(".variables section")
        .filter({ has: page.getByRole("heading", { name: "$context" }) })
        .textContent()) ?? "",
      /stagedev/,
    );
  });

  it("copies the template as it is, for TypeScript and for CloudFormation", async () => {
    const page = await openEditor(copy.base);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    const text = (await code(page).locator(".cm-line").allTextContents()).join("\n");
    const copied = async (name: string) => {
      await page.getByRole("button", { name, exact: true }).click();
      await said(page).getByText("Copied").waitFor();
      return page.evaluate(() => navigator.clipboard.readText());
    };
    assert.equal((await copied("Copy")).replace(/\n$/, ""), text.replace(/\n$/, ""));
    assert.match(await copied("Copy for TypeScript"), /^`.*\\\\uFFFD.*`$/s);
    const { RequestTemplates } = JSON.parse(await copied("Copy for CloudFormation"));
    assert.deepEqual(Object.keys(RequestTemplates), ["application/json"]);
  });

  it("edits, runs and saves by keyboard alone", async () => {
    const page = await visit("#/explorer/PUT/visitors/%7Buser_id%7D", {}, copy.base);
    await page.getByRole("button", { name: "Send", exact: true }).focus();
    await page.keyboard.press("Enter");
    const edit = request(page).getByRole("button", { name: `Edit ${TEMPLATE}` });
    await edit.waitFor();
    for (let press = 0; press < 60 && !(await edit.evaluate((it) => it === document.activeElement)); press += 1) {
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
    await code(page).waitFor();
    await page.waitForFunction(() => document.activeElement?.className === "code-editor");
    await page.keyboard.press("Control+End");
    await page.keyboard.type("\n## by keyboard");
    await page.keyboard.press("Control+Enter");
    await page.getByText("Sent with this template: 200 OK.").waitFor();
    await page.waitForFunction(() => document.activeElement?.textContent === "Run through the gateway");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByText(`Saved to ${TEMPLATE}.`).waitFor();
    assert.match(copy.read(TEMPLATE), /\n## by keyboard\n?$/);
  });

  it("has nothing that axe-core objects to, in light and in dark", async () => {
    const page = await openEditor(copy.base);
    await page.evaluate(axe.source);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
      const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
      assert.deepEqual(
        violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target}`)),
        [],
      );
    }
  });
});
