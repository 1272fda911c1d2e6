import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { encodeState } from "../../packages/local/page/playground/state.ts";
import { type App, localApp } from "../acceptance/app.ts";
import { call, contact, eventually, signatureOf } from "../acceptance/client.ts";
import { named, services, stored } from "../acceptance/local.ts";
import { inOwnTab, needsBrowser, openAll, visit } from "./browser.ts";

/** Markup that runs in as many ways as there are; each would change the title. */
const HOSTILE = [
  `<img src="x" onerror="document.title='taken over'">`,
  `<script>document.title='taken over'</script>`,
  `<svg onload="document.title='taken over'"><a href="javascript:document.title='taken over'">x</a></svg>`,
  `"'><iframe srcdoc="<script>parent.document.title='taken over'</script>"></iframe>`,
  "</textarea></style></script><base href=//evil.example>",
].join("");

/** What the page must not have: elements of the payload, or ones that run a text. */
const RUNNING = `img[src=x], #app script, #app iframe, #app object, #app embed, base, svg[onload], [onerror], a[href^="javascript:" i]`;

async function isInert(page: Page): Promise<void> {
  assert.equal(await page.locator(RUNNING).count(), 0);
  assert.doesNotMatch(await page.title(), /taken over/);
}

/** Waits until the page shows the payload, and looks at all of it. */
async function isInertWhenDrawn(page: Page): Promise<void> {
  await eventually(async () => (await page.locator("body").textContent())?.includes("taken over"));
  await openAll(page);
  await isInert(page);
}

describe("hostile text", () => {
  let api: App & { local: string };
  before(needsBrowser);
  before(async function () {
    api = await localApp.call(this);
  });

  it("is text in the table, in its trace and in the editor", async () => {
    const { json, headers } = await call(
      `${api.url}/contact?${new URLSearchParams({ q: HOSTILE })}`,
      "POST",
      { ...contact, name: "Mallory", message: HOSTILE },
      { "x-hostile": HOSTILE },
    );
    await stored(api, json.submissionId);

    const page = await visit("#/services");
    const row = page.getByRole("row").filter({ hasText: json.submissionId });
    await row.waitFor();
    assert.ok((await row.textContent())?.includes(HOSTILE));
    await isInert(page);

    await page.goto(`${api.local}/#/explorer/POST/contact?trace=${headers.get("x-amzn-requestid")}`);
    await page.getByText("taken over").first().waitFor({ state: "attached" });
    await openAll(page);
    await isInert(page);
  });

  it("is text among announcements, events and dead letters", async () => {
    const news = { subject: `<img src="x" onerror="document.title='taken over'">`, message: HOSTILE };
    const url = `${api.url}/announcements`;
    assert.equal((await call(url, "POST", news, signatureOf(url, "POST", news))).status, 202);
    const event = { type: HOSTILE.slice(0, 90), page: HOSTILE, visitor: HOSTILE.slice(0, 200) };
    assert.equal((await call(`${api.url}/events`, "POST", event)).status, 202);
    const turn = (failing: boolean) => call(`${api.local}/_local/failures/consumer`, "PUT", { failing });
    await turn(true);
    try {
      await call(`${api.url}/contact`, "POST", { ...contact, message: HOSTILE });
      await eventually(async () => named((await services(api)).queues, "submissions-dead-letters").visible > 0);
      const page = await visit("#/services");
      await page.getByText(news.subject).first().waitFor({ state: "attached" });
      await eventually(async () => (await page.locator("body").textContent())?.includes(event.page));
      await openAll(page);
      await isInert(page);
    } finally {
      await turn(false);
    }
  });

  it("is text in the answer, the path and the headers of a request that the page sends", async () => {
    const page = await visit("#/explorer/GET/visitors/%7Buser_id%7D");
    const id = encodeURIComponent(HOSTILE).slice(0, 600);
    await page.getByLabel("Path and query").fill(`/visitors/${id}?${new URLSearchParams({ q: HOSTILE })}`);
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.getByRole("heading", { name: "What each step did" }).waitFor();
    await openAll(page);
    await isInert(page);
  });

  it("is text in the playground: as a template, a payload, a parameter and a result", async () => {
    const template = `${HOSTILE.replaceAll("#", "")} $input.path('$.name') $input.params('q')\n#if(`;
    for (const text of [template, template.replace("\n#if(", "")]) {
      const state = {
        kind: "request" as const,
        template: text,
        body: JSON.stringify({ name: HOSTILE }),
        parameters: JSON.stringify({ querystring: { q: HOSTILE }, context: { [HOSTILE]: HOSTILE } }),
      };
      await (await visit("#/services")).goto("about:blank");
      const page = await visit(`#/playground?state=${encodeState(state)}`);
      await page.locator(".cm-content").getByText("taken over").first().waitFor();
      await isInert(page);
    }
  });

  it("stays text in an address of the page", async () => {
    const page = await visit(`#/explorer/GET/topics?trace=${encodeURIComponent(HOSTILE)}`);
    await page.getByText("There is no trace").waitFor();
    await isInert(page);
    await page.goto("about:blank");
    const unknown = await visit(`#/explorer/${encodeURIComponent(HOSTILE)}`);
    await unknown.getByText("The document has no route").waitFor();
    await isInert(unknown);
    await page.goto("about:blank");
    await isInert(await visit(`#/playground?state=${encodeURIComponent(HOSTILE)}`));
    await page.goto("about:blank");
    await isInert(await visit(`#/${encodeURIComponent(HOSTILE)}`));
  });

  it("is text in a document: its title, its descriptions, its paths and its templates", async () => {
    const page = await visit("#/explorer");
    const operation = {
      summary: HOSTILE,
      description: HOSTILE,
      tags: [HOSTILE],
      externalDocs: { url: "javascript:document.title='taken over'", description: HOSTILE },
      parameters: [{ name: HOSTILE, in: "query", description: HOSTILE, schema: { type: "string", enum: [HOSTILE] } }],
      responses: { 200: { description: HOSTILE } },
      "x-amazon-apigateway-integration": {
        type: "mock",
        requestTemplates: { [HOSTILE]: HOSTILE, "application/json": HOSTILE },
        responses: { default: { statusCode: "200", responseTemplates: { "application/json": HOSTILE } } },
      },
    };
    const path = `/${HOSTILE.replaceAll("/", "")}`;
    const document = {
      openapi: "3.0.1",
      info: { title: HOSTILE, version: HOSTILE, description: HOSTILE, contact: { url: "javascript:alert(1)" } },
      paths: { [path]: { get: operation } },
    };
    const route = {
      path,
      method: "GET",
      integration: "mock",
      apiKeyRequired: false,
      authorization: "none",
      summary: HOSTILE,
    };
    await page.route("**/_local/openapi", (answer) => answer.fulfill({ json: document }));
    await page.route("**/_local/routes", (answer) => answer.fulfill({ json: [route] }));
    try {
      for (const part of ["#/explorer", "#/reference"]) {
        await page.goto("about:blank");
        await visit(part);
        await isInertWhenDrawn(page);
      }
    } finally {
      await page.unrouteAll();
    }
  });

  it("is text in a function's log line, a reload's mistake and the name of a failing part", async () => {
    const snapshot = await services(api);
    const [first, ...others] = snapshot.functions;
    const line = { at: new Date().toISOString(), requestId: HOSTILE, line: HOSTILE };
    const json = JSON.stringify({ message: HOSTILE, level: "ERROR", [HOSTILE]: HOSTILE });
    const changed = {
      ...snapshot,
      functions: [{ ...first, logs: [line, { ...line, line: json }] }, ...others],
      failures: [{ target: HOSTILE, label: HOSTILE, failing: true }],
      tables: [{ name: HOSTILE, count: 1, items: [{ [HOSTILE]: HOSTILE }] }],
    };
    const mistake = { message: HOSTILE, file: HOSTILE, line: 1 };
    const events = `event: services\ndata: ${JSON.stringify(changed)}\n\nevent: reload\ndata: ${JSON.stringify({ changed: [HOSTILE], mistake })}\n\n`;
    const page = await visit("#/services");
    await page.route("**/_local/events", (answer) =>
      answer.fulfill({ body: events, contentType: "text/event-stream" }),
    );
    await page.route("**/_local/services", (answer) => answer.fulfill({ json: changed }));
    try {
      await page.goto("about:blank");
      await page.goto(`${api.local}/#/services`);
      await isInertWhenDrawn(page);
    } finally {
      await page.unrouteAll();
    }
  });

  it("could not run if it were not: scripts and styles come from this server alone, and no page frames it", async () => {
    const headers = (await call(`${api.local}/`)).headers;
    const policy = Object.fromEntries(
      (headers.get("content-security-policy") ?? "")
        .split("; ")
        .map((one) => one.split(/ (.*)/s, 2) as [string, string]),
    );
    assert.deepEqual(policy, {
      "default-src": "'none'",
      "script-src": "'self'",
      "style-src": "'self'",
      "img-src": "'self' data:",
      "font-src": "'self'",
      "connect-src": "'self'",
      "base-uri": "'none'",
      "form-action": "'self'",
      "frame-ancestors": "'none'",
    });
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.equal(headers.get("referrer-policy"), "no-referrer");
    // In a tab of its own: the browser says on the console that it blocks the script, for which another test fails.
    await inOwnTab(api.local, async (tab) => {
      const blocked = await tab.evaluate(
        () =>
          new Promise<string>((resolve) => {
            document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) =>
              resolve(effectiveDirective),
            );
            const script = document.createElement("script");
            script.textContent = "document.title = 'taken over'";
            document.body.append(script);
          }),
      );
      assert.equal(blocked, "script-src-elem");
      await isInert(tab);
    });
  });
});
