import assert from "node:assert/strict";
import type { Route } from "../../packages/local/src/api/wire.ts";
import { foreign } from "../../packages/local/tests/page/documents.ts";
import { needsBrowser, visit } from "./browser.ts";

const routes: Omit<Route, "integration">[] = [
  { method: "POST", path: "/orders/{shop}", apiKeyRequired: false, authorization: "none", summary: "Order a pet" },
  { method: "ANY", path: "/pets/{key+}", apiKeyRequired: false, authorization: "none", summary: "" },
  { method: "GET", path: "/pictures/{name}", apiKeyRequired: true, authorization: "none", summary: "" },
  { method: "GET", path: "/nothing", apiKeyRequired: false, authorization: "none", summary: "" },
];

describe("an API that the page has never heard of", () => {
  before(needsBrowser);

  it("has its parts, its list, its drawing and its examples from the document alone", async () => {
    const page = await visit("#/explorer");
    await page.route("**/_local/openapi", (route) => route.fulfill({ json: foreign }));
    await page.route("**/_local/routes", (route) => route.fulfill({ json: routes }));
    try {
      await page.goto("about:blank");
      await visit("#/contact");
      await page.getByRole("link", { name: "Pet Shop" }).waitFor();
      const parts = page.getByRole("navigation", { name: "Parts of the page" }).getByRole("link");
      assert.deepEqual(await parts.allTextContents(), ["Explorer", "Playground", "Services", "Reference"]);

      const list = page.getByRole("navigation", { name: "Routes by integration type" });
      assert.deepEqual(await list.getByRole("heading").allTextContents(), ["Lambda", "AWS service", "No integration"]);
      assert.equal(await list.getByRole("link").count(), 4);

      await page.getByRole("heading", { name: "POST /orders/{shop}" }).waitFor();
      await page.getByText("Order a pet. AWS service: EventBridge. API Gateway itself calls PutEvents").waitFor();
      assert.match((await page.locator(".drawing").getAttribute("aria-label")) ?? "", /IAM role, Event bus,/);
      assert.equal(await page.getByLabel("Path and query").inputValue(), "/orders/text?currency=EUR");
      await page.getByRole("button", { name: "Too long" }).click();
      await page.getByText("400 from API Gateway's request validation. The limit of note is 20 characters.").waitFor();

      await list.getByRole("link", { name: "GET /pictures/{name}" }).click();
      await page.getByRole("button", { name: "No API key" }).waitFor();
      assert.match((await page.locator(".drawing").textContent()) ?? "", /S3 bucket pet-pictures/);
      await page.getByRole("button", { name: "Send", exact: true }).click();
      await page.getByRole("heading", { name: "What each step did" }).waitFor();
    } finally {
      await page.unrouteAll();
    }
  });
});
